package dev.rollcall.cassandra;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.record.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Maps a row's version to Cassandra's write timestamp, which is a time and has no room for the
 * definition: see {@link CassandraDefinitions}. A stored format: never change it.
 */
final class WriteTime {

  private static final int OFFSETS = 1_000;

  /** The last of a millisecond. */
  private static final int LAST = OFFSETS - 1;

  private WriteTime() {}

  /** The write timestamp of a row: the version's time in ms · 1000 + its offset mod 1000. */
  static long of(Row.Version version) {
    return within(version, Math.floorMod(version.offset(), OFFSETS));
  }

  /**
   * The write timestamp of a delete: that of a row, but where a column orders the rows the last of
   * its millisecond, for a delete there has the time of the very row that it deletes.
   */
  static long ofDelete(Row.Version version) {
    return version.isByColumn() ? within(version, LAST) : of(version);
  }

  private static long within(Row.Version version, int micros) {
    try {
      return Math.addExact(
          Math.multiplyExact(version.timestamp().toEpochMilli(), (long) OFFSETS), micros);
    } catch (ArithmeticException beyond) {
      throw new DataException("time: expected one within 292,000 years of 1970", beyond);
    }
  }

  /**
   * The remaining time to live in seconds, rounded up, at most {@link TableOptions#LONGEST_TTL}; 0
   * or less if the row has expired.
   */
  static int secondsLeft(Row.Version version, Duration ttl, Instant now) {
    Instant end = version.timestamp().plus(ttl);
    long millis = ChronoUnit.MILLIS.between(now, end);
    long seconds = Math.floorDiv(millis + 999, 1_000L);
    return (int) Math.min(Math.max(seconds, 0), TableOptions.LONGEST_TTL.toSeconds());
  }
}
