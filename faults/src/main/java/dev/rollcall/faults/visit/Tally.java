package dev.rollcall.faults.visit;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * What a group must hold.
 *
 * @param count how many records
 * @param amount the sum of their amounts, without trailing zeros
 * @param marks the exact sum of their marks
 */
public record Tally(long count, BigDecimal amount, BigInteger marks) {

  static final Tally NONE = new Tally(0, BigDecimal.ZERO, BigInteger.ZERO);

  public Tally {
    amount = amount.stripTrailingZeros();
  }

  /** Of a document's fields, numbers of whatever type. */
  public static Tally of(Object count, Object amount, Object marks) {
    return new Tally(
        new BigDecimal(count.toString()).longValueExact(),
        new BigDecimal(amount.toString()),
        new BigDecimal(marks.toString()).toBigIntegerExact());
  }

  Tally plus(Tally more) {
    return new Tally(count + more.count, amount.add(more.amount), marks.add(more.marks));
  }
}
