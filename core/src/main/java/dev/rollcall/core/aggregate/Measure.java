package dev.rollcall.core.aggregate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One measure of an {@link Aggregation}: a column of its results. Made by {@link
 * AggregationBuilder}. Immutable, serializable and threadsafe.
 *
 * @param name its column in the results
 * @param kind what it measures
 * @param column the column that is measured; null for COUNT and RATIO
 * @param where which rows are measured; null for all
 * @param scale digits behind the point, for MEAN and RATIO; 0 otherwise
 * @param quantile which quantile, from 0 to 1, for QUANTILE; 0 otherwise
 * @param operands numerator and denominator, for RATIO: names of measures; empty otherwise
 */
public record Measure(
    String name,
    Kind kind,
    @Nullable String column,
    @Nullable Condition where,
    int scale,
    double quantile,
    List<String> operands)
    implements Serializable {

  /** What a measure can be, and its error. */
  public enum Kind {
    /** How many rows. INT64, exact; 0 of none. */
    COUNT,
    /** The sum of the values. DECIMAL, exact; 0 of none. */
    SUM,
    /** The exact sum by the number of values, rounded half to even to its scale; null of none. */
    MEAN,
    /** The least value. Its column's type, exact; null of none. */
    MIN,
    /** The greatest value. Its column's type, exact; null of none. */
    MAX,
    /**
     * How many different values. INT64; exact up to 1,024, beyond that with a standard error of
     * about 1.2 %; 0 of none.
     */
    DISTINCT,
    /**
     * The value at rank floor(q·(n-1)), from 0, of the n values in ascending order. FLOAT64; exact
     * for INT64 columns of at most 1,024 different values (rounded to a double beyond 2^53),
     * otherwise within 1 % of that value; null of none.
     */
    QUANTILE,
    /** One measure by another, rounded half to even to its scale; null by 0. DECIMAL. */
    RATIO
  }

  public Measure {
    operands = List.copyOf(operands);
  }

  static Measure of(Kind kind, String name, @Nullable String column) {
    int scale = kind == Kind.MEAN ? AggregationBuilder.DEFAULT_SCALE : 0;
    return new Measure(name, kind, column, null, scale, 0, List.of());
  }

  static Measure quantile(String column, double q) {
    return new Measure(percentile(q) + "_" + column, Kind.QUANTILE, column, null, 0, q, List.of());
  }

  static Measure ratio(String name, String numerator, String denominator) {
    return new Measure(
        name,
        Kind.RATIO,
        null,
        null,
        AggregationBuilder.DEFAULT_SCALE,
        0,
        List.of(numerator, denominator));
  }

  Measure named(String otherName) {
    return new Measure(otherName, kind, column, where, scale, quantile, operands);
  }

  Measure where(Condition condition) {
    return new Measure(name, kind, column, condition, scale, quantile, operands);
  }

  Measure scaled(int otherScale) {
    return new Measure(name, kind, column, where, otherScale, quantile, operands);
  }

  boolean hasScale() {
    return kind == Kind.MEAN || kind == Kind.RATIO;
  }

  /** Stable text, part of the aggregation's fingerprint: {@code mean_age: MEAN of age scale 6}. */
  public String describe() {
    StringBuilder text = new StringBuilder(name).append(": ").append(kind);
    if (column != null) {
      text.append(" of ").append(column);
    }
    if (kind == Kind.QUANTILE) {
      text.append(" at ").append(quantile);
    }
    if (kind == Kind.RATIO) {
      text.append(" of ").append(String.join(" by ", operands));
    }
    if (hasScale()) {
      text.append(" scale ").append(scale);
    }
    if (where != null) {
      text.append(" where ").append(where.describe());
    }
    return text.toString();
  }

  /** {@code p50}, {@code p99_9}. */
  private static String percentile(double q) {
    if (!Double.isFinite(q)) {
      return "p" + q;
    }
    BigDecimal percent = BigDecimal.valueOf(q).movePointRight(2).stripTrailingZeros();
    return "p" + percent.toPlainString().replace('.', '_');
  }
}
