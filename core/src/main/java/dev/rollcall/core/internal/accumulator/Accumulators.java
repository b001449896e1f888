package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.record.Row;
import java.util.Arrays;

/**
 * The mergeable state of one group: everything its measures need. Created by {@link
 * Aggregator#create}. However the rows are split and in whatever order they are added and merged,
 * the same rows give the same state and, in an {@link AggregateDocument}, the same bytes. Not
 * threadsafe.
 */
public final class Accumulators {

  /** The position of no column. */
  private static final int NOTHING = -1;

  private final AccumulatorSpec[] specs;
  private final Accumulator[] accumulators;

  /** Creates an empty state; the specs, which all states share, are never changed. */
  public Accumulators(AccumulatorSpec[] specs) {
    this.specs = specs;
    this.accumulators = new Accumulator[specs.length];
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i] = specs[i].create();
    }
  }

  /**
   * Adds a row of the schema that the aggregator was bound to, whose place nobody knows: none of
   * its measures may be once per id.
   */
  public void add(Row row) {
    add(row, RowPlace.UNKNOWN);
  }

  /** Adds a row of the schema that the aggregator was bound to, from its place in the source. */
  public void add(Row row, RowPlace place) {
    // what several accumulators ask of the row: the last answer to each question
    BoundCondition condition = null;
    boolean matches = true;
    int numberOf = NOTHING;
    boolean hasNumber = false;
    long number = 0;
    int hashOf = NOTHING;
    boolean hasHash = false;
    long hash = 0;
    for (int i = 0; i < accumulators.length; i++) {
      AccumulatorSpec spec = specs[i];
      BoundCondition where = spec.where();
      if (where != condition) {
        condition = where;
        matches = where == null || where.matches(row);
      }
      if (!matches) {
        continue;
      }
      Accumulator to = accumulators[i];
      int position = spec.position();
      // the usual ones by their class: a call by the interface takes longer than they do
      if (to instanceof CountAccumulator count) {
        count.add();
      } else if (to instanceof DistinctAccumulator distinct) {
        if (position != hashOf) {
          hashOf = position;
          hasHash = !row.isNull(position);
          hash = hasHash ? distinct.hash(row, position) : 0;
        }
        if (hasHash) {
          distinct.add(hash);
        }
      } else if (spec.isOfNumbers()) {
        if (position != numberOf) {
          numberOf = position;
          hasNumber = !row.isNull(position);
          number = hasNumber ? row.getLong(position) : 0;
        }
        if (hasNumber) {
          addNumber(to, number);
        }
      } else {
        to.accumulate(row, position, place);
      }
    }
  }

  private static void addNumber(Accumulator to, long number) {
    if (to instanceof SumAccumulator sum) {
      sum.addValue(number);
    } else {
      ((QuantilesAccumulator) to).addValue(number);
    }
  }

  /**
   * Merges another state into this one; the other stays unchanged and may be merged again
   * elsewhere.
   *
   * @throws IllegalArgumentException if the other is this one, or of another aggregation
   */
  public void merge(Accumulators other) {
    if (other == this || !Arrays.equals(specs, other.specs)) {
      throw new IllegalArgumentException("accumulators: expected others of the same aggregation");
    }
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].merge(other.accumulators[i]);
    }
  }

  /** Whether nothing was added; rows that no measure counts (null or filtered) add nothing. */
  public boolean isEmpty() {
    for (Accumulator accumulator : accumulators) {
      if (!accumulator.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  public Accumulator at(int index) {
    return accumulators[index];
  }

  public void write(StateWriter out) {
    out.unsigned(accumulators.length);
    for (int i = 0; i < accumulators.length; i++) {
      specs[i].writeShape(out);
      accumulators[i].write(out);
    }
  }

  /**
   * Deserializes into this empty state; false if the bytes are of an aggregation of other shape.
   */
  public boolean read(StateReader in) {
    if (in.unsigned("number of accumulators") != specs.length) {
      return false;
    }
    for (int i = 0; i < accumulators.length; i++) {
      if (!specs[i].isShapeNext(in)) {
        return false;
      }
      accumulators[i] = specs[i].read(in);
    }
    return true;
  }
}
