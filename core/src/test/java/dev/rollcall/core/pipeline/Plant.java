package dev.rollcall.core.pipeline;

/** A bug planted in the store or the driver of the simulation, to show that it would be seen. */
enum Plant {
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
  /** The row sink keeps what came last, not what is newest. */
  ROWS_LAST_WRITE_WINS,
  /** The driver commits what is not yet durable. */
  DRIVER_COMMITS_FIRST,
  /** The driver takes the committed offset for the last processed one. */
  DRIVER_SKIPS_ONE,
  /** The driver splits one partition into two ranges that are worked on out of order. */
  DRIVER_SPLITS_A_PARTITION,
  /** After a failed flush the driver goes on where it was, not at the committed offset. */
  DRIVER_GOES_ON_AFTER_A_FAILURE,
  /** What a record becomes depends on when it is read. */
  RECORDS_ARE_NOT_DETERMINISTIC
}
