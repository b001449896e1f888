package dev.rollcall.cli.demo.report;

import com.samskivert.mustache.Mustache;
import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.commons.io.IOUtils;
import org.jspecify.annotations.Nullable;

/** Values as people read them. */
final class DisplayFormat {

  /** Stands for a null: {@value}. */
  static final String NOTHING = "–";

  /** In a template, {@code {{#plural}}3 value{{/plural}}}. */
  static final Mustache.Lambda PLURAL =
      (fragment, out) -> {
        String counted = fragment.execute();
        out.write(counted.startsWith("1 ") ? counted : counted.replaceFirst("y$", "ie") + "s");
      };

  /** Of both reports; a template may include those that end with {@code .txt}. */
  static final Mustache.Compiler TEMPLATES =
      Mustache.compiler()
          .strictSections(true)
          .zeroIsFalse(true)
          .withFormatter(DisplayFormat::value)
          .withLoader(name -> new StringReader(resource(name + ".txt").strip()));

  private DisplayFormat() {}

  /**
   * A value of the data as safe text: null and "" are a dash; what steers a terminal, reorders text
   * or may not stand in a document (controls, formats, lone surrogates) is a replacement character.
   */
  static String text(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().map(DisplayFormat::safe).forEach(safe::appendCodePoint);
    return text.isEmpty() ? NOTHING : safe.toString();
  }

  /** Text of ours, put into a template as it is. */
  record Verbatim(String text) {}

  /** A file of this package in the jar. */
  static String resource(String name) {
    try {
      return IOUtils.resourceToString(
          "/dev/rollcall/cli/demo/report/" + name, StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new FatalException("cannot read '" + name + "' from the jar: " + failure);
    }
  }

  /** A value in a template: whole numbers grouped, all else as safe text. */
  private static String value(Object value) {
    if (value instanceof Verbatim ours) {
      return ours.text();
    }
    return value instanceof Long || value instanceof Integer
        ? grouped(((Number) value).longValue())
        : text(value);
  }

  private static int safe(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          Character.isWhitespace(point) ? ' ' : '\uFFFD';
      case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> '\uFFFD';
      default -> point;
    };
  }

  /**
   * The number that a store answered with, whose type may be one of its driver; null if it is
   * absent, not finite, or no number.
   */
  static @Nullable BigDecimal number(@Nullable Object value) {
    try {
      return value instanceof Number ? new BigDecimal(value.toString()) : null;
    } catch (NumberFormatException notFinite) {
      return null;
    }
  }

  /** {@code 1,943}. */
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** With exactly so many digits behind the point, half up: {@code 48.9}; null is a dash. */
  static String fixed(@Nullable BigDecimal number, int digits) {
    return number == null ? NOTHING : String.format(Locale.ROOT, "%,." + digits + "f", number);
  }

  /** With at most one digit behind the point: {@code 46}, {@code 46.5}; null is a dash. */
  static String brief(@Nullable BigDecimal number) {
    return number == null
        ? NOTHING
        : fixed(number.setScale(1, RoundingMode.HALF_UP), 1).replaceAll("\\.0$", "");
  }

  /** {@code 12.3 %}; a share that is not 0 is never shown as 0. */
  static String percent(double share) {
    return share > 0 && share < 0.001
        ? "< 0.1 %"
        : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** {@code 0.42 s}, {@code 12.31 s}, {@code 2 min 05 s}. */
  static String seconds(double seconds) {
    if (seconds < 99.995) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%,d min %02d s", whole / 60, whole % 60);
  }
}
