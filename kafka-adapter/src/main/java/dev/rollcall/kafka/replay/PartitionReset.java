package dev.rollcall.kafka.replay;

import org.jspecify.annotations.Nullable;

/**
 * What a reset does to one partition.
 *
 * @param partition its number, from 0
 * @param committed the offset at which the group would continue now, or null if it has none and
 *     begins at the log's start
 * @param target the offset at which the group continues after the reset
 * @param start the first offset of the log
 * @param end the offset that the log's next record gets
 */
public record PartitionReset(
    int partition, @Nullable Long committed, long target, long start, long end) {

  /**
   * How many records are read again, at most: the offsets of compacted records and of transaction
   * markers count too.
   */
  public long recordsReread() {
    return committed == null ? 0 : Math.max(0, Math.min(committed, end) - target);
  }

  /** Whether the committed offset changes. */
  public boolean moves() {
    return committed != null && committed != target;
  }

  /** The offset at which the group continues if nothing changes. */
  long current() {
    return committed == null ? start : committed;
  }

  /** Whether the committed offset is outside the log, where the source halts. */
  boolean isOutOfLog() {
    return committed != null && (committed < start || committed > end);
  }
}
