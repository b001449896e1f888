package dev.rollcall.core.internal.decode;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes values out of the bytes of their usual texts. Each method gives what {@link ValueReader}
 * makes of the text, or null for a text that is left to it, so it refuses nothing.
 */
final class DirectValues {

  /** Digits that a long, and a double without rounding, have room for. */
  private static final int LONG_DIGITS = 18;

  private static final int DOUBLE_DIGITS = 15;

  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private static final int UUID_LENGTH = 36;
  private static final int DAY_LENGTH = 10;
  private static final int SECONDS_LENGTH = 20;
  private static final int MILLIS_LENGTH = 24;
  private static final long DAY_SECONDS = 86_400;

  /** What each byte is worth as a digit; -1 if it is none. */
  private static final byte[] HEXADECIMAL = new byte[256];

  static {
    for (int i = 0; i < HEXADECIMAL.length; i++) {
      HEXADECIMAL[i] = (byte) (i < 128 ? Character.digit(i, 16) : -1);
    }
  }

  private DirectValues() {}

  /** A whole number of digits alone. */
  static @Nullable Long int64(byte[] text, int from, int to) {
    boolean isNegative = from < to && text[from] == '-';
    int first = isNegative ? from + 1 : from;
    if (first == to || to - first > LONG_DIGITS) {
      return null;
    }
    long number = digits(text, first, to);
    return number < 0 ? null : isNegative ? -number : number;
  }

  /**
   * A number of few digits: both it and the power of ten are exact, so their ratio is the nearest.
   */
  static @Nullable Double float64(byte[] text, int from, int to) {
    boolean isNegative = from < to && text[from] == '-';
    int first = isNegative ? from + 1 : from;
    if (to - first > DOUBLE_DIGITS + 1) {
      return null;
    }
    long number = 0;
    int digits = 0;
    int behind = -1;
    for (int i = first; i < to; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        number = number * 10 + digit;
        digits++;
      } else if (text[i] == '.' && digits > 0 && behind < 0) {
        behind = to - i - 1;
      } else {
        return null;
      }
    }
    if (digits == 0 || digits > DOUBLE_DIGITS || behind == 0) {
      return null;
    }
    double value = behind < 0 ? number : number / POWERS[behind];
    return isNegative ? -value : value;
  }

  /** The number that these digits are; -1 if one is none. */
  private static long digits(byte[] text, int from, int to) {
    long number = 0;
    int signs = 0;
    for (int i = from; i < to; i++) {
      int digit = text[i] - '0';
      // negative if either is: one question for all digits, as which it is nobody can predict
      signs |= digit | 9 - digit;
      number = number * 10 + digit;
    }
    return signs < 0 ? -1 : number;
  }

  /** 8-4-4-4-12 hexadecimal digits. */
  static @Nullable UUID uuid(byte[] text, int from, int to) {
    if (to - from != UUID_LENGTH
        || text[from + 8] != '-'
        || text[from + 13] != '-'
        || text[from + 18] != '-'
        || text[from + 23] != '-') {
      return null;
    }
    long a = hexadecimal(text, from, from + 8);
    long b = hexadecimal(text, from + 9, from + 13);
    long c = hexadecimal(text, from + 14, from + 18);
    long d = hexadecimal(text, from + 19, from + 23);
    long e = hexadecimal(text, from + 24, to);
    return (a | b | c | d | e) < 0 ? null : new UUID(a << 32 | b << 16 | c, d << 48 | e);
  }

  /** The number that these digits are; negative if one is none. */
  static long hexadecimal(byte[] text, int from, int to) {
    long number = 0;
    long signs = 0;
    for (int i = from; i < to; i++) {
      long digit = HEXADECIMAL[text[i] & 0xFF];
      signs |= digit;
      number = number << 4 | digit & 0xF;
    }
    return signs < 0 ? -1 : number;
  }

  /** {@code 2012-05-31T05:08:12.251Z}, also without the fraction. */
  static @Nullable Instant instant(byte[] text, int from, int to) {
    int length = to - from;
    if (length != SECONDS_LENGTH && length != MILLIS_LENGTH
        || text[to - 1] != 'Z'
        || text[from + 10] != 'T'
        || text[from + 13] != ':'
        || text[from + 16] != ':') {
      return null;
    }
    LocalDate day = day(text, from, from + DAY_LENGTH);
    long hour = digits(text, from + 11, from + 13);
    long minute = digits(text, from + 14, from + 16);
    long second = digits(text, from + 17, from + 19);
    long millis = 0;
    if (length == MILLIS_LENGTH) {
      millis = text[from + 19] == '.' ? digits(text, from + 20, from + 23) : -1;
    }
    if (day == null
        || (hour | minute | second | millis) < 0
        || hour > 23
        || minute > 59
        || second > 59) {
      return null;
    }
    long seconds = day.toEpochDay() * DAY_SECONDS + hour * 3_600 + minute * 60 + second;
    return Instant.ofEpochSecond(seconds, millis * 1_000_000);
  }

  /** {@code 2012-05-31}. */
  static @Nullable LocalDate day(byte[] text, int from, int to) {
    if (to - from != DAY_LENGTH || text[from + 4] != '-' || text[from + 7] != '-') {
      return null;
    }
    long year = digits(text, from, from + 4);
    long month = digits(text, from + 5, from + 7);
    long day = digits(text, from + 8, to);
    // how long a month is, the reference knows
    boolean isDay = year > 0 && month > 0 && month <= 12 && day > 0 && day <= 31;
    if (!isDay || day > 28 && day > LocalDate.of((int) year, (int) month, 1).lengthOfMonth()) {
      return null;
    }
    return LocalDate.of((int) year, (int) month, (int) day);
  }
}
