package dev.rollcall.jdbc;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Texts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Rejects values that drivers or databases would silently change. Threadsafe. */
final class ValueChecks {

  private static final char NUL = 0;
  private static final char REPLACEMENT = '\uFFFD';

  /** PostgreSQL's numeric with a precision. */
  private static final int MOST_DIGITS = 1_000;

  private ValueChecks() {}

  /** Rejects an unpaired surrogate, which has no UTF-8: a driver would send a question mark. */
  static String wellFormed(Column column, String text, boolean nulAllowed) {
    boolean nul = !nulAllowed && text.indexOf(NUL) >= 0;
    if (!nul && Texts.isPaired(text)) {
      return text;
    }
    throw new DataException(
        "column '%s': got text with %s, expected text without"
            .formatted(column.name(), nul ? "the character NUL" : "half of a surrogate pair"));
  }

  static String sanitized(String text, boolean nulAllowed) {
    String paired = Texts.paired(text);
    return nulAllowed ? paired : paired.replace(NUL, REPLACEMENT);
  }

  /** Rejects a decimal that a database would silently round to its column's scale. */
  static BigDecimal unrounded(Column column, BigDecimal value) {
    if ((long) value.precision() - value.scale() > Math.max(MOST_DIGITS, column.precision())) {
      throw new DataException(
          "column '%s': got a decimal with %d digits before the point, expected at most %d"
              .formatted(
                  column.name(),
                  (long) value.precision() - value.scale(),
                  column.precision() - column.scale()));
    }
    if (value.scale() <= column.scale()) {
      return value;
    }
    try {
      return value.setScale(column.scale(), RoundingMode.UNNECESSARY);
    } catch (ArithmeticException inexact) {
      throw new DataException(
          "column '%s': got a decimal with %d digits behind the point, expected at most %d"
              .formatted(column.name(), value.stripTrailingZeros().scale(), column.scale()));
    }
  }

  /**
   * A timestamp for the drivers.
   *
   * @throws DataException if its year is not from {@code first} to {@code last}
   */
  static OffsetDateTime utc(Column column, Instant value, int first, int last) {
    try {
      OffsetDateTime moment = value.atOffset(ZoneOffset.UTC);
      yearWithin(column, moment.getYear(), first, last);
      return moment;
    } catch (DateTimeException beyond) {
      throw new DataException("column '" + column.name() + "': the moment is beyond all calendars");
    }
  }

  static int yearWithin(Column column, int year, int first, int last) {
    if (year < first || year > last) {
      throw new DataException(
          "column '%s': got the year %d, expected %d to %d"
              .formatted(column.name(), year, first, last));
    }
    return year;
  }
}
