package dev.rollcall.core.record;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/** What a number that stands for a time counts, from 1970-01-01T00:00:00Z on; may be negative. */
public enum EpochUnit {
  /** Whole days, as Debezium's {@code io.debezium.time.Date} has them; a day begins in its zone. */
  DAYS(86_400, 1),
  /** Seconds; a fraction is allowed. */
  SECONDS(1, 1),
  /** Milliseconds. */
  MILLIS(1, 1_000),
  /** Microseconds. */
  MICROS(1, 1_000_000),
  /** Nanoseconds. */
  NANOS(1, 1_000_000_000);

  /** Beyond this no year has four digits, whatever the unit. */
  private static final BigDecimal MOST_SECONDS = new BigDecimal("400000000000");

  private final BigDecimal seconds;
  private final BigDecimal parts;

  EpochUnit(long seconds, long parts) {
    this.seconds = BigDecimal.valueOf(seconds);
    this.parts = BigDecimal.valueOf(parts);
  }

  /**
   * The moment that a number stands for.
   *
   * @param zone where a day begins, for {@link #DAYS}
   * @throws ArithmeticException if it is out of all range, or not whole where it must be
   */
  public Instant instant(BigDecimal number, ZoneId zone) {
    // the size is looked at before digits are made: 1e999999999 has a billion of them
    if ((long) number.precision() - number.scale() > 22 || number.scale() > 128) {
      throw new ArithmeticException("out of range");
    }
    BigDecimal exact = number.multiply(seconds).divide(parts);
    if (exact.abs().compareTo(MOST_SECONDS) > 0) {
      throw new ArithmeticException("out of range");
    }
    if (this == DAYS) {
      return day(number).atStartOfDay(zone).toInstant();
    }
    if (this != SECONDS) {
      number.toBigIntegerExact();
    }
    long whole = exact.setScale(0, RoundingMode.FLOOR).longValueExact();
    BigDecimal rest = exact.subtract(BigDecimal.valueOf(whole));
    long nanos = rest.movePointRight(9).setScale(0, RoundingMode.FLOOR).longValueExact();
    return Instant.ofEpochSecond(whole, nanos);
  }

  /**
   * The day that a count of {@link #DAYS} stands for.
   *
   * @throws ArithmeticException if it is out of all range, or not whole
   */
  public static LocalDate day(BigDecimal number) {
    if ((long) number.precision() - number.scale() > 9 || number.scale() > 128) {
      throw new ArithmeticException("out of range");
    }
    return LocalDate.ofEpochDay(number.longValueExact());
  }

  /** For messages: {@code days since 1970}. */
  public String words() {
    return name()
            .toLowerCase(Locale.ROOT)
            .replace("millis", "milliseconds")
            .replace("micros", "microseconds")
            .replace("nanos", "nanoseconds")
        + " since 1970";
  }
}
