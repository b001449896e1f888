package dev.rollcall.cli.demo.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text that came from data, made safe to show and cut to measure. Widths are counted in code
 * points.
 */
final class DemoText {

  /** Stands for a null. */
  static final String NOTHING = "–";

  private DemoText() {}

  /**
   * {@code value} for people: null and "" are a dash; what steers a terminal, reorders text or may
   * not stand in a document (controls, formats, lone surrogates) is a replacement character.
   */
  static String clean(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    if (text.isEmpty()) {
      return NOTHING;
    }
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().map(DemoText::shown).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static int shown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          Character.isWhitespace(point) ? ' ' : '\uFFFD';
      case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> '\uFFFD';
      default -> point;
    };
  }

  /** How many code points wide. */
  static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** At most {@code width} wide, with an ellipsis where it was cut. */
  static String shortened(String text, int width) {
    return width(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, width - 1)).stripTrailing() + "…";
  }

  /** Filled up with blanks on the right. */
  static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /** Filled up with blanks on the left. */
  static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - width(text))) + text;
  }

  /** Broken at blanks into at most {@code lines} lines; the last one is cut if need be. */
  static List<String> wrapped(String text, int width, int lines) {
    List<String> wrapped = new ArrayList<>();
    String rest = text.strip();
    while (width(rest) > width && wrapped.size() < lines - 1) {
      int limit = rest.offsetByCodePoints(0, width);
      int blank = rest.lastIndexOf(' ', limit);
      int end = blank > 0 ? blank : limit;
      wrapped.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).strip();
    }
    wrapped.add(shortened(rest, width));
    return wrapped;
  }
}
