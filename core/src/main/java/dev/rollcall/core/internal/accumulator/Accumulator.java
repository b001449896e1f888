package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.record.Row;

/**
 * The mergeable state of one or more measures: create (by {@link AccumulatorSpec#create}),
 * accumulate, merge, finish (by the getters of each kind). The laws, held by {@code
 * MeasureLawsTest}: the state depends only on which values were added, never on their order or on
 * how they were split; equal state encodes to equal bytes. Not threadsafe.
 */
public sealed interface Accumulator
    permits CountAccumulator,
        SumAccumulator,
        MinMaxAccumulator,
        DistinctAccumulator,
        QuantilesAccumulator,
        OnceCountAccumulator,
        OnceSumAccumulator {

  /**
   * Adds the value at a position of a row; a null adds nothing, except to a count of rows.
   *
   * @param place of the row, for those that need one
   */
  void accumulate(Row row, int position, RowPlace place);

  /** Merges another accumulator of the same spec into this one; the other stays unchanged. */
  void merge(Accumulator other);

  /** Whether nothing was added. */
  boolean isEmpty();

  /** Writes the state, canonically. */
  void write(StateWriter out);
}
