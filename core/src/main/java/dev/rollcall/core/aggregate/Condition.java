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

/**
 * Which rows a measure counts: {@code Condition.column("event_type").is("purchase")}. It is
 * declared, not code, so that it is part of the fingerprint. A row whose value is null never
 * matches. Immutable, serializable and threadsafe. That the values fit the column's type is checked
 * when the aggregation is bound to a schema.
 */
public final class Condition implements Serializable {

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
     * The column has this value: a String, Boolean, whole number, BigDecimal, LocalDate, Instant or
     * UUID.
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

  /** Strings quoted, numbers plain (a decimal without trailing zeros), other values with a mark. */
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
