package dev.rollcall.core.internal.accumulator;

import com.datadoghq.sketch.ddsketch.mapping.BitwiseLinearlyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;

/**
 * The bins of a DDSketch: the middle of a bin is within 0.79 % of every value in it, and so within
 * the promised 1 %. They are numbered in ascending order: 0 is zero, with all magnitudes below
 * 2.3e-308; negative values have negative numbers; magnitudes above 1.7e308 are in the outermost
 * bins. Bins are never collapsed, so merging adds their counts.
 *
 * <p>The bin of a value is read from the bits of the double (exponent and the {@value
 * #SIGNIFICANT_BITS} highest bits of the fraction). The logarithm of the paper would save a third
 * of the bins, but its last bit may differ between processors, and stored state must not. The
 * numbers are stored and must never change. Threadsafe.
 *
 * @see <a href="https://www.vldb.org/pvldb/vol12/p2195-masson.pdf">Masson et al., DDSketch</a>
 */
final class RelativeBins {

  /** How many bits of the fraction name a bin: {@value}. */
  static final int SIGNIFICANT_BITS = 6;

  private static final IndexMapping MAPPING =
      new BitwiseLinearlyInterpolatedMapping(SIGNIFICANT_BITS);

  /** Added to an index, it makes the bins of positive values start at 1. */
  private static final int SHIFT = 1 - MAPPING.index(Double.MIN_NORMAL);

  /** The number of the highest bin; the lowest is its negative. */
  static final long MOST = MAPPING.index(Double.MAX_VALUE) + (long) SHIFT;

  private RelativeBins() {}

  /** The bin of a finite value. */
  static long of(double value) {
    double magnitude = Math.min(Math.abs(value), Double.MAX_VALUE);
    if (!(magnitude >= Double.MIN_NORMAL)) {
      return 0;
    }
    long bin = MAPPING.index(magnitude) + (long) SHIFT;
    return value < 0 ? -bin : bin;
  }

  /** The middle of a bin. */
  static double middle(long bin) {
    if (bin == 0) {
      return 0.0;
    }
    double magnitude = MAPPING.value((int) (Math.abs(bin) - SHIFT));
    return bin < 0 ? -magnitude : magnitude;
  }
}
