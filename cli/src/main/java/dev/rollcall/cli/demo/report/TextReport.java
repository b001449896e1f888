package dev.rollcall.cli.demo.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.rollcall.cli.console.TerminalText;
import dev.rollcall.cli.demo.DemoResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A result for a terminal of {@value #WIDTH} columns. The template {@code report.txt} says what
 * stands where: {@code {{#left11}}} and {@code {{#right9}}} in it are cells of so many columns,
 * {@code {{#cut7}}} shortens, {@code {{#bar12}}} draws a bar, {@code {{#wrap4}}} a paragraph with
 * that indent, {@code {{#bold}}} and the like set a style.
 */
public final class TextReport {

  /** Columns of the widest line. */
  static final int WIDTH = 100;

  private static final int MOST_NATIONALITIES = 40;
  private static final int MOST_GENDERS = 8;
  private static final int MOST_DOMAINS = 10;
  private static final int MOST_REASONS = 10;
  private static final int MOST_LINES = 3;
  private static final int WIDEST_BAR = 14;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
  private static final Pattern SIZED = Pattern.compile("(left|right|cut|bar|wrap)(\\d+)");
  private static final Map<String, String> STYLES =
      Map.of("bold", "1", "faint", "2", "cyan", "36", "green", "1;32", "red", "1;31");

  private final Summary summary;
  private final boolean colour;

  private TextReport(Summary summary, boolean colour) {
    this.summary = summary;
    this.colour = colour;
  }

  /**
   * Prints all of it, the verdict last.
   *
   * @param colour with ANSI escapes
   */
  public static void print(DemoResult result, PrintWriter out, boolean colour) {
    new TextReport(new Summary(result), colour)
        .text()
        .lines()
        .map(String::stripTrailing)
        .forEach(out::println);
    out.flush();
  }

  private String text() {
    Mustache.CustomContext layout = this::layout;
    StringWriter text = new StringWriter();
    DisplayFormat.TEMPLATES
        .withEscaper(Escapers.NONE)
        .compile(DisplayFormat.resource("report.txt"))
        .execute(figures(), layout, text);
    return text.toString();
  }

  /** The summary, cut down to what there is room for. */
  private Map<String, Object> figures() {
    UsersByNationality users = summary.users();
    int genders = Math.min(MOST_GENDERS, users.genders().size());
    boolean quantiles = genders <= 2;
    boolean means = genders <= 5;
    int used = 24 + genders * (quantiles ? 29 : means ? 15 : 8);
    Map<String, Object> figures = new HashMap<>();
    figures.put("summary", summary);
    figures.put("result", summary.result());
    figures.put("plural", DisplayFormat.PLURAL);
    figures.put("genders", users.genders().subList(0, genders));
    figures.put(
        "nationalities",
        Group.first(MOST_NATIONALITIES, users.rows()).stream()
            .map(row -> row.firstParts(genders))
            .toList());
    figures.put("means", means);
    figures.put("quantiles", quantiles);
    figures.put("bar", layout("bar" + Math.max(0, Math.min(WIDEST_BAR, WIDTH - used))));
    figures.put("moreGenders", users.genders().size() - genders);
    figures.put("domains", Group.first(MOST_DOMAINS, summary.domains()));
    figures.put("reasons", summary.reasons().stream().limit(MOST_REASONS).toList());
    figures.put("moreReasons", Math.max(0, summary.reasons().size() - MOST_REASONS));
    return figures;
  }

  private Object layout(String name) {
    String style = STYLES.get(name);
    Matcher sized = SIZED.matcher(name);
    if (style != null) {
      return lambda(text -> styled(style, text));
    }
    return sized.matches()
        ? lambda(text -> sized(sized.group(1), Integer.parseInt(sized.group(2)), text))
        : Template.NO_FETCHER_FOUND;
  }

  private static Mustache.Lambda lambda(UnaryOperator<String> layout) {
    return (fragment, out) -> out.write(layout.apply(fragment.execute()));
  }

  private String styled(String style, String text) {
    return colour && !text.isEmpty() ? "\u001B[" + style + "m" + text + "\u001B[0m" : text;
  }

  private static String sized(String layout, int size, String text) {
    return switch (layout) {
      case "left" -> TerminalText.cut(text, size) + blanks(size - TerminalText.width(text));
      case "right" -> blanks(size - TerminalText.width(text)) + text;
      case "cut" -> TerminalText.cut(text, size);
      case "bar" -> bar(Double.parseDouble(text), size);
      default -> wrapped(text, size);
    };
  }

  private static String blanks(int count) {
    return " ".repeat(Math.max(0, count));
  }

  /** An eighth of a character exact; a length that is not 0 shows. */
  private static String bar(double length, int width) {
    int eighths = (int) Math.ceil(Math.min(1, length) * width * 8);
    String end = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
    return "█".repeat(eighths / 8) + end;
  }

  private static String wrapped(String text, int indent) {
    int width = WIDTH - indent;
    return TerminalText.cut(text, MOST_LINES * (width - 10))
        .replaceAll("(.{1,%1$d})(?: +|$)|(.{%1$d})".formatted(width), blanks(indent) + "$1$2\n")
        .stripTrailing();
  }
}
