package dev.rollcall.core.aggregate;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.rollcall.core.error.ConfigurationException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One measure of an {@link Aggregation}: a column of its results. Made by {@link
 * AggregationBuilder}. Immutable, serializable and threadsafe.
 *
 * @param name its column in the results
 * @param kind what it measures
 * @param column the column that is measured; null for COUNT and RATIO
 * @param where which rows are measured; null for all
 * @param oncePer of rows with the same value in this column one is measured; null for all
 * @param scale digits behind the point, for MEAN and RATIO; 0 otherwise
 * @param quantile which quantile, from 0 to 1, for QUANTILE; 0 otherwise
 * @param operands numerator and denominator, for RATIO: names of measures; empty otherwise
 */
public record Measure(
    String name,
    Kind kind,
    @Nullable String column,
    @Nullable Condition where,
    @Nullable String oncePer,
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
    return new Measure(name, kind, column, null, null, scale, 0, List.of());
  }

  static Measure quantile(String column, double q) {
    return new Measure(
        percentile(q) + "_" + column, Kind.QUANTILE, column, null, null, 0, q, List.of());
  }

  static Measure ratio(String name, String numerator, String denominator) {
    return new Measure(
        name,
        Kind.RATIO,
        null,
        null,
        null,
        AggregationBuilder.DEFAULT_SCALE,
        0,
        List.of(numerator, denominator));
  }

  Measure named(String otherName) {
    return new Measure(otherName, kind, column, where, oncePer, scale, quantile, operands);
  }

  Measure where(Condition condition) {
    return new Measure(name, kind, column, condition, oncePer, scale, quantile, operands);
  }

  Measure oncePer(String idColumn) {
    return new Measure(name, kind, column, where, idColumn, scale, quantile, operands);
  }

  Measure scaled(int otherScale) {
    return new Measure(name, kind, column, where, oncePer, otherScale, quantile, operands);
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
    if (oncePer != null) {
      text.append(" once per ").append(oncePer);
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

  /**
   * Which rows a measure counts: {@code Condition.column("event_type").is("purchase")}. It is
   * declared, not code, so that it is part of the fingerprint. A row whose value is null never
   * matches. Immutable, serializable and threadsafe. That the values fit the column's type is
   * checked when the aggregation is bound to a schema.
   */
  public static final class Condition implements Serializable {

    private final String column;
    private final List<Object> values;
    private final String description;

    private Condition(String column, List<Object> values) {
      // sorted and without repeats, so that one set of values has one description
      Map<String, Object> byText = new TreeMap<>();
      for (Object value : values) {
        Object plain = plain(column, value);
        byText.put(text(plain), plain);
      }
      this.column = column;
      this.values = List.copyOf(byText.values());
      this.description = text(column) + " in [" + String.join(", ", byText.keySet()) + "]";
    }

    /** Starts a condition on a column. */
    public static On column(String column) {
      return new On(ConfigurationException.requireNonNull(column, "condition: column"));
    }

    /** A column that a condition is to be put on. Immutable and threadsafe. */
    public static final class On {

      private final String column;

      private On(String column) {
        this.column = column;
      }

      /**
       * The column has this value: a String, Boolean, whole number, BigDecimal, LocalDate, Instant
       * or UUID.
       *
       * @throws ConfigurationException if the value is of another class
       */
      public Condition is(Object value) {
        return new Condition(
            column,
            List.of(ConfigurationException.requireNonNull(value, "condition on '" + column + "'")));
      }

      /**
       * The column has one of these values.
       *
       * @throws ConfigurationException if there are none or one is of a class that {@link #is}
       *     refuses
       */
      public Condition isIn(Object... values) {
        if (values.length == 0) {
          throw new ConfigurationException(
              "condition on column '" + column + "': got no values, expected at least one");
        }
        return new Condition(column, Arrays.asList(values));
      }
    }

    /** The column's name. */
    public String column() {
      return column;
    }

    /** The values that match, each once; whole numbers as Long. */
    public List<Object> values() {
      return values;
    }

    /** Stable text, part of the aggregation's fingerprint: {@code "gender" in ["male"]}. */
    public String describe() {
      return description;
    }

    private static Object plain(String column, Object value) {
      if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
        return ((Number) value).longValue();
      }
      if (value instanceof String
          || value instanceof Boolean
          || value instanceof Long
          || value instanceof BigDecimal
          || value instanceof LocalDate
          || value instanceof Instant
          || value instanceof UUID) {
        return value;
      }
      throw new ConfigurationException(
          "condition on column '"
              + column
              + "': got a value of "
              + value.getClass().getSimpleName()
              + ", expected a String, Boolean, whole number, BigDecimal, LocalDate, Instant or UUID");
    }

    /**
     * Strings quoted, numbers plain (a decimal without trailing zeros), other values with a mark.
     */
    private static String text(Object value) {
      if (value instanceof String string) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(string)) + '"';
      }
      if (value instanceof BigDecimal decimal) {
        return decimal.stripTrailingZeros().toPlainString();
      }
      if (value instanceof Long || value instanceof Boolean) {
        return value.toString();
      }
      return value.getClass().getSimpleName() + ' ' + value;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Condition that && description.equals(that.description);
    }

    @Override
    public int hashCode() {
      return description.hashCode();
    }

    @Override
    public String toString() {
      return description;
    }
  }
}
