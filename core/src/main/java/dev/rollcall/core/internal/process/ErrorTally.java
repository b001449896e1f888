package dev.rollcall.core.internal.process;

import dev.rollcall.core.pipeline.ErrorPolicy;
import dev.rollcall.core.port.DeadLetter;

/** Counts the elements of a partition that cannot be used, for the policy. Not threadsafe. */
final class ErrorTally {

  private final ErrorPolicy policy;
  private long read;
  private long refused;
  private String lastReason = "";

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
    check();
  }

  /** Sinks have rejected rows; the policy is not asked. */
  void rejected(int rows, String reason) {
    refused += rows;
    lastReason = reason;
  }

  /** Asks also without new ones: the policy looks at the share once enough elements are read. */
  void check() {
    policy.check(read, refused, lastReason);
  }
}
