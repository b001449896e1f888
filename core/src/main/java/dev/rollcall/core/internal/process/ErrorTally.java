package dev.rollcall.core.internal.process;

import dev.rollcall.core.pipeline.ErrorPolicy;
import dev.rollcall.core.port.DeadLetter;

/**
 * Counts the elements of a partition that cannot be used, for the policy. One thread reads and one
 * flushes, at the same time; each has its own methods.
 */
final class ErrorTally {

  /**
   * What was counted up to some record.
   *
   * @param read elements
   * @param refused of them
   * @param lastReason why the last one was; "" if none was
   */
  record Seen(long read, long refused, String lastReason) {}

  private final ErrorPolicy policy;

  /** Of the thread that reads. */
  private long read;

  private long refused;
  private String lastReason = "";

  /** Rows that sinks have rejected; written by the thread that flushes. */
  private volatile long rejected;

  private String lastRejection = "";

  ErrorTally(ErrorPolicy policy) {
    this.policy = policy;
  }

  /** So many more were read. */
  void read(int elements) {
    read += elements;
  }

  /**
   * One of them is refused.
   *
   * @throws dev.rollcall.core.error.FatalException if there are too many by now
   */
  void refused(DeadLetter letter) {
    refused++;
    lastReason = letter.reason();
    policy.check(read, refused + rejected, lastReason);
  }

  /** What was read until now. */
  Seen seen() {
    return new Seen(read, refused, lastReason);
  }

  /** Sinks have rejected rows of a flush; the policy is not asked. */
  void rejected(int rows, String reason) {
    long before = rejected;
    rejected = before + rows;
    lastRejection = reason;
  }

  /**
   * Asks also without new ones: the policy looks at the share once enough elements are read.
   *
   * @param flushed what was read until the flush was sealed
   * @param anyRejected whether the last one is a row of this flush
   */
  void check(Seen flushed, boolean anyRejected) {
    boolean isOfFlush = anyRejected || flushed.lastReason().isEmpty();
    policy.check(
        flushed.read(),
        flushed.refused() + rejected,
        isOfFlush ? lastRejection : flushed.lastReason());
  }
}
