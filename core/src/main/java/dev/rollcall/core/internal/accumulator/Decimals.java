package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Decimals at the scale of their column. Threadsafe. */
public final class Decimals {

  /** Digits that the DECIMAL of a sum, a mean or a ratio has at least: {@value}. */
  static final int PRECISION = 34;

  /** Most digits that a store's decimal, or its text, has: PostgreSQL's. {@value}. */
  public static final int MOST_DIGITS = 1_000;

  /**
   * Digits that a sum has more than its values: {@value}. A sum of 10<sup>15</sup> values of a
   * group, each the largest of its column, still fits; at a million a second that is 31 years.
   */
  public static final int GROWTH = 15;

  private static final int INT64_DIGITS = 19;

  private Decimals() {}

  /**
   * The value at a scale. A value that is finer than its column, which no decoder makes, is rounded
   * half to even: an aggregate never loses an element.
   */
  public static BigDecimal at(BigDecimal value, int scale) {
    return value.scale() == scale ? value : value.setScale(scale, RoundingMode.HALF_EVEN);
  }

  /** Digits of the values of an exact number's column. */
  public static int digits(Column column) {
    return column.type() == ColumnType.DECIMAL ? column.precision() : INT64_DIGITS;
  }

  /** The result column of a figure that has at most so many digits. */
  public static Column column(String name, int digits, int scale) {
    return new Column(
        name,
        ColumnType.DECIMAL,
        Math.max(PRECISION, Math.max(digits, scale)),
        scale,
        Column.Sensitivity.PUBLIC);
  }
}
