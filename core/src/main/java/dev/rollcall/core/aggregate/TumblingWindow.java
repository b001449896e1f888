package dev.rollcall.core.aggregate;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Windows of one size, side by side, aligned to 1970-01-01T00:00:00Z. A window holds its start but
 * not its end. Immutable, serializable and threadsafe.
 *
 * @param size how long a window is: whole milliseconds, at least 1
 * @param column the TIMESTAMP column that decides; null for the timestamp of the record
 */
public record TumblingWindow(Duration size, @Nullable String column) implements Serializable {

  /**
   * The start of the window a moment is in. Null for null, and for a moment beyond what 64 bits of
   * milliseconds can hold: such rows are aggregated too, in the window whose bounds are null.
   */
  public @Nullable Instant startOf(@Nullable Instant moment) {
    if (moment == null) {
      return null;
    }
    try {
      long millis = size.toMillis();
      long start = Math.multiplyExact(Math.floorDiv(moment.toEpochMilli(), millis), millis);
      Math.addExact(start, millis);
      return Instant.ofEpochMilli(start);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** The end of the window that starts then; null for null. */
  public @Nullable Instant endOf(@Nullable Instant start) {
    return start == null ? null : start.plus(size);
  }

  String describe() {
    return "tumbling " + size + " by " + (column == null ? "record timestamp" : "column " + column);
  }
}
