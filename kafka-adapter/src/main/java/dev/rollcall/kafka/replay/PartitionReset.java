package dev.rollcall.kafka.replay;

import org.jspecify.annotations.Nullable;

/**
 * What a replay does to one partition.
 *
 * @param partition its number, from 0
 * @param committed the offset the group would go on from now, or null if it has none (it then
 *     begins at the log's start)
 * @param target the offset it goes on from after the replay
 * @param start the first offset of the log
 * @param end the offset that the log's next record gets
 */
public record PartitionReset(
    int partition, @Nullable Long committed, long target, long start, long end) {

  /**
   * How many records are read again, at most: offsets of compacted records and of transactions'
   * marks count too.
   */
  public long recordsReread() {
    return committed == null ? 0 : Math.max(0, Math.min(committed, end) - target);
  }

  /** Whether the committed offset changes. */
  public boolean moves() {
    return committed != null && committed != target;
  }

  /** Where the group would go on if nothing changes. */
  long current() {
    return committed == null ? start : committed;
  }

  /** Whether the committed offset is no place to go on from: the source halts there. */
  boolean isOutOfLog() {
    return committed != null && (committed < start || committed > end);
  }
}
