package dev.rollcall.core.internal.decode;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A time in ISO 8601 format: {@code 2012-05-31T05:08:12.251Z}, with a space for the T, without
 * seconds, as a day alone (its midnight), with an offset such as {@code +02:00} or the word UTC.
 * Parsed by hand: {@code Instant.parse} is twenty times slower.
 *
 * @param local the day and time as written
 * @param offset the zone as written; null if there is none
 */
record IsoTime(LocalDateTime local, @Nullable ZoneOffset offset) {

  /** Whether a text begins like one. */
  static boolean isLike(String text) {
    return text.length() >= 10 && text.charAt(4) == '-';
  }

  /**
   * Parses a text.
   *
   * @throws DateTimeException if it is not in this format
   */
  static IsoTime parse(String text) {
    try {
      return read(text);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new DateTimeException("not an ISO 8601 time", e);
    }
  }

  private static IsoTime read(String text) {
    int year = digits(text, 0, 4);
    require(text, 4, '-');
    int month = digits(text, 5, 7);
    require(text, 7, '-');
    int day = digits(text, 8, 10);
    if (text.length() == 10) {
      return new IsoTime(LocalDateTime.of(year, month, day, 0, 0), null);
    }
    char separator = text.charAt(10);
    if (separator != 'T' && separator != ' ' && separator != 't') {
      throw new NumberFormatException();
    }
    int hour = digits(text, 11, 13);
    require(text, 13, ':');
    int minute = digits(text, 14, 16);
    int second = 0;
    int nanos = 0;
    int at = 16;
    if (at < text.length() && text.charAt(at) == ':') {
      second = digits(text, 17, 19);
      at = 19;
      if (at < text.length() && text.charAt(at) == '.') {
        int end = at + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
          end++;
        }
        int count = end - at - 1;
        if (count < 1 || count > 9) {
          throw new NumberFormatException();
        }
        nanos = digits(text, at + 1, end) * (int) Math.pow(10, 9 - count);
        at = end;
      }
    }
    ZoneOffset offset = offset(text.substring(at));
    return new IsoTime(LocalDateTime.of(year, month, day, hour, minute, second, nanos), offset);
  }

  private static @Nullable ZoneOffset offset(String zone) {
    String text = zone.strip();
    if (text.isEmpty()) {
      return null;
    }
    if (text.equals("Z") || text.equals("z") || text.equals("UTC")) {
      return ZoneOffset.UTC;
    }
    return ZoneOffset.of(text);
  }

  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isDigit(c)) {
        throw new NumberFormatException();
      }
      number = number * 10 + c - '0';
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static void require(String text, int at, char expected) {
    if (text.charAt(at) != expected) {
      throw new NumberFormatException();
    }
  }
}
