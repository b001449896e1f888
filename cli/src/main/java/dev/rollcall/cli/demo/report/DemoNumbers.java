package dev.rollcall.cli.demo.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as stores hand them back and as people read them. A store may answer with an Integer, a
 * Long, a BigDecimal or a type of its driver; all of them say what they are by {@code toString}.
 */
final class DemoNumbers {

  private DemoNumbers() {}

  /** The number that {@code value} is; null if it is none (absent, or not a number). */
  static @Nullable BigDecimal of(@Nullable Object value) {
    if (!(value instanceof Number)) {
      return null;
    }
    try {
      return new BigDecimal(value.toString());
    } catch (NumberFormatException notFinite) {
      return null;
    }
  }

  /** The measure {@code count} of a group; 0 if it has none. */
  static long count(Map<String, @Nullable Object> group) {
    BigDecimal count = of(group.get("count"));
    return count == null ? 0 : count.longValue();
  }

  /** {@code 1,943}. */
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 user}, {@code 1,943 users}. */
  static String counted(long number, String one, String many) {
    return grouped(number) + " " + (number == 1 ? one : many);
  }

  /** With exactly so many digits behind the point, half up: {@code 48.9}; null is a dash. */
  static String rounded(@Nullable BigDecimal number, int digits) {
    return number == null
        ? DemoText.NOTHING
        : String.format(Locale.ROOT, "%,." + digits + "f", number);
  }

  /** With at most one digit behind the point: {@code 46}, {@code 46.5}; null is a dash. */
  static String brief(@Nullable BigDecimal number) {
    if (number == null) {
      return DemoText.NOTHING;
    }
    BigDecimal short1 = number.setScale(1, RoundingMode.HALF_UP);
    return rounded(short1, short1.remainder(BigDecimal.ONE).signum() == 0 ? 0 : 1);
  }

  /** The share of {@code part} in {@code whole}, from 0 to 1; 0 of nothing. */
  static double share(double part, double whole) {
    return whole > 0 ? Math.max(0, Math.min(1, part / whole)) : 0;
  }

  /** {@code 12.3 %}; a share that is not 0 is never shown as 0. */
  static String percent(double share) {
    if (share > 0 && share < 0.001) {
      return "< 0.1 %";
    }
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
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
