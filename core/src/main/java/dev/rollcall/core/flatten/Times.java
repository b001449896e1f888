package dev.rollcall.core.flatten;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Moments as sources write them: {@code 2012-05-31T05:08:12.251Z}, {@code 2012-05-31 05:08:12}
 * (UTC, with or without the word), an offset such as {@code +02:00}, a day alone (its midnight),
 * seconds since 1970 or, from eleven digits beyond 10¹¹ on, milliseconds. Years 1 to 9999;
 * fractions are cut to milliseconds. Read by hand: {@code Instant.parse} is twenty times slower.
 */
final class Times {

  private static final String EXPECTED =
      "an ISO 8601 time, 'yyyy-MM-dd HH:mm:ss' (UTC), a day, or seconds since 1970";

  private static final long FIRST_MILLIS = 100_000_000_000L;
  private static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999Z");

  private Times() {}

  static Instant instant(String text) throws Values.Misfit {
    try {
      Instant at = text.length() >= 10 && text.charAt(4) == '-' ? iso(text) : epoch(text);
      if (at.isBefore(MIN) || at.isAfter(MAX)) {
        throw new Values.Misfit(EXPECTED);
      }
      return at.truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
      throw new Values.Misfit(EXPECTED);
    }
  }

  private static Instant epoch(String text) {
    if (text.length() > 15 || text.startsWith("+")) {
      throw new NumberFormatException();
    }
    for (int i = 0; i < text.length(); i++) {
      // parseLong takes digits of every script; JSON does not
      if (text.charAt(i) > '9') {
        throw new NumberFormatException();
      }
    }
    long number = Long.parseLong(text);
    return Math.abs(number) >= FIRST_MILLIS
        ? Instant.ofEpochMilli(number)
        : Instant.ofEpochSecond(number);
  }

  private static Instant iso(String text) {
    int year = digits(text, 0, 4);
    require(text, 4, '-');
    int month = digits(text, 5, 7);
    require(text, 7, '-');
    int day = digits(text, 8, 10);
    if (text.length() == 10) {
      return LocalDateTime.of(year, month, day, 0, 0).toInstant(ZoneOffset.UTC);
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
    return LocalDateTime.of(year, month, day, hour, minute, second, nanos).toInstant(offset);
  }

  private static ZoneOffset offset(String zone) {
    String text = zone.strip();
    if (text.isEmpty() || text.equals("Z") || text.equals("z") || text.equals("UTC")) {
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
