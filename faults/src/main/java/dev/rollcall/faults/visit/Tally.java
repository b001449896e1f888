package dev.rollcall.faults.visit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

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
  public static Tally of(Map<String, ?> document) {
    return new Tally(
        number(document, "count").longValueExact(),
        number(document, "sum_amount"),
        number(document, "sum_mark").toBigIntegerExact());
  }

  private static BigDecimal number(Map<String, ?> document, String field) {
    return new BigDecimal(String.valueOf(document.get(field)));
  }

  Tally plus(Tally more) {
    return new Tally(count + more.count, amount.add(more.amount), marks.add(more.marks));
  }
}
