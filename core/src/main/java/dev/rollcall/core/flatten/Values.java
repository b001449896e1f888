package dev.rollcall.core.flatten;

import dev.rollcall.core.record.Column;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;

/**
 * JSON scalars as values of a column's type. Nothing is rounded, cut or guessed: what does not fit
 * is refused.
 */
final class Values {

  /** A value does not fit; the message says what was expected. */
  static final class Misfit extends Exception {
    Misfit(String expected) {
      super(expected, null, false, false);
    }
  }

  private Values() {}

  /** The value of {@code text}, a scalar of a {@link Slots} kind. */
  static Object convert(Column column, byte kind, String text) throws Misfit {
    return switch (column.type()) {
      case STRING -> string(text);
      case INT64 -> int64(kind, text);
      case FLOAT64 -> float64(kind, text);
      case DECIMAL -> decimal(column, kind, text);
      case BOOLEAN -> bool(text);
      case TIMESTAMP -> Times.instant(kind == Slots.BOOLEAN ? "" : text.strip());
      case DATE ->
          Times.instant(kind == Slots.BOOLEAN ? "" : text.strip())
              .atOffset(ZoneOffset.UTC)
              .toLocalDate();
      case UUID -> uuid(text.strip());
      case JSON -> string(text);
      case BYTES -> bytes(text);
    };
  }

  private static String string(String text) throws Misfit {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(++i))) {
          throw new Misfit("text without unpaired surrogates");
        }
      }
    }
    return text;
  }

  private static Long int64(byte kind, String text) throws Misfit {
    String expected = "a whole number of at most 64 bits";
    BigDecimal number = number(kind, text, expected);
    // the size is looked at before the digits are made: 1e999999999 has a billion of them
    if ((long) number.precision() - number.scale() > 19) {
      throw new Misfit(expected);
    }
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      throw new Misfit(expected);
    }
  }

  private static Double float64(byte kind, String text) throws Misfit {
    String expected = "a finite number";
    number(kind, text, expected);
    double value = Double.parseDouble(text.strip());
    if (!Double.isFinite(value)) {
      throw new Misfit(expected);
    }
    return value;
  }

  private static BigDecimal decimal(Column column, byte kind, String text) throws Misfit {
    String expected =
        "a decimal of at most %d digits, %d of them behind the point"
            .formatted(column.precision(), column.scale());
    BigDecimal number = number(kind, text, expected);
    if (number.signum() == 0) {
      return BigDecimal.ZERO.setScale(column.scale());
    }
    // the size is looked at before zeros are stripped: beyond 32 bits of exponent that fails
    long whole = (long) number.precision() - number.scale();
    if (whole > column.precision() - column.scale()) {
      throw new Misfit(expected);
    }
    BigDecimal plain = number.stripTrailingZeros();
    if (plain.scale() > column.scale()) {
      throw new Misfit(expected);
    }
    return plain.setScale(column.scale());
  }

  private static BigDecimal number(byte kind, String text, String expected) throws Misfit {
    String digits = text.strip();
    if (kind == Slots.BOOLEAN || digits.isEmpty() || digits.length() > StrictJson.MAX_NUMBER) {
      throw new Misfit(expected);
    }
    for (int i = 0; i < digits.length(); i++) {
      // BigDecimal takes digits of every script; JSON does not
      if (digits.charAt(i) > 'e') {
        throw new Misfit(expected);
      }
    }
    try {
      return new BigDecimal(digits);
    } catch (NumberFormatException e) {
      throw new Misfit(expected);
    }
  }

  private static Boolean bool(String text) throws Misfit {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new Misfit("true or false");
    };
  }

  private static UUID uuid(String text) throws Misfit {
    // fromString alone also takes shortened forms
    if (text.length() == 36) {
      try {
        return UUID.fromString(text);
      } catch (IllegalArgumentException e) {
        throw new Misfit("a UUID");
      }
    }
    throw new Misfit("a UUID");
  }

  private static byte[] bytes(String text) throws Misfit {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new Misfit("base64");
    }
  }
}
