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

  private SortedCounts counts = new SortedCounts();

  QuantilesAccumulator(ColumnType type) {
    this.type = type;
    this.binned = type != ColumnType.INT64;
  }

  static QuantilesAccumulator read(StateReader in, ColumnType type) {
    QuantilesAccumulator read = new QuantilesAccumulator(type);
    int mode = in.between(read.binned ? BINS_MODE : VALUES_MODE, BINS_MODE, "kind of quantiles");
    read.binned = mode == BINS_MODE;
    read.counts =
        read.binned
            ? SortedCounts.read(in, -RelativeBins.MOST, RelativeBins.MOST)
            : SortedCounts.read(in, Long.MIN_VALUE, Long.MAX_VALUE);
    if (!read.binned && read.counts.size() > EXACT) {
      throw in.corrupt("number of values");
    }
    return read;
  }

  /** The quantile q, from 0 to 1; null for an empty group. */
  public @Nullable Double quantile(double q) {
    if (counts.total() == 0) {
      return null;
    }
    // in decimal: 0.29 * 100 is less than 29 in binary
    long rank =
        BigDecimal.valueOf(q)
            .multiply(BigDecimal.valueOf(counts.total() - 1))
            .setScale(0, RoundingMode.FLOOR)
            .longValueExact();
    long key = counts.keyAt(rank);
    return binned ? RelativeBins.middle(key) : (double) key;
  }

  @Override
  public void accumulate(Row row, int position, RowPlace place) {
    if (row.isNull(position)) {
      return;
    }
    switch (type) {
      case INT64 -> addValue(row.getLong(position));
      case FLOAT64 -> counts.add(RelativeBins.of(row.getDouble(position)), 1);
      case DECIMAL -> {
        BigDecimal value = Objects.requireNonNull(row.getDecimal(position));
        counts.add(RelativeBins.of(value.doubleValue()), 1);
      }
      default -> throw new IllegalStateException("no quantiles of " + type);
    }
  }

  /** Adds one value. */
  void addValue(long value) {
    counts.add(binned ? RelativeBins.of(value) : value, 1);
    binWhatIsTooMuch();
  }

  @Override
  public void merge(Accumulator other) {
    QuantilesAccumulator that = (QuantilesAccumulator) other;
    SortedCounts theirs = that.counts;
    if (that.binned && !binned) {
      bin();
    } else if (binned && !that.binned) {
      theirs = theirs.mapped(RelativeBins::of);
    }
    counts.merge(theirs);
    binWhatIsTooMuch();
  }

  private void binWhatIsTooMuch() {
    if (!binned && counts.size() > EXACT) {
      bin();
    }
  }

  private void bin() {
    counts = counts.mapped(RelativeBins::of);
    binned = true;
  }

  @Override
  public boolean isEmpty() {
    return counts.total() == 0;
  }

  @Override
  public void write(StateWriter out) {
    out.unsigned(binned ? BINS_MODE : VALUES_MODE);
    counts.write(out);
  }
}
