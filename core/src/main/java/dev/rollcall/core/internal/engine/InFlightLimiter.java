package dev.rollcall.core.internal.engine;

import java.util.concurrent.atomic.AtomicLong;

/** What was handed out by the source and is not yet durable, and how much may be. Threadsafe. */
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

  /** No more may come in. */
  boolean isFull() {
    return records.get() >= maxRecords || bytes.get() >= maxBytes;
  }

  /** More may come in again; at a half, so that the source is not switched at every record. */
  boolean hasRoom() {
    return records.get() <= maxRecords / 2 && bytes.get() <= maxBytes / 2;
  }
}
