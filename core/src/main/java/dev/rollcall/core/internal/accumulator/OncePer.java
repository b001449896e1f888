package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import org.jspecify.annotations.Nullable;

/**
 * The column whose equal values count once.
 *
 * @param position the column's position
 * @param type the column's type
 * @param scale the column's scale
 */
public record OncePer(int position, ColumnType type, int scale) {

  /** The most ids that a state keeps; with more it knows nothing, for ever. */
  static final int MAX_IDS = AggregationBuilder.MAX_IDS;

  /** The codes of states; stored, so they must never change. */
  static final int KNOWN = 0;

  static final int OVERFLOWN = 1;

  /**
   * 128 bits of an id; two of n ids have the same with a probability below n²/2^129. Ordered as
   * unsigned numbers.
   */
  record Id(long high, long low) implements Comparable<Id> {

    static Id read(StateReader in) {
      return new Id(in.fixed("id"), in.fixed("id"));
    }

    void write(StateWriter out) {
      out.fixed(high);
      out.fixed(low);
    }

    @Override
    public int compareTo(Id other) {
      int order = Long.compareUnsigned(high, other.high);
      return order == 0 ? Long.compareUnsigned(low, other.low) : order;
    }
  }

  /** The id of a row; null if it has none. */
  @Nullable Id of(Row row) {
    return row.isNull(position) ? null : ValueHash.idOf(row, position, type, scale);
  }

  /** Whether a state that was read is known, or has seen too many ids. */
  static boolean isKnown(StateReader in) {
    return in.between(KNOWN, OVERFLOWN, "kind of a state once per id") == KNOWN;
  }
}
