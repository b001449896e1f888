package dev.rollcall.core.internal.engine;

import java.time.Duration;

/**
 * What one partition has in flight: records that are queued, then in the open buffer, then in the
 * sealed one that is being written. Tells the limiter. Not threadsafe.
 */
final class InFlightShare {

  private final InFlightLimiter limiter;

  /** Queued, open or sealed. */
  private long records;

  private long bytes;
  private long openRecords;
  private long openBytes;
  private long openSinceNanos;
  private long sealedRecords;
  private long sealedBytes;

  InFlightShare(InFlightLimiter limiter) {
    this.limiter = limiter;
  }

  /** Records are queued. */
  void queued(long moreRecords, long moreBytes) {
    records += moreRecords;
    bytes += moreBytes;
    limiter.read(moreRecords, moreBytes);
  }

  /** A record that was queued is in the open buffer. */
  void processed(long recordBytes) {
    if (openRecords == 0) {
      openSinceNanos = System.nanoTime();
    }
    openRecords++;
    openBytes += recordBytes;
  }

  /** The open buffer is sealed; none is at that time. */
  void sealed() {
    sealedRecords = openRecords;
    sealedBytes = openBytes;
    openRecords = 0;
    openBytes = 0;
    limiter.sealed(sealedRecords, sealedBytes);
  }

  /** The sealed buffer is durable. */
  void durable() {
    records -= sealedRecords;
    bytes -= sealedBytes;
    limiter.done(sealedRecords, sealedBytes);
    sealedRecords = 0;
    sealedBytes = 0;
  }

  /** All of it is dropped. */
  void dropped() {
    limiter.sealed(records - sealedRecords, bytes - sealedBytes);
    limiter.done(records, bytes);
    records = 0;
    bytes = 0;
    openRecords = 0;
    openBytes = 0;
    sealedRecords = 0;
    sealedBytes = 0;
  }

  boolean isEmpty() {
    return records == 0;
  }

  /** Something is queued or open. */
  boolean hasUnsealed() {
    return records > sealedRecords;
  }

  /** Something is in the open buffer. */
  boolean hasOpen() {
    return openRecords > 0;
  }

  /** The open buffer has a record that was processed so long ago. */
  boolean hasOpenSince(Duration age) {
    return openRecords > 0 && System.nanoTime() - openSinceNanos >= age.toNanos();
  }
}
