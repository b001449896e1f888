package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.record.Row;

/** Counts rows exactly; {@link ArithmeticException} beyond 2^63 - 1. */
public final class CountAccumulator implements Accumulator {

  private long count;

  static CountAccumulator read(StateReader in) {
    CountAccumulator read = new CountAccumulator();
    read.count = in.tally("count");
    return read;
  }

  public long count() {
    return count;
  }

  @Override
  public void accumulate(Row row, int position, RowPlace place) {
    add();
  }

  /** Counts a row. */
  void add() {
    count = Math.addExact(count, 1);
  }

  @Override
  public void merge(Accumulator other) {
    count = Math.addExact(count, ((CountAccumulator) other).count);
  }

  @Override
  public boolean isEmpty() {
    return count == 0;
  }

  @Override
  public void write(StateWriter out) {
    out.unsigned(count);
  }
}
