package dev.rollcall.faults.shape;

import java.math.BigInteger;

/**
 * What a group must hold.
 *
 * @param count how many records
 * @param marks the exact sum of their marks
 */
record Tally(long count, BigInteger marks) {

  static final Tally NONE = new Tally(0, BigInteger.ZERO);

  Tally plus(Tally more) {
    return new Tally(count + more.count, marks.add(more.marks));
  }
}
