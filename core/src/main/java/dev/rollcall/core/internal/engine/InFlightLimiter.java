package dev.rollcall.core.internal.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what is in flight, read but not yet durable, against its limits. Half of each is for what
 * is being written, half for what is read meanwhile. Threadsafe.
 */
final class InFlightLimiter {

  private final long maxRecords;
  private final long maxBytes;
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /** Of these, what no flush has taken yet. */
  private final AtomicLong unsealedRecords = new AtomicLong();

  private final AtomicLong unsealedBytes = new AtomicLong();

  InFlightLimiter(long maxRecords, long maxBytes) {
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  /** So much more was read. */
  void read(long moreRecords, long moreBytes) {
    records.addAndGet(moreRecords);
    bytes.addAndGet(moreBytes);
    unsealedRecords.addAndGet(moreRecords);
    unsealedBytes.addAndGet(moreBytes);
  }

  /** A flush has taken so much of it. */
  void sealed(long someRecords, long someBytes) {
    unsealedRecords.addAndGet(-someRecords);
    unsealedBytes.addAndGet(-someBytes);
  }

  /** So much of what was sealed is durable, or dropped. */
  void done(long someRecords, long someBytes) {
    records.addAndGet(-someRecords);
    bytes.addAndGet(-someBytes);
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

  /** Whether half of a limit waits for a flush: time to begin one, while there is room to read. */
  boolean isFlushDue() {
    return unsealedRecords.get() >= maxRecords / 2 || unsealedBytes.get() >= maxBytes / 2;
  }

  /**
   * Whether reading may go on: below half of each limit, lest the source toggle at every record.
   */
  boolean hasRoom() {
    return records.get() <= maxRecords / 2 && bytes.get() <= maxBytes / 2;
  }
}
