package dev.rollcall.faults.simulation;

/**
 * A bug (or what looks like one) planted in the store or the driver of the simulation, to show that
 * it would be seen.
 */
enum PlantedBug {
  /** All is as it should be. */
  NONE,
  /** The store compares nothing: the last write wins. */
  STORE_COMPARES_NOTHING,
  /** The store leaves a stale write out, as it should, but does not say so. */
  STORE_HIDES_REJECTIONS,
  /** The store takes a first write of a document without looking whether there is one by now. */
  STORE_INSERTS_BLINDLY,
  /** The store compares when a write is sent; one that arrives late is applied all the same. */
  STORE_APPLIES_LATE_WRITES,
  /** The store compares the offset of the writer's partition in place of the revision. */
  STORE_COMPARES_THE_OWN_OFFSET,
  /**
   * As that, and the worker keeps its documents from flush to flush: what others merged in between
   * is written over.
   */
  STORE_COMPARES_THE_OWN_OFFSET_WITH_A_KEPT_CACHE,
  /**
   * The store adds what it is sent if the highest offset in it is new ({@code $inc}, guarded by the
   * offset): a replay with other flush limits is added in part again.
   */
  STORE_INCREMENTS_GUARDED_BY_OFFSET,
  /** The row sink keeps what came last, not what is newest. */
  ROWS_LAST_WRITE_WINS,
  /** The driver commits what is not yet durable. */
  DRIVER_COMMITS_FIRST,
  /**
   * The driver commits what it has read of a partition that is lost, as a listener does that takes
   * "lost" for "revoked" and drops what is in flight.
   */
  DRIVER_COMMITS_ON_LOST,
  /**
   * The driver flushes a partition that is lost, and commits. Harmless by design: the documents
   * refuse what they hold, and what is committed is durable.
   */
  DRIVER_FLUSHES_AND_COMMITS_ON_LOST,
  /** The driver takes the committed offset for the last processed one. */
  DRIVER_SKIPS_ONE,
  /** The driver splits one partition into two ranges that are worked on out of order. */
  DRIVER_SPLITS_A_PARTITION,
  /** After a failed flush the driver goes on where it was, not at the committed offset. */
  DRIVER_GOES_ON_AFTER_A_FAILURE,
  /**
   * The driver numbers the partitions from the last: of copies in two of them the other one counts.
   */
  DRIVER_NUMBERS_PARTITIONS_BACKWARDS,
  /**
   * After a flush the driver commits how far it has read by then, not what the flush has made
   * durable.
   */
  DRIVER_READS_THE_OFFSET_AFTER_THE_FLUSH,
  /**
   * The driver begins the next flush of a partition while one is under way: the later one can be
   * durable before the earlier one, or without it.
   */
  DRIVER_FLUSHES_TWO_BUFFERS_AT_A_TIME,
  /** The driver commits a flush that waits for its merge with others. */
  DRIVER_COMMITS_WHAT_WAITS,
  /**
   * The driver commits the flush of a partition that is revoked when the deadline has come, with
   * its merge under way.
   */
  DRIVER_COMMITS_AT_THE_DEADLINE,
  /** A merge has failed, and the driver takes all flushes of it but one for durable. */
  DRIVER_TELLS_ONE_OF_A_FAILED_MERGE,
  /** A write that was refused is made anew without asking how far each partition is by now. */
  MERGE_ADDS_ALL_AGAIN,
  /** When one partition is superseded, those that were written with it are dropped too. */
  MERGE_DROPS_ALL_IF_ONE_IS_SUPERSEDED,
  /** The offset of one partition is taken for that of all partitions of the worker. */
  MERGE_BASES_ALL_ON_ONE_OFFSET,
  /** Copies of an event count each. */
  DEFINITION_COUNTS_COPIES,
  /** An element counts in the latest of its hopping windows alone. */
  DEFINITION_COUNTS_HOPS_ONCE,
  /** A state that has seen too many ids begins anew: too many and one more are one. */
  STORE_FORGETS_THAT_IDS_WERE_TOO_MANY,
  /** What a record becomes depends on when it is read. */
  RECORDS_ARE_NOT_DETERMINISTIC;

  /** False for what must not be seen in the result. */
  boolean isBug() {
    return this != NONE && this != DRIVER_FLUSHES_AND_COMMITS_ON_LOST;
  }
}
