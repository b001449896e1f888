package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.Reading;
import dev.rollcall.core.internal.mapping.Uuids;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.Texts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts JSON scalars to values of a column's type. Rounds, cuts or guesses nothing unless that
 * is declared; refuses what does not fit.
 */
final class ValueReader {

  /** More bytes than the digits of any column need. */
  private static final int MAX_UNSCALED = 64;

  private static final Pattern PLAIN = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?");

  private final Column column;
  private final Reading reading;
  private final @Nullable TimeReader times;

  /** The expectation in messages about a DECIMAL. */
  private final String expected;

  /** Creates a reader for the values of a column. */
  ValueReader(Column column, Reading reading) {
    this.column = column;
    this.reading = reading;
    boolean isDay = column.type() == ColumnType.DATE;
    this.times =
        isDay || column.type() == ColumnType.TIMESTAMP
            ? new TimeReader(reading.times(), isDay)
            : null;
    this.expected =
        "a decimal of at most %d digits, %d of them behind the point"
            .formatted(column.precision(), column.scale());
  }

  /**
   * Converts a scalar.
   *
   * @param kind its kind in {@link ParsedElement}
   * @param unit the unit that its path declares for numeric times; null for none
   * @param recordTime the timestamp of its record; null if it has none
   */
  Object convert(byte kind, String text, @Nullable EpochUnit unit, @Nullable Instant recordTime)
      throws ValueMismatch {
    if (times != null) {
      return times.read(kind, text, unit, recordTime);
    }
    return switch (column.type()) {
      case INT64 -> int64(kind, text);
      case FLOAT64 -> float64(kind, text);
      case DECIMAL -> decimal(kind, text);
      case BOOLEAN -> bool(text);
      case UUID -> uuid(text.strip());
      case BYTES -> bytes(text);
      default -> string(text);
    };
  }

  /** What reads the times of a column of times; null of another. */
  @Nullable TimeReader times() {
    return times;
  }

  private static String string(String text) throws ValueMismatch {
    if (!Texts.isPaired(text)) {
      throw ValueMismatch.of("text without unpaired surrogates");
    }
    return text;
  }

  private static Long int64(byte kind, String text) throws ValueMismatch {
    String expected = "a whole number of at most 64 bits";
    BigDecimal number = number(kind, text, expected);
    // check the size before expanding the digits: 1e999999999 has a billion of them
    if ((long) number.precision() - number.scale() > 19) {
      throw ValueMismatch.of(expected);
    }
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      throw ValueMismatch.of(expected);
    }
  }

  private static Double float64(byte kind, String text) throws ValueMismatch {
    String expected = "a finite number";
    number(kind, text, expected);
    double value = Double.parseDouble(text.strip());
    if (!Double.isFinite(value)) {
      throw ValueMismatch.of(expected);
    }
    return value;
  }

  private BigDecimal decimal(byte kind, String text) throws ValueMismatch {
    Reading.Decimals declared = reading.decimals();
    BigDecimal number;
    if (kind != ParsedElement.STRING) {
      number = number(kind, text, expected);
    } else if (declared.base64Scale() >= 0) {
      number = unscaled(text, declared.base64Scale());
    } else if (declared.text()) {
      number = plain(text.strip());
    } else {
      throw ValueMismatch.undeclared(
          expected + ", as a JSON number; text only with decimalText() or base64(…) declared");
    }
    if (number.signum() == 0) {
      return BigDecimal.ZERO.setScale(column.scale());
    }
    // check the size before stripping zeros, which fails beyond 32 bits of exponent
    long whole = (long) number.precision() - number.scale();
    if (whole > column.precision() - column.scale()) {
      throw ValueMismatch.of(expected);
    }
    if (declared.rounding() != null && number.scale() > column.scale()) {
      return rounded(number, declared.rounding());
    }
    BigDecimal stripped = number.stripTrailingZeros();
    if (stripped.scale() > column.scale()) {
      throw ValueMismatch.of(expected + "; rounded only where declared, by rounded(…)");
    }
    return stripped.setScale(column.scale());
  }

  private BigDecimal rounded(BigDecimal number, RoundingMode mode) throws ValueMismatch {
    // far below the last digit only the sign matters
    BigDecimal near =
        (long) number.precision() - number.scale() < -(long) column.scale() - 2
            ? BigDecimal.valueOf(number.signum(), column.scale() + 2)
            : number;
    try {
      BigDecimal rounded = near.setScale(column.scale(), mode);
      if (rounded.precision() <= column.precision() || rounded.signum() == 0) {
        return rounded;
      }
    } catch (ArithmeticException e) {
      // RoundingMode.UNNECESSARY
    }
    throw ValueMismatch.of(expected);
  }

  /** Decodes the base64 of an unscaled value, the way Kafka Connect writes decimals. */
  private BigDecimal unscaled(String text, int scale) throws ValueMismatch {
    byte[] unscaled;
    try {
      unscaled = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      unscaled = new byte[0];
    }
    if (unscaled.length == 0 || unscaled.length > MAX_UNSCALED) {
      throw textMismatch(text, expected + ", as base64 of its unscaled value");
    }
    return new BigDecimal(new BigInteger(unscaled), scale);
  }

  /** Parses digits with at most one point and sign; an exponent could be base64. */
  private BigDecimal plain(String text) throws ValueMismatch {
    if (text.length() > StrictJson.MAX_NUMBER || !PLAIN.matcher(text).matches()) {
      throw textMismatch(text, expected + ", as digits");
    }
    return new BigDecimal(text);
  }

  /** Earlier versions accepted every text that is a number. */
  private ValueMismatch textMismatch(String text, String wanted) {
    try {
      number(ParsedElement.STRING, text, wanted);
      return ValueMismatch.formerlyTaken(wanted);
    } catch (ValueMismatch e) {
      return e;
    }
  }

  private static BigDecimal number(byte kind, String text, String expected) throws ValueMismatch {
    String digits = text.strip();
    if (kind == ParsedElement.BOOLEAN
        || digits.isEmpty()
        || digits.length() > StrictJson.MAX_NUMBER) {
      throw ValueMismatch.of(expected);
    }
    for (int i = 0; i < digits.length(); i++) {
      // BigDecimal accepts digits of every script; JSON does not
      if (digits.charAt(i) > 'e') {
        throw ValueMismatch.of(expected);
      }
    }
    try {
      return new BigDecimal(digits);
    } catch (NumberFormatException e) {
      throw ValueMismatch.of(expected);
    }
  }

  private Boolean bool(String text) throws ValueMismatch {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    if (reading.booleans().trueTexts().contains(text)) {
      return true;
    }
    if (reading.booleans().falseTexts().contains(text)) {
      return false;
    }
    List<String> declared = new ArrayList<>(reading.booleans().trueTexts());
    declared.addAll(reading.booleans().falseTexts());
    throw ValueMismatch.of(
        declared.isEmpty()
            ? "true or false; other values only where declared, by booleans(…)"
            : "true, false, " + String.join(", ", declared));
  }

  private static UUID uuid(String text) throws ValueMismatch {
    UUID uuid = Uuids.parse(text);
    if (uuid == null) {
      String expected = "a UUID, 8-4-4-4-12 hexadecimal digits";
      throw text.length() == 36
          ? ValueMismatch.formerlyTaken(expected)
          : ValueMismatch.of(expected);
    }
    return uuid;
  }

  private static byte[] bytes(String text) throws ValueMismatch {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw ValueMismatch.of("base64");
    }
  }
}
