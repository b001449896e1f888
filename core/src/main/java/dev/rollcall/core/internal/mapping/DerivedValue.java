package dev.rollcall.core.internal.mapping;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Texts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Checks the value that a user's function returned against its column, as strictly as decoded
 * values are checked: sinks and aggregates rely on it, and once they see the value it is too late
 * to refuse a single element.
 */
public final class DerivedValue {

  /** The value does not fit; the message names the column and shows nothing of the value. */
  public static final class Mismatch extends RuntimeException {
    private final boolean formerlyTaken;

    Mismatch(String message, boolean formerlyTaken) {
      super(message, null, false, false);
      this.formerlyTaken = formerlyTaken;
    }

    /** Whether earlier versions accepted such a value and counted its row. */
    public boolean formerlyTaken() {
      return formerlyTaken;
    }
  }

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private DerivedValue() {}

  /** Whether a moment is within the years 1 to 9999, which every store can keep. */
  public static boolean isWithinYears(Instant at) {
    return !at.isBefore(FIRST) && !at.isAfter(LAST);
  }

  /** Whether a day is within the years 1 to 9999. */
  public static boolean isWithinYears(LocalDate day) {
    return day.getYear() >= 1 && day.getYear() <= 9999;
  }

  /**
   * The value at the column's scale or in whole milliseconds, a narrower number ({@code 0} for an
   * INT64) widened; null stays null.
   */
  public static @Nullable Object fitting(Column column, @Nullable Object given) {
    if (given == null) {
      return null;
    }
    if (given instanceof String text && column.type() == ColumnType.STRING) {
      return paired(column, text);
    }
    Object value = given instanceof Number number ? widened(column.type(), number) : given;
    if (!column.type().javaType().isInstance(value)) {
      throw mismatch(column, "a " + value.getClass().getSimpleName());
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      throw mismatch(column, "a number that is not finite");
    }
    if (value instanceof BigDecimal decimal) {
      return scaled(column, decimal);
    }
    if (value instanceof Instant instant) {
      if (!isWithinYears(instant)) {
        throw mismatch(column, "a time outside the years 1 to 9999");
      }
      return instant.truncatedTo(ChronoUnit.MILLIS);
    }
    if (value instanceof LocalDate day && !isWithinYears(day)) {
      throw mismatch(column, "a day outside the years 1 to 9999", true);
    }
    return value instanceof String text ? paired(column, text) : value;
  }

  private static String paired(Column column, String text) {
    if (!Texts.isPaired(text)) {
      throw mismatch(column, "text with an unpaired surrogate", true);
    }
    return text;
  }

  /** A number of a narrower class as one of the column's, if it stays the same number. */
  private static Number widened(ColumnType type, Number number) {
    boolean whole = number instanceof Integer || number instanceof Short || number instanceof Byte;
    return switch (type) {
      case INT64 -> whole ? (Number) number.longValue() : number;
      case FLOAT64 -> whole || number instanceof Float ? (Number) number.doubleValue() : number;
      case DECIMAL ->
          whole || number instanceof Long ? BigDecimal.valueOf(number.longValue()) : number;
      default -> number;
    };
  }

  private static BigDecimal scaled(Column column, BigDecimal value) {
    if (value.signum() == 0) {
      return BigDecimal.ZERO.setScale(column.scale());
    }
    // check the size before expanding the digits: 1e999999999 has a billion of them
    long whole = (long) value.precision() - value.scale();
    if (whole > column.precision() - column.scale()) {
      throw mismatch(column, "a decimal of other digits");
    }
    BigDecimal plain = value.stripTrailingZeros();
    if (plain.scale() > column.scale()) {
      throw mismatch(column, "a decimal of other digits");
    }
    return plain.setScale(column.scale());
  }

  private static Mismatch mismatch(Column column, String got) {
    return mismatch(column, got, false);
  }

  private static Mismatch mismatch(Column column, String got, boolean formerlyTaken) {
    return new Mismatch(
        "column '%s': its function gave %s, expected %s"
            .formatted(column.name(), got, column.toString().substring(column.name().length() + 1)),
        formerlyTaken);
  }
}
