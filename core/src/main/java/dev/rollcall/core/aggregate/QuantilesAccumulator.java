package dev.rollcall.core.aggregate;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles of a numeric column, nulls aside. The quantile q of n values is the one at rank
 * floor(q·(n-1)), from 0, of the values in ascending order (the lower of two neighbours; q is taken
 * as the decimal it prints as). An INT64 column has exact counts while it has at most {@value
 * #EXACT} distinct values, such as ages; beyond that, and for DECIMAL and FLOAT64 at once, {@link
 * RelativeBins} give the value at that rank within 1 % of itself. The state is a function of the
 * multiset of values alone.
 */
final class QuantilesAccumulator implements Accumulator {

  /** Most distinct whole numbers that are counted one by one. */
  static final int EXACT = 1_024;

  private static final int COUNTS_MODE = 0;
  private static final int BINS_MODE = 1;

  private final ColumnType type;

  /** Ascending, with the count of each; the first {@link #size} of both are in use. */
  private long[] values = new long[0];

  private long[] counts = new long[0];
  private int size;
  private @Nullable RelativeBins bins;

  QuantilesAccumulator(ColumnType type) {
    this.type = type;
    this.bins = type == ColumnType.INT64 ? null : new RelativeBins();
  }

  static QuantilesAccumulator read(StateReader in, ColumnType type) {
    QuantilesAccumulator read = new QuantilesAccumulator(type);
    int mode = in.between(COUNTS_MODE, BINS_MODE, "kind of quantiles");
    if (mode == BINS_MODE) {
      read.bins = RelativeBins.read(in);
      return read;
    }
    if (type != ColumnType.INT64) {
      throw in.corrupt("kind of quantiles");
    }
    read.size = in.between(0, EXACT, "number of values");
    read.values = new long[read.size];
    read.counts = new long[read.size];
    long rest = Long.MAX_VALUE;
    for (int i = 0; i < read.size; i++) {
      read.values[i] = in.signed("value");
      read.counts[i] = in.tally("count of a value");
      rest -= read.counts[i];
      if (read.counts[i] == 0 || rest < 0 || (i > 0 && read.values[i] <= read.values[i - 1])) {
        throw in.corrupt("counts of values");
      }
    }
    return read;
  }

  /** The quantile q, from 0 to 1; null of no values. */
  @Nullable Double quantile(double q) {
    RelativeBins sketched = bins;
    long count = sketched == null ? Arrays.stream(counts, 0, size).sum() : sketched.count();
    if (count == 0) {
      return null;
    }
    // in decimal: 0.29 * 100 is less than 29 in binary
    long rank =
        BigDecimal.valueOf(q)
            .multiply(BigDecimal.valueOf(count - 1))
            .setScale(0, RoundingMode.FLOOR)
            .longValueExact();
    return sketched == null ? (double) valueAt(rank) : sketched.valueAt(rank);
  }

  private long valueAt(long rank) {
    long seen = 0;
    for (int i = 0; i < size; i++) {
      seen += counts[i];
      if (seen > rank) {
        return values[i];
      }
    }
    throw new IllegalArgumentException("rank " + rank + " of " + seen + " values");
  }

  @Override
  public void accumulate(Row row, int position) {
    if (row.isNull(position)) {
      return;
    }
    switch (type) {
      case INT64 -> add(row.getLong(position), 1);
      case FLOAT64 -> binned().add(row.getDouble(position), 1);
      case DECIMAL ->
          binned().add(Objects.requireNonNull(row.getDecimal(position)).doubleValue(), 1);
      default -> throw new IllegalStateException("no quantiles of " + type);
    }
  }

  private void add(long value, long count) {
    if (bins != null) {
      bins.add(value, count);
      return;
    }
    int at = Arrays.binarySearch(values, 0, size, value);
    if (at >= 0) {
      counts[at] = Math.addExact(counts[at], count);
    } else if (size == EXACT) {
      binned().add(value, count);
    } else {
      insert(-at - 1, value, count);
    }
  }

  private void insert(int at, long value, long count) {
    if (size == values.length) {
      int length = Math.min(EXACT, Math.max(4, size * 2));
      values = Arrays.copyOf(values, length);
      counts = Arrays.copyOf(counts, length);
    }
    System.arraycopy(values, at, values, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    values[at] = value;
    counts[at] = count;
    size++;
  }

  /** The bins; exact counts move into them. */
  private RelativeBins binned() {
    RelativeBins into = bins;
    if (into == null) {
      into = new RelativeBins();
      for (int i = 0; i < size; i++) {
        into.add(values[i], counts[i]);
      }
      values = new long[0];
      counts = new long[0];
      size = 0;
      bins = into;
    }
    return into;
  }

  @Override
  public void merge(Accumulator other) {
    QuantilesAccumulator that = (QuantilesAccumulator) other;
    if (that.bins != null) {
      binned().merge(that.bins);
      return;
    }
    for (int i = 0; i < that.size; i++) {
      add(that.values[i], that.counts[i]);
    }
  }

  @Override
  public boolean isEmpty() {
    return size == 0 && (bins == null || bins.count() == 0);
  }

  @Override
  public void write(StateWriter out) {
    if (bins != null) {
      out.unsigned(BINS_MODE);
      bins.write(out);
      return;
    }
    out.unsigned(COUNTS_MODE);
    out.unsigned(size);
    for (int i = 0; i < size; i++) {
      out.signed(values[i]);
      out.unsigned(counts[i]);
    }
  }
}
