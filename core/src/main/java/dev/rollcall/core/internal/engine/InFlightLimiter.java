package dev.rollcall.core.internal.engine;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what is in flight, read but not yet durable, against its limits. Threadsafe. */
final class InFlightLimiter {

  private final long maxRecords;
  private final long maxBytes;
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  InFlightLimiter(long maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  void add(long moreRecords, long moreBytes) {
    records.addAndGet(moreRecords);
    bytes.addAndGet(moreBytes);
  }

  long records() {
    return records.get();
  }

  long bytes() {
    return bytes.get();
  }

  /** Whether a limit is reached. */
  boolean isFull() {
    return records.get() >= maxRecords || bytes.get() >= maxBytes;
  }

  /**
   * Whether reading may go on: below half of each limit, lest the source toggle at every record.
   */
  boolean hasRoom() {
    return records.get() <= maxRecords / 2 && bytes.get() <= maxBytes / 2;
  }
}
