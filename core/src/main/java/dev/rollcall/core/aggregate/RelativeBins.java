package dev.rollcall.core.aggregate;

import com.datadoghq.sketch.ddsketch.mapping.BitwiseLinearlyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.PaginatedStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import java.util.Iterator;

/**
 * A DDSketch: counts of values in bins so narrow that the middle of a bin is within 0.79 %, and so
 * within the 1 % that is promised, of every value in it. No bins are ever joined, so merging is
 * plain addition.
 *
 * <p>The bin of a value is read from the bits of the double (exponent and the {@value
 * #SIGNIFICANT_BITS} highest bits of the fraction). The logarithm of the paper would save a third
 * of the bins, but its last bit may differ between processors, and stored state must not. Bins of
 * magnitudes below 2.3e-308 are one, zero; those above 1.7e308 join the highest. Counts are exact
 * up to 2^53.
 *
 * @see <a href="https://www.vldb.org/pvldb/vol12/p2195-masson.pdf">Masson et al., DDSketch</a>
 */
final class RelativeBins {

  /** How many bits of the fraction name a bin: {@value}. */
  static final int SIGNIFICANT_BITS = 6;

  /** The store counts in doubles, which are exact up to here. */
  private static final long MOST_COUNT = 1L << 53;

  private static final IndexMapping MAPPING =
      new BitwiseLinearlyInterpolatedMapping(SIGNIFICANT_BITS);
  private static final double LEAST = MAPPING.minIndexableValue();
  private static final double MOST = MAPPING.maxIndexableValue();
  private static final int LEAST_INDEX = MAPPING.index(LEAST);
  private static final int MOST_INDEX = MAPPING.index(MOST);

  private final Store negative = new PaginatedStore();
  private final Store positive = new PaginatedStore();
  private long zeros;
  private long count;

  static RelativeBins read(StateReader in) {
    RelativeBins read = new RelativeBins();
    read.zeros = in.tally("count of zeros");
    read.count = read.zeros;
    read.read(read.negative, in);
    read.read(read.positive, in);
    return read;
  }

  void add(double value, long times) {
    double magnitude = Math.min(Math.abs(value), MOST);
    count = Math.addExact(count, times);
    if (magnitude >= LEAST) {
      (value < 0 ? negative : positive).add(MAPPING.index(magnitude), times);
    } else {
      zeros += times;
    }
  }

  void merge(RelativeBins other) {
    count = Math.addExact(count, other.count);
    zeros += other.zeros;
    negative.mergeWith(other.negative);
    positive.mergeWith(other.positive);
  }

  long count() {
    return count;
  }

  /** The middle of the bin of the value at a rank, from 0, in ascending order. */
  double valueAt(long rank) {
    long seen = 0;
    for (Iterator<Bin> bins = negative.getDescendingIterator(); bins.hasNext(); ) {
      Bin bin = bins.next();
      seen += (long) bin.getCount();
      if (seen > rank) {
        return -MAPPING.value(bin.getIndex());
      }
    }
    seen += zeros;
    if (seen > rank) {
      return 0.0;
    }
    for (Iterator<Bin> bins = positive.getAscendingIterator(); bins.hasNext(); ) {
      Bin bin = bins.next();
      seen += (long) bin.getCount();
      if (seen > rank) {
        return MAPPING.value(bin.getIndex());
      }
    }
    throw new IllegalArgumentException("rank " + rank + " of " + seen + " values");
  }

  void write(StateWriter out) {
    out.unsigned(zeros);
    write(negative, out);
    write(positive, out);
  }

  /** How many bins, then each: its index less that of the bin before it, its count. */
  private static void write(Store store, StateWriter out) {
    int size = 0;
    for (Iterator<Bin> bins = store.getAscendingIterator(); bins.hasNext(); bins.next()) {
      size++;
    }
    out.unsigned(size);
    int before = 0;
    for (Iterator<Bin> bins = store.getAscendingIterator(); bins.hasNext(); ) {
      Bin bin = bins.next();
      out.signed(bin.getIndex() - before);
      out.unsigned((long) bin.getCount());
      before = bin.getIndex();
    }
  }

  private void read(Store store, StateReader in) {
    int size = in.count(2, "number of bins");
    long index = 0;
    for (int i = 0; i < size; i++) {
      long step = in.signed("distance of a bin");
      long binCount = in.tally("count of a bin");
      boolean outOfRange = step > MOST_INDEX - (long) LEAST_INDEX || step < LEAST_INDEX;
      index += step;
      if (outOfRange
          || (i > 0 && step <= 0)
          || index < LEAST_INDEX
          || index > MOST_INDEX
          || binCount == 0
          || binCount > MOST_COUNT
          || count > MOST_COUNT - binCount) {
        throw in.corrupt("bin");
      }
      store.add((int) index, binCount);
      count += binCount;
    }
  }
}
