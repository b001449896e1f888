package dev.rollcall.faults.worker;

/** What a worker counts for its parent. */
public enum Count {
  READ,
  ALREADY_APPLIED,
  FLUSHES,
  /** Compare-and-sets that the store refused. */
  REJECTED,
  RESTARTS,
  ASSIGNMENTS,
  /** Revocations and losses. */
  DEPARTURES,
  /** Writes that waited at a failpoint; others may have gone on meanwhile. */
  STALE_WRITES,
  STALE_WRITES_REJECTED,
  STALE_ROWS,
  /** Row writes that took longer than the poll interval. */
  SLOW_ROW_WRITES,
  LONGEST_ROW_WRITE_MS,
  PEAK_IN_FLIGHT,
  PEAK_HEAP_MEGABYTES
}
