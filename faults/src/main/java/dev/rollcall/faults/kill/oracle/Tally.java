package dev.rollcall.faults.kill.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What a group must hold.
 *
 * @param count how many records
 * @param amount the sum of their amounts
 * @param marks the exact sum of their 64-bit marks, so that a loss and a double cannot cancel
 */
record Tally(long count, BigDecimal amount, BigInteger marks) {

  static final Tally NONE = new Tally(0, BigDecimal.ZERO, BigInteger.ZERO);

  Tally plus(BigDecimal moreAmount, long mark) {
    return new Tally(count + 1, amount.add(moreAmount), marks.add(BigInteger.valueOf(mark)));
  }

  boolean sameAs(Tally other) {
    return count == other.count && amount.compareTo(other.amount) == 0 && marks.equals(other.marks);
  }
}
