package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.ByteWords;
import java.time.YearMonth;

/**
 * Makes values out of the bytes of their usual texts. Each method gives what {@link ValueReader}
 * makes of the text, or says that the text is left to it, so it refuses nothing.
 */
final class DirectValues {

  /** No value of a usual text. */
  static final long NONE = Long.MIN_VALUE;

  /** Digits that a long, and a double without rounding, have room for. */
  private static final int LONG_DIGITS = 18;

  private static final int DOUBLE_DIGITS = 15;

  private static final long[] LONG_POWERS = new long[LONG_DIGITS + 1];

  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private static final int DAY_LENGTH = 10;
  private static final int SECONDS_LENGTH = 19;
  private static final int MILLIS_LENGTH = 23;
  private static final long DAY_MILLIS = 86_400_000;
  private static final TimeText YEAR_MONTH = TimeText.of("0000-00-");
  private static final TimeText DAY_MINUTE = TimeText.of("00T00:00");
  private static final TimeText SPACED_DAY_MINUTE = TimeText.of("00 00:00");

  /** Seven characters, and a byte that is cleared. */
  private static final TimeText SECOND_MILLI = TimeText.of(":00.000\0");

  static {
    LONG_POWERS[0] = 1;
    for (int i = 1; i < LONG_POWERS.length; i++) {
      LONG_POWERS[i] = LONG_POWERS[i - 1] * 10;
    }
  }

  private DirectValues() {}

  /** Ten to a power from 0 on; the largest long where it has no room for it. */
  static long powerOfTen(int power) {
    return power <= LONG_DIGITS ? LONG_POWERS[power] : Long.MAX_VALUE;
  }

  /** A whole number of digits alone; else {@link #NONE}. */
  static long int64(byte[] text, int from, int to) {
    boolean isNegative = from < to && text[from] == '-';
    int first = isNegative ? from + 1 : from;
    if (first == to || to - first > LONG_DIGITS + 1) {
      return NONE;
    }
    // nineteen digits that are too many make it negative
    long number = digits(text, first, to);
    return number < 0 ? NONE : isNegative ? -number : number;
  }

  /**
   * A number of few digits, else NaN: both it and the power of ten are exact, so their ratio is the
   * nearest.
   */
  static double float64(byte[] text, int from, int to) {
    boolean isNegative = from < to && text[from] == '-';
    int first = isNegative ? from + 1 : from;
    if (to - first > DOUBLE_DIGITS + 1) {
      return Double.NaN;
    }
    long number = 0;
    int point = to;
    for (int i = first; i < to; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        number = number * 10 + digit;
      } else if (text[i] == '.' && point == to) {
        point = i;
      } else {
        return Double.NaN;
      }
    }
    int behind = to - point - 1;
    boolean hasDigits = point > first && behind != 0;
    if (!hasDigits || to - first - (point < to ? 1 : 0) > DOUBLE_DIGITS) {
      return Double.NaN;
    }
    double value = point == to ? number : number / POWERS[behind];
    return isNegative ? -value : value;
  }

  /**
   * A number with at most so many digits behind its point, without the point and at this scale;
   * else {@link #NONE}.
   */
  static long decimal(byte[] text, int from, int to, int scale) {
    boolean isNegative = from < to && text[from] == '-';
    int first = isNegative ? from + 1 : from;
    int point = point(text, first, to);
    int missing = scale - (point == to ? 0 : to - point - 1);
    if (missing < 0 || to - first + missing > LONG_DIGITS) {
      return NONE;
    }
    long number = unpointed(text, first, point, to);
    long value = number * LONG_POWERS[missing];
    return number < 0 ? NONE : isNegative ? -value : value;
  }

  /** Where a number has its point; its end if it has none. */
  private static int point(byte[] text, int from, int to) {
    int place = from;
    while (place < to && text[place] != '.') {
      place++;
    }
    return place;
  }

  /** The digits before and behind the point as one number, if there are both; else -1. */
  private static long unpointed(byte[] text, int from, int point, int to) {
    if (from == point || point == to - 1) {
      return -1;
    }
    long whole = digits(text, from, point);
    if (point == to) {
      return whole;
    }
    long behind = digits(text, point + 1, to);
    return (whole | behind) < 0 ? -1 : whole * LONG_POWERS[to - point - 1] + behind;
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

  /**
   * {@code 2012-05-31T05:08:12.251Z}, also without the fraction, with a space for the T, with the
   * word UTC or no zone at all, or as a day alone, in milliseconds since 1970.
   *
   * @param local what to add to a time without a zone, in milliseconds; {@link #NONE} if it depends
   *     on the time
   */
  static long instant(byte[] text, int from, int to, long local) {
    if (to - from < DAY_LENGTH) {
      return NONE;
    }
    int end = to - zone(text, to);
    long shift = end == to ? local : 0;
    int length = end - from;
    if (shift == NONE || length == DAY_LENGTH && end != to) {
      return NONE;
    }
    long time =
        length == DAY_LENGTH
            ? midnight(day(text, from, to))
            : length == SECONDS_LENGTH || length == MILLIS_LENGTH ? time(text, from, end) : NONE;
    return time == NONE ? NONE : time + shift;
  }

  /** The length of what says that a time is in UTC. */
  private static int zone(byte[] text, int to) {
    if (text[to - 1] == 'Z') {
      return 1;
    }
    boolean isNamed =
        text[to - 1] == 'C' && text[to - 2] == 'T' && text[to - 3] == 'U' && text[to - 4] == ' ';
    return isNamed ? 4 : 0;
  }

  private static long midnight(long day) {
    return day == NONE ? NONE : day * DAY_MILLIS;
  }

  private static long time(byte[] text, int from, int to) {
    TimeText dayMinute = text[from + 10] == ' ' ? SPACED_DAY_MINUTE : DAY_MINUTE;
    long month = YEAR_MONTH.pairs((long) ByteWords.WORD.get(text, from));
    long minute = dayMinute.pairs((long) ByteWords.WORD.get(text, from + 8));
    long second = second(text, from + 16, to);
    if ((month | minute | second) < 0) {
      return NONE;
    }
    long day = day(TimeText.year(month), TimeText.pair(month, 5), TimeText.pair(minute, 0));
    long hours = TimeText.pair(minute, 3);
    long minutes = TimeText.pair(minute, 6);
    return day == NONE || hours > 23 || minutes > 59 || second >= 60_000
        ? NONE
        : ((day * 24 + hours) * 60 + minutes) * 60_000 + second;
  }

  /** {@code :12.251} or {@code :12} in milliseconds; -1 if it is neither. */
  private static long second(byte[] text, int from, int to) {
    if (to - from == SECONDS_LENGTH - 16) {
      long second = digits(text, from + 1, to);
      return text[from] == ':' && second >= 0 ? second * 1_000 : -1;
    }
    if (to == text.length) {
      // eight bytes are read at once; JSON has at least a quote there
      return -1;
    }
    long word = (long) ByteWords.WORD.get(text, from) & -1L >>> 8;
    long pairs = SECOND_MILLI.pairs(word);
    return pairs < 0
        ? -1
        : TimeText.pair(pairs, 1) * 1_000
            + TimeText.pair(pairs, 4) * 10
            + SECOND_MILLI.digit(word, 6);
  }

  /** {@code 2012-05-31}, in days since 1970. */
  static long day(byte[] text, int from, int to) {
    if (to - from != DAY_LENGTH) {
      return NONE;
    }
    long month = YEAR_MONTH.pairs((long) ByteWords.WORD.get(text, from));
    long day = digits(text, from + 8, to);
    return (month | day) < 0 ? NONE : day(TimeText.year(month), TimeText.pair(month, 5), day);
  }

  private static long day(long year, long month, long day) {
    boolean isDay =
        year > 0
            && month > 0
            && month <= 12
            && day > 0
            && (day <= 28
                || day <= 31 && day <= YearMonth.of((int) year, (int) month).lengthOfMonth());
    return isDay ? epochDay(year, month, day) : NONE;
  }

  /**
   * Days since 1970 in the calendar of ISO 8601, for years from 1 on: {@code days_from_civil} in
   * Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
   */
  private static long epochDay(long year, long month, long day) {
    long marchYear = month <= 2 ? year - 1 : year;
    long era = marchYear / 400;
    long yearOfEra = marchYear - era * 400;
    long dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }
}
