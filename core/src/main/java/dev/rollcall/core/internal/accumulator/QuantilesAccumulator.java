package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles of a numeric column, ignoring nulls. The quantile q of n values is the one at rank
 * floor(q·(n-1)), from 0, of the values in ascending order (the lower of two neighbours; q is taken
 * as the decimal it prints as). An INT64 column has exact counts while it has at most {@value
 * #EXACT} distinct values, such as ages; beyond that, and for DECIMAL and FLOAT64 at once, counts
 * of {@link RelativeBins} give the value at that rank within 1 % of itself. The state is a function
 * of the multiset of values alone.
 */
public final class QuantilesAccumulator implements Accumulator {

  /** The most distinct whole numbers that are counted exactly. */
  static final int EXACT = 1_024;

  private static final int VALUES_MODE = 0;
  private static final int BINS_MODE = 1;

  private final ColumnType type;

  /** Whether the keys of the counts are bin numbers rather than values. */
  private boolean binned;

  /** The only key and its count, while there is no other: most of many groups have one. */
  private long only;

  private long onlyCount;

  /** Null while there is one key at most. */
  private @Nullable SortedCounts counts;

  QuantilesAccumulator(ColumnType type) {
    this.type = type;
    this.binned = type != ColumnType.INT64;
  }

  static QuantilesAccumulator read(StateReader in, ColumnType type) {
    QuantilesAccumulator read = new QuantilesAccumulator(type);
    int mode = in.between(read.binned ? BINS_MODE : VALUES_MODE, BINS_MODE, "kind of quantiles");
    read.binned = mode == BINS_MODE;
    SortedCounts counts =
        read.binned
            ? SortedCounts.read(in, -RelativeBins.MOST, RelativeBins.MOST)
            : SortedCounts.read(in, Long.MIN_VALUE, Long.MAX_VALUE);
    if (!read.binned && counts.size() > EXACT) {
      throw in.corrupt("number of values");
    }
    if (counts.size() > 1) {
      read.counts = counts;
    } else if (counts.size() == 1) {
      read.only = counts.keyAt(0);
      read.onlyCount = counts.total();
    }
    return read;
  }

  /** The quantile q, from 0 to 1; null for an empty group. */
  public @Nullable Double quantile(double q) {
    if (isEmpty()) {
      return null;
    }
    SortedCounts all = counts();
    // in decimal: 0.29 * 100 is less than 29 in binary
    long rank =
        BigDecimal.valueOf(q)
            .multiply(BigDecimal.valueOf(all.total() - 1))
            .setScale(0, RoundingMode.FLOOR)
            .longValueExact();
    long key = all.keyAt(rank);
    return binned ? RelativeBins.middle(key) : (double) key;
  }

  @Override
  public void accumulate(Row row, int position, RowPlace place) {
    if (row.isNull(position)) {
      return;
    }
    switch (type) {
      case INT64 -> addValue(row.getLong(position));
      case FLOAT64 -> add(RelativeBins.of(row.getDouble(position)), 1);
      case DECIMAL -> {
        BigDecimal value = Objects.requireNonNull(row.getDecimal(position));
        add(RelativeBins.of(value.doubleValue()), 1);
      }
      default -> throw new IllegalStateException("no quantiles of " + type);
    }
  }

  /** Adds one value. */
  void addValue(long value) {
    add(binned ? RelativeBins.of(value) : value, 1);
  }

  private void add(long key, long count) {
    if (counts != null) {
      counts.add(key, count);
      binWhatIsTooMuch();
    } else if (key == only || onlyCount == 0) {
      only = key;
      onlyCount = Math.addExact(onlyCount, count);
    } else {
      counts = counts();
      counts.add(key, count);
    }
  }

  /** The counts; not kept if there is one key at most. */
  private SortedCounts counts() {
    if (counts != null) {
      return counts;
    }
    SortedCounts few = new SortedCounts();
    if (onlyCount > 0) {
      few.add(only, onlyCount);
    }
    return few;
  }

  @Override
  public void merge(Accumulator other) {
    QuantilesAccumulator that = (QuantilesAccumulator) other;
    if (that.binned && !binned) {
      bin();
    }
    boolean toBins = binned && !that.binned;
    if (that.counts == null) {
      if (that.onlyCount > 0) {
        add(toBins ? RelativeBins.of(that.only) : that.only, that.onlyCount);
      }
      return;
    }
    SortedCounts mine = counts();
    mine.merge(toBins ? that.counts.mapped(RelativeBins::of) : that.counts);
    counts = mine;
    binWhatIsTooMuch();
  }

  private void binWhatIsTooMuch() {
    if (!binned && counts != null && counts.size() > EXACT) {
      bin();
    }
  }

  private void bin() {
    binned = true;
    only = RelativeBins.of(only);
    if (counts != null) {
      counts = counts.mapped(RelativeBins::of);
    }
  }

  @Override
  public boolean isEmpty() {
    return counts == null && onlyCount == 0;
  }

  @Override
  public void write(StateWriter out) {
    out.unsigned(binned ? BINS_MODE : VALUES_MODE);
    counts().write(out);
  }
}
