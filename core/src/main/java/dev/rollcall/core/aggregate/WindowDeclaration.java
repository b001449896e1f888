package dev.rollcall.core.aggregate;

import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The window of an aggregation as it is being declared, in any order. Not threadsafe. */
final class WindowDeclaration {

  private static final long MAX_DAYS = 366_000;
  private static final long MAX_MONTHS = 12_000;

  private final List<String> problems;
  private @Nullable Sizes sizes;
  private @Nullable ZoneId zone;
  private @Nullable Duration offset;

  private record Sizes(TemporalAmount size, TemporalAmount every, @Nullable String column) {}

  WindowDeclaration(List<String> problems) {
    this.problems = problems;
  }

  boolean isDeclared() {
    return sizes != null;
  }

  void fixed(Duration size, Duration every, @Nullable String column) {
    boolean isSize = isWholeMillis(size) && size.toDays() <= MAX_DAYS;
    if (!isSize) {
      problems.add(
          "window: got " + size + ", expected whole milliseconds from 1 ms to 366,000 days");
    }
    if (!isWholeMillis(every)) {
      if (!every.equals(size)) {
        problems.add("hopping: got every " + every + ", expected whole milliseconds, at least 1");
      }
    } else if (isSize
        && (size.toMillis() % every.toMillis() != 0
            || size.toMillis() / every.toMillis() > AggregationBuilder.MAX_WINDOWS)) {
      problems.add(
          "hopping: got %s every %s, expected a size that is 1 to %d times as long"
              .formatted(size, every, AggregationBuilder.MAX_WINDOWS));
    }
    declare(new Sizes(size, every, column));
  }

  void calendar(Period size, @Nullable String column) {
    long months = size.toTotalMonths();
    boolean isMonths = size.getDays() == 0 && months > 0 && months <= MAX_MONTHS;
    boolean isDays = months == 0 && size.getDays() > 0 && size.getDays() <= MAX_DAYS;
    if (!isMonths && !isDays) {
      problems.add(
          "window: got %s, expected either days, up to 366,000, or months and years, up to 1,000 years"
              .formatted(size));
    }
    // a year and twelve months are the same windows
    Period plain = isMonths ? Period.ofMonths((int) months) : size;
    declare(new Sizes(plain, plain, column));
  }

  private void declare(Sizes declared) {
    if (sizes != null) {
      problems.add("window: declared twice");
    }
    sizes = declared;
  }

  void in(ZoneId windowZone) {
    zone = windowZone;
  }

  void after(Duration windowOffset) {
    offset = windowOffset;
  }

  private static boolean isWholeMillis(Duration length) {
    return !length.isNegative() && !length.isZero() && length.getNano() % 1_000_000 == 0;
  }

  /** The window in its place; null if there is none. */
  Aggregation.@Nullable Window placed(List<String> all) {
    Sizes declared = sizes;
    if (declared == null) {
      if (zone != null || offset != null) {
        all.add("zone and offset are of windows; declare them with tumbling(...) or hopping(...)");
      }
      return null;
    }
    Duration shift = offset == null ? Duration.ZERO : offset;
    if (declared.every() instanceof Duration every) {
      if (zone != null) {
        all.add(
            "zone: windows of %s have a fixed size in every zone; size them by the calendar, tumbling(Period.ofDays(1)), or shift them with offset(...)"
                .formatted(declared.size()));
      }
      if (!shift.isZero() && (!isWholeMillis(shift) || shift.compareTo(every) >= 0)) {
        all.add(
            "offset: got %s, expected whole milliseconds from 0 to less than %s, after which the windows are the same"
                .formatted(shift, every));
      }
    } else if (offset != null) {
      all.add(
          "offset: windows of %s begin at a midnight of their zone; name it with zone(...), or give them a fixed size, tumbling(Duration.ofDays(1))"
              .formatted(declared.size()));
    }
    return new Aggregation.Window(
        declared.size(),
        declared.every(),
        shift,
        zone == null ? ZoneOffset.UTC : zone.normalized(),
        declared.column());
  }
}
