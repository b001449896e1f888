package dev.rollcall.core.internal.process;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourcePartition;
import java.util.List;

/**
 * What one flush of a partition makes durable, and all that it needs for that: rows, letters,
 * accounts, and the offset that may be committed then. It is taken out of the processor at one
 * moment; what is read later is not in it, and not in its offset. So it can be written on another
 * thread while the processor goes on.
 *
 * <p>The buffers of a partition follow one another without a gap: each begins at the offset where
 * the one before it ended.
 */
public final class SealedBuffer {

  private final SourcePartition partition;
  private final long from;
  private final long next;
  private final List<BranchBuffer> branches;
  private final NoBranch noBranch;
  private final ErrorTally.Seen seen;

  /**
   * The letters and accounts of what no branch took.
   *
   * @param letters of unknown kinds, and of what no branch can read
   * @param read elements
   * @param filtered of them, without a letter
   */
  record NoBranch(List<DeadLetter> letters, long read, long filtered) {}

  SealedBuffer(
      SourcePartition partition,
      long from,
      long next,
      List<BranchBuffer> branches,
      NoBranch noBranch,
      ErrorTally.Seen seen) {
    this.partition = partition;
    this.from = from;
    this.next = next;
    this.branches = branches;
    this.noBranch = noBranch;
    this.seen = seen;
  }

  /** The partition whose records it holds. */
  public SourcePartition partition() {
    return partition;
  }

  /** Where the buffer before it ended; -1 for the first one. */
  public long from() {
    return from;
  }

  /** The offset of the next record, which may be committed once this is durable; -1 for none. */
  public long next() {
    return next;
  }

  /** What each branch made of the records, in the order of the pipeline. */
  List<BranchBuffer> branches() {
    return branches;
  }

  NoBranch noBranch() {
    return noBranch;
  }

  /** The errors of the partition until it was sealed. */
  ErrorTally.Seen seen() {
    return seen;
  }
}
