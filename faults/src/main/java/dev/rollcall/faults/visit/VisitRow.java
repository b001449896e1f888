package dev.rollcall.faults.visit;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The row of a person, without the key.
 *
 * @param amount without trailing zeros
 */
public record VisitRow(
    @Nullable String city, @Nullable BigDecimal amount, long mark, @Nullable String note) {

  public VisitRow {
    amount = amount == null ? null : amount.stripTrailingZeros();
  }
}
