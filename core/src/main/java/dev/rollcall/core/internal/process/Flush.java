package dev.rollcall.core.internal.process;

import dev.rollcall.core.record.SourcePartition;
import java.util.List;

/**
 * A flush of a partition that is under way: its rows are written, its aggregates are to be merged,
 * its letters and accounts are to come. Used by one thread at a time.
 */
public final class Flush {

  private final SealedBuffer buffer;
  private final long beganNanos;
  private final List<BranchWriter.Unwritten> unwritten;
  private final StoreCalls calls;

  /**
   * As its rows are written.
   *
   * @param unwritten the rows that are not, for each branch
   */
  Flush(
      SealedBuffer buffer,
      long beganNanos,
      List<BranchWriter.Unwritten> unwritten,
      StoreCalls calls) {
    this.buffer = buffer;
    this.beganNanos = beganNanos;
    this.unwritten = unwritten;
    this.calls = calls;
  }

  /** The partition whose rows it makes durable. */
  public SourcePartition partition() {
    return buffer.partition();
  }

  SealedBuffer buffer() {
    return buffer;
  }

  long beganNanos() {
    return beganNanos;
  }

  List<BranchWriter.Unwritten> unwritten() {
    return unwritten;
  }

  StoreCalls calls() {
    return calls;
  }
}
