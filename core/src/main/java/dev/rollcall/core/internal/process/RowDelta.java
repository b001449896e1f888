package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.record.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a delta, in the order of their offsets. */
final class RowDelta implements Delta {

  /** Of many documents each has few rows. */
  private static final int FEW_ROWS = 2;

  /** From so many rows on they are counted as they come, and merged; one is added as it is. */
  private static final int COUNTED_AHEAD = 2;

  private final Contribution contribution;
  private final AggregateKey key;
  private final List<BufferedRow> rows = new ArrayList<>(FEW_ROWS);

  /** The rows from {@link #countedFrom} on; null if they are not counted ahead. */
  private @Nullable Accumulators counted;

  private int countedFrom;

  /** The offset of the partition in the document as it was last read. */
  private long base;

  /** The first row above that. */
  private int fresh;

  RowDelta(Contribution contribution, AggregateKey key) {
    this.contribution = contribution;
    this.key = key;
  }

  @Override
  public AggregateKey key() {
    return key;
  }

  @Override
  public SourcePartition partition() {
    return contribution.partition();
  }

  /** Takes a row, and counts it while it is at hand: almost always no document holds it yet. */
  void add(BufferedRow row) {
    rows.add(row);
    if (counted != null) {
      counted.add(row.row(), row);
    } else if (rows.size() == COUNTED_AHEAD) {
      counted = count(0);
    }
  }

  /** Leaves out the rows that a document with this offset holds. */
  @Override
  public boolean rebase(long offset) {
    contribution.seen(offset);
    base = offset;
    fresh = 0;
    while (fresh < rows.size() && rows.get(fresh).offset() <= offset) {
      fresh++;
    }
    return fresh < rows.size();
  }

  @Override
  public long base() {
    return base;
  }

  @Override
  public long end() {
    return rows.get(rows.size() - 1).offset();
  }

  @Override
  public void addTo(Accumulators document) {
    int left = rows.size() - fresh;
    if (left < COUNTED_AHEAD) {
      for (BufferedRow row : rows.subList(fresh, rows.size())) {
        document.add(row.row(), row);
      }
      return;
    }
    if (counted == null || countedFrom != fresh) {
      counted = count(fresh);
    }
    document.merge(counted);
  }

  private Accumulators count(int from) {
    Accumulators made = contribution.aggregator().create();
    for (BufferedRow row : rows.subList(from, rows.size())) {
      made.add(row.row(), row);
    }
    countedFrom = from;
    return made;
  }

  @Override
  public void stored() {
    contribution.stored(key, rows.size() - fresh, fresh);
    counted = null;
  }
}
