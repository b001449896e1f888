package dev.rollcall.core.record;

import java.time.Instant;
import java.util.Comparator;

/**
 * Which of two rows of one key is newer: the later record timestamp, then the higher offset, then
 * the higher ordinal.
 *
 * @param timestamp the record's time, milliseconds
 * @param offset the record's offset
 * @param ordinal the element's place in its record, from 0
 */
public record RowVersion(Instant timestamp, long offset, int ordinal)
    implements Comparable<RowVersion> {

  private static final Comparator<RowVersion> ORDER =
      Comparator.comparing(RowVersion::timestamp)
          .thenComparingLong(RowVersion::offset)
          .thenComparingInt(RowVersion::ordinal);

  @Override
  public int compareTo(RowVersion other) {
    return ORDER.compare(this, other);
  }
}
