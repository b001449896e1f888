package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.DerivedValue;
import dev.rollcall.core.internal.mapping.Reading;
import dev.rollcall.core.internal.mapping.TimePattern;
import dev.rollcall.core.record.EpochUnit;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a TIMESTAMP or DATE column: ISO 8601 text, and declared patterns and units.
 * Guesses nothing: a number without a unit is refused.
 */
final class TimeReader {

  /** A local time that does not exist because clocks were put forward. */
  private static final class ClockGap extends DateTimeException {
    ClockGap() {
      super("clock gap");
    }
  }

  private static final long DAY_SECONDS = 86_400;

  private final List<TimePattern> patterns;
  private final List<String> written;
  private final ZoneId zone;
  private final Reading.Times declared;
  private final boolean wantsDay;

  /** What makes a time without a zone one in UTC, in milliseconds, if that is always the same. */
  private final long local;

  /** What usual times are between, neither included. */
  private final long first;

  private final long last;

  /**
   * Creates a reader as declared.
   *
   * @param wantsDay whether values are days ({@code LocalDate}) rather than instants
   */
  TimeReader(Reading.Times declared, boolean wantsDay) {
    this.declared = declared;
    this.written = declared.patterns();
    this.patterns = written.stream().map(TimePattern::of).toList();
    this.zone = declared.zone();
    this.wantsDay = wantsDay;
    this.local =
        zone instanceof ZoneOffset fixed ? fixed.getTotalSeconds() * -1_000L : DirectValues.NONE;
    Instant notBefore = declared.notBefore();
    Instant notAfter = declared.notAfter();
    this.first =
        notBefore == null
            ? DirectValues.NONE
            : wantsDay ? day(notBefore) + 1 : notBefore.toEpochMilli();
    this.last =
        notAfter == null ? Long.MAX_VALUE : wantsDay ? day(notAfter) - 1 : notAfter.toEpochMilli();
  }

  /** Reads a scalar; {@code unit} is what its path declares for numbers, null for none. */
  Object read(byte kind, String scalar, @Nullable EpochUnit unit, @Nullable Instant recordTime)
      throws ValueMismatch {
    if (kind == ParsedElement.BOOLEAN) {
      throw ValueMismatch.of(expected(unit));
    }
    String text = scalar.strip();
    try {
      return checked(parse(kind, text, unit), recordTime);
    } catch (ClockGap e) {
      throw ValueMismatch.formerlyTaken(
          "a time that the clocks of %s did not skip".formatted(zone));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      if (kind == ParsedElement.NUMBER || isInteger(text)) {
        throw unit == null
            ? ValueMismatch.undeclared(
                "%s; a number only with its unit declared for this path, by epoch(…)"
                    .formatted(expected(null)))
            : ValueMismatch.formerlyTaken(expected(unit) + ", within the years 1 to 9999");
      }
      throw ValueMismatch.of(
          expected(unit)
              + (written.isEmpty() ? "; another form must be declared, by pattern(…)" : ""));
    }
  }

  /**
   * The time that stands here in the usual form, as milliseconds or days since 1970; {@link
   * DirectValues#NONE} if it does not, or may be out of the declared range.
   */
  long direct(byte[] json, int from, int to, @Nullable Instant recordTime) {
    long value =
        wantsDay ? DirectValues.day(json, from, to) : DirectValues.instant(json, from, to, local);
    if (value <= first || value >= last) {
      return DirectValues.NONE;
    }
    Duration ahead = declared.notAfterRecord();
    return ahead == null || recordTime == null || isBefore(value, recordTime, ahead)
        ? value
        : DirectValues.NONE;
  }

  /** Whether it is before a time and some more, by a day or millisecond at least, in every zone. */
  private boolean isBefore(long value, Instant time, Duration ahead) {
    return value < (wantsDay ? day(time.plus(ahead)) - 1 : time.toEpochMilli() + ahead.toMillis());
  }

  private static long day(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), DAY_SECONDS);
  }

  /** Tries ISO 8601, then the declared patterns, then a number in the declared unit. */
  private Object parse(byte kind, String text, @Nullable EpochUnit unit) {
    if (kind == ParsedElement.STRING && IsoTime.isLike(text)) {
      try {
        IsoTime iso = IsoTime.parse(text);
        return value(iso.local(), iso.offset());
      } catch (DateTimeException e) {
        if (patterns.isEmpty() || e instanceof ClockGap) {
          throw e;
        }
      }
    }
    if (kind == ParsedElement.STRING || unit == null) {
      for (TimePattern pattern : patterns) {
        try {
          return value(pattern.parse(text));
        } catch (ClockGap e) {
          throw e;
        } catch (DateTimeException e) {
          // the next pattern may match
        }
      }
    }
    if (unit == null || kind == ParsedElement.STRING && !isInteger(text)) {
      throw new DateTimeException("not a time");
    }
    BigDecimal number = new BigDecimal(text);
    if (wantsDay && unit == EpochUnit.DAYS) {
      // not by way of the zone: one that skipped a day does not have it
      return EpochUnit.day(number);
    }
    Instant at = unit.instant(number, zone);
    return wantsDay ? at.atZone(zone).toLocalDate() : at;
  }

  private Object value(TemporalAccessor read) {
    if (read instanceof ZonedDateTime zoned) {
      return value(zoned.toLocalDateTime(), zoned.getOffset());
    }
    if (read instanceof OffsetDateTime offset) {
      return value(offset.toLocalDateTime(), offset.getOffset());
    }
    LocalDateTime local =
        read instanceof LocalDateTime whole ? whole : ((LocalDate) read).atStartOfDay();
    return value(local, null);
  }

  /** For a day, the one as written counts, whatever the offset. */
  private Object value(LocalDateTime local, @Nullable ZoneOffset offset) {
    if (wantsDay) {
      return local.toLocalDate();
    }
    if (offset != null) {
      return local.toInstant(offset);
    }
    if (zone instanceof ZoneOffset fixed) {
      return local.toInstant(fixed);
    }
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.isEmpty()) {
      throw new ClockGap();
    }
    return local.toInstant(offsets.get(0));
  }

  /** Checks the declared range of times. */
  private Object checked(Object value, @Nullable Instant recordTime) throws ValueMismatch {
    Instant at =
        value instanceof LocalDate day ? day.atStartOfDay(zone).toInstant() : (Instant) value;
    boolean isWithinYears =
        value instanceof LocalDate day
            ? DerivedValue.isWithinYears(day)
            : DerivedValue.isWithinYears(at);
    if (!isWithinYears) {
      throw new DateTimeException("outside the years 1 to 9999");
    }
    Instant earliest = declared.notBefore();
    if (earliest != null && at.isBefore(earliest)) {
      throw ValueMismatch.impossible(
          "a time from %s on".formatted(earliest.atZone(zone).toLocalDate()));
    }
    Instant latest = declared.notAfter();
    if (latest != null && at.isAfter(latest)) {
      throw ValueMismatch.impossible(
          "a time before %s".formatted(latest.atZone(zone).toLocalDate()));
    }
    if (declared.notAfterRecord() != null
        && recordTime != null
        && at.isAfter(recordTime.plus(declared.notAfterRecord()))) {
      throw ValueMismatch.impossible(
          "a time at most %s after that of its record, %s"
              .formatted(declared.notAfterRecord(), recordTime));
    }
    return value instanceof Instant instant ? instant.truncatedTo(ChronoUnit.MILLIS) : value;
  }

  /** Whether a text is a sign and ASCII digits, as JSON has them. */
  static boolean isInteger(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    if (text.length() == from || text.length() > 30) {
      return false;
    }
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private String expected(@Nullable EpochUnit unit) {
    return (wantsDay ? "an ISO 8601 day" : "an ISO 8601 time")
        + (written.isEmpty() ? "" : ", a text as " + String.join(" or ", written))
        + (unit == null ? "" : ", or " + unit.words());
  }
}
