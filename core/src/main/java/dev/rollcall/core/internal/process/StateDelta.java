package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.record.SourcePartition;
import java.util.Objects;

/** A delta that was counted elsewhere: above another base it would have to be counted anew. */
final class StateDelta implements Delta {

  private final AggregateKey key;
  private final SourcePartition partition;
  private final long base;
  private final long end;
  private final Accumulators counted;

  /**
   * A delta as it was counted.
   *
   * @param base the offset of the partition that it was counted above
   * @param counted with the offset of the partition where it ends, and of no other
   */
  StateDelta(AggregateKey key, long base, AggregateDocument counted) {
    this.key = key;
    this.partition = counted.appliedOffsets().firstKey();
    this.base = base;
    this.end = Objects.requireNonNull(counted.appliedOffsets().get(partition));
    this.counted = counted.accumulators();
  }

  @Override
  public AggregateKey key() {
    return key;
  }

  @Override
  public SourcePartition partition() {
    return partition;
  }

  /**
   * As any delta.
   *
   * @throws SupersededException if the document is at neither end
   */
  @Override
  public boolean rebase(long offset) {
    if (offset >= end) {
      return false;
    }
    if (offset != base) {
      throw new SupersededException(
          "aggregation '%s': got offset %d of %s in a document, expected %d: another run merges this partition, too"
              .formatted(key.aggregation(), offset, partition, base));
    }
    return true;
  }

  @Override
  public long base() {
    return base;
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public void addTo(Accumulators document) {
    document.merge(counted);
  }

  /** The accounts are those of who counted it. */
  @Override
  public void stored() {}
}
