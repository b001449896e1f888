package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.record.Row;
import java.util.List;

/**
 * The mergeable state of one group: all that its measures need. Made by {@link Aggregator#create}.
 * Not threadsafe. Whatever the order in which rows are added and states merged, and however the
 * rows are split, the same rows give the same state and, in an {@link AggregateDocument}, the same
 * bytes.
 */
public final class Accumulators {

  private final List<AccumulatorSpec> slots;
  private final Accumulator[] accumulators;

  /** Empty. */
  public Accumulators(List<AccumulatorSpec> slots) {
    this.slots = slots;
    this.accumulators = new Accumulator[slots.size()];
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i] = slots.get(i).create();
    }
  }

  /** Adds a row, which is of the schema that the aggregator was bound to. */
  public void add(Row row) {
    for (int i = 0; i < accumulators.length; i++) {
      AccumulatorSpec slot = slots.get(i);
      BoundCondition where = slot.where();
      if (where == null || where.matches(row)) {
        accumulators[i].accumulate(row, slot.position());
      }
    }
  }

  /**
   * Adds all that another state holds, and leaves the other as it is: it can be merged into a
   * second state as well.
   *
   * @throws IllegalArgumentException if the other is this, or of another aggregation
   */
  public void merge(Accumulators other) {
    if (other == this || !slots.equals(other.slots)) {
      throw new IllegalArgumentException("accumulators: expected others of the same aggregation");
    }
    for (int i = 0; i < accumulators.length; i++) {
      accumulators[i].merge(other.accumulators[i]);
    }
  }

  /** True if nothing was added; rows that no measure counts (null or filtered) add nothing. */
  public boolean isEmpty() {
    for (Accumulator accumulator : accumulators) {
      if (!accumulator.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  public Accumulator at(int slot) {
    return accumulators[slot];
  }

  public void write(StateWriter out) {
    out.unsigned(accumulators.length);
    for (int i = 0; i < accumulators.length; i++) {
      slots.get(i).writeShape(out);
      accumulators[i].write(out);
    }
  }

  /** Fills this, which is empty, from bytes; false if they are of an aggregation of other shape. */
  public boolean read(StateReader in) {
    if (in.unsigned("number of accumulators") != slots.size()) {
      return false;
    }
    for (int i = 0; i < accumulators.length; i++) {
      if (!slots.get(i).isShapeNext(in)) {
        return false;
      }
      accumulators[i] = slots.get(i).read(in);
    }
    return true;
  }
}
