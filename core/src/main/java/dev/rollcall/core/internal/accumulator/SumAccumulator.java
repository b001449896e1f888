package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The exact sum of an INT64 or DECIMAL column and how many values it has: for sum and mean. A
 * decimal is summed as its unscaled value at the column's scale. What fits a long is added as a
 * long; when that overflows it moves into a {@link BigInteger}, so the sum never does.
 */
public final class SumAccumulator implements Accumulator {

  private static final int LONG_BITS = 63;
  private static final int LONG_DIGITS = 18;

  private final ColumnType type;
  private final int scale;
  private long values;
  private long low;
  private BigInteger high = BigInteger.ZERO;

  SumAccumulator(ColumnType type, int scale) {
    this.type = type;
    this.scale = scale;
  }

  static SumAccumulator read(StateReader in, ColumnType type, int scale) {
    SumAccumulator read = new SumAccumulator(type, scale);
    read.values = in.tally("number of values");
    byte[] sum = in.bytes("sum");
    if (sum.length == 0 || !Arrays.equals(sum, new BigInteger(sum).toByteArray())) {
      throw in.corrupt("sum");
    }
    read.add(new BigInteger(sum));
    return read;
  }

  /** The sum at the column's scale (0 for INT64); 0 for an empty group. */
  public BigDecimal sum() {
    return new BigDecimal(unscaled(), scale);
  }

  /** The mean, rounded half to even to a scale; null for an empty group. */
  public @Nullable BigDecimal mean(int meanScale) {
    return values == 0
        ? null
        : sum().divide(BigDecimal.valueOf(values), meanScale, RoundingMode.HALF_EVEN);
  }

  @Override
  public void accumulate(Row row, int position, RowPlace place) {
    if (row.isNull(position)) {
      return;
    }
    if (type == ColumnType.INT64) {
      addValue(row.getLong(position));
    } else {
      add(Decimals.at(Objects.requireNonNull(row.getDecimal(position)), scale));
      values = Math.addExact(values, 1);
    }
  }

  /** Adds one value. */
  void addValue(long value) {
    add(value);
    values = Math.addExact(values, 1);
  }

  /** Adds one value, unscaled. */
  void addValue(BigInteger unscaled) {
    add(unscaled);
    values = Math.addExact(values, 1);
  }

  private void add(BigDecimal value) {
    if (value.precision() <= LONG_DIGITS) {
      // its unscaled value, for which unscaledValue would make a BigInteger
      add(value.scaleByPowerOfTen(scale).longValue());
    } else {
      add(value.unscaledValue());
    }
  }

  private void add(BigInteger value) {
    if (value.bitLength() <= LONG_BITS) {
      add(value.longValue());
    } else {
      high = high.add(value);
    }
  }

  private void add(long value) {
    long sum = low + value;
    boolean overflowed = ((low ^ sum) & (value ^ sum)) < 0;
    if (overflowed) {
      high = high.add(BigInteger.valueOf(low));
      low = value;
    } else {
      low = sum;
    }
  }

  @Override
  public void merge(Accumulator other) {
    SumAccumulator that = (SumAccumulator) other;
    values = Math.addExact(values, that.values);
    if (that.high.signum() != 0) {
      high = high.add(that.high);
    }
    add(that.low);
  }

  @Override
  public boolean isEmpty() {
    return values == 0;
  }

  @Override
  public void write(StateWriter out) {
    out.unsigned(values);
    out.bytes(unscaled().toByteArray());
  }

  private BigInteger unscaled() {
    return high.signum() == 0 ? BigInteger.valueOf(low) : high.add(BigInteger.valueOf(low));
  }
}
