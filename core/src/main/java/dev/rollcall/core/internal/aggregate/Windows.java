package dev.rollcall.core.internal.aggregate;

import dev.rollcall.core.aggregate.Aggregation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/** Where the windows of an aggregation begin and end. Immutable and threadsafe. */
sealed interface Windows {

  /**
   * The start of the latest window that holds a moment. Null for null, and if 64 bits of
   * milliseconds cannot hold the bounds of all its windows: such rows are aggregated too, in the
   * window whose bounds are null.
   */
  @Nullable Instant startOf(@Nullable Instant moment);

  /** No start; and a start that is as low, as rare as it is. */
  long NO_START = Long.MIN_VALUE;

  /** The same in milliseconds from 1970; {@link #NO_START} for null. */
  default long startMillis(@Nullable Instant moment) {
    Instant start = startOf(moment);
    return start == null ? NO_START : start.toEpochMilli();
  }

  /** The end of the window that starts then; null for null. */
  @Nullable Instant endOf(@Nullable Instant start);

  /** The windows as declared. */
  static Windows of(Aggregation.Window declared) {
    return declared.size() instanceof Duration size
        ? new Fixed(
            size.toMillis(), ((Duration) declared.every()).toMillis(), declared.offset().toMillis())
        : OfCalendar.of((Period) declared.size(), declared.zone());
  }

  /** Of a size in milliseconds, one every so many, counted from 1970 and the offset. */
  record Fixed(long size, long every, long offset) implements Windows {

    @Override
    public @Nullable Instant startOf(@Nullable Instant moment) {
      if (moment == null) {
        return null;
      }
      try {
        return Instant.ofEpochMilli(startOf(moment.toEpochMilli()));
      } catch (ArithmeticException e) {
        return null;
      }
    }

    @Override
    public long startMillis(@Nullable Instant moment) {
      if (moment == null) {
        return NO_START;
      }
      try {
        return startOf(moment.toEpochMilli());
      } catch (ArithmeticException e) {
        return NO_START;
      }
    }

    private long startOf(long moment) {
      long since = Math.subtractExact(moment, offset);
      long start = Math.addExact(Math.multiplyExact(Math.floorDiv(since, every), every), offset);
      Math.addExact(start, size);
      Math.subtractExact(start, size - every);
      return start;
    }

    @Override
    public @Nullable Instant endOf(@Nullable Instant start) {
      return start == null ? null : start.plusMillis(size);
    }
  }

  /**
   * By the calendar of a zone. A window begins at the first moment of its first day and ends where
   * the next one begins, so that every moment is in one, whatever the clocks of the zone do: a
   * midnight that is left out or comes twice, a day that does not exist.
   *
   * @param months whether the unit is a month, else it is a day
   * @param length in units
   * @param origin the unit, counted from 1970, at which one begins
   */
  record OfCalendar(boolean months, int length, int origin, ZoneId zone) implements Windows {

    private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final int MONTHS_BEFORE_1970 = 1970 * 12;
    private static final int DAYS_OF_WEEK = 7;

    /** Monday 1969-12-29, in days from 1970. */
    private static final int MONDAY = -3;

    static OfCalendar of(Period size, ZoneId zone) {
      if (size.toTotalMonths() > 0) {
        return new OfCalendar(true, Math.toIntExact(size.toTotalMonths()), 0, zone);
      }
      boolean isWeeks = size.getDays() % DAYS_OF_WEEK == 0;
      return new OfCalendar(false, size.getDays(), isWeeks ? MONDAY : 0, zone);
    }

    @Override
    public @Nullable Instant startOf(@Nullable Instant moment) {
      if (moment == null) {
        return null;
      }
      try {
        long number = numberOf(moment);
        Instant start = begin(number);
        return start.isBefore(FIRST) || begin(number + 1).isAfter(LAST) ? null : start;
      } catch (ArithmeticException | DateTimeException e) {
        return null;
      }
    }

    @Override
    public @Nullable Instant endOf(@Nullable Instant start) {
      return start == null ? null : begin(numberOf(start) + 1);
    }

    private long numberOf(Instant moment) {
      LocalDate date = moment.atZone(zone).toLocalDate();
      long unit =
          months
              ? date.getLong(ChronoField.PROLEPTIC_MONTH) - MONTHS_BEFORE_1970
              : date.toEpochDay();
      long number = Math.floorDiv(unit - origin, (long) length);
      // a clock set back over midnight shows the day before again, in the window that has begun
      while (!begin(number + 1).isAfter(moment)) {
        number++;
      }
      return number;
    }

    private Instant begin(long number) {
      long unit = Math.addExact(Math.multiplyExact(number, (long) length), origin);
      LocalDate first =
          months ? LocalDate.of(1970, 1, 1).plusMonths(unit) : LocalDate.ofEpochDay(unit);
      return first.atStartOfDay(zone).toInstant();
    }
  }
}
