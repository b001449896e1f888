package dev.rollcall.core.aggregate;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Decimals at the scale of their column. Threadsafe. */
final class Decimals {

  /**
   * Digits of the DECIMAL of a sum, a mean or a ratio: {@value}, what the decimals of every store
   * hold, IEEE 754 decimal128 included.
   */
  static final int PRECISION = 34;

  private Decimals() {}

  /**
   * The value at a scale. A value that is finer than its column, which no decoder makes, is rounded
   * half to even: an aggregate never loses an element.
   */
  static BigDecimal at(BigDecimal value, int scale) {
    return value.scale() == scale ? value : value.setScale(scale, RoundingMode.HALF_EVEN);
  }
}
