package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.aggregate.Measure.Condition;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A condition on the column at a position, its values in the column's own form. Threadsafe. */
public record BoundCondition(int position, ColumnType type, int scale, Set<Object> values) {

  public BoundCondition {
    values = Set.copyOf(values);
  }

  /** Binds a condition without a {@link #problem} to this column. */
  public static BoundCondition of(Condition condition, int position, Column column) {
    return new BoundCondition(
        position,
        column.type(),
        column.scale(),
        condition.values().stream().map(value -> form(value, column)).collect(Collectors.toSet()));
  }

  /** Why the condition cannot apply to this column; empty if it can. */
  public static Optional<String> problem(Condition condition, Column column) {
    Class<?> expected =
        switch (column.type()) {
          case STRING -> String.class;
          case BOOLEAN -> Boolean.class;
          case INT64 -> Long.class;
          case DECIMAL -> BigDecimal.class;
          case DATE -> LocalDate.class;
          case TIMESTAMP -> Instant.class;
          case UUID -> UUID.class;
          case FLOAT64, JSON, BYTES -> Void.class;
        };
    if (expected == Void.class) {
      return Optional.of(
          "a condition on "
              + column.type()
              + " column '"
              + column.name()
              + "' is not possible; expected STRING, BOOLEAN, INT64, DECIMAL, DATE, TIMESTAMP or"
              + " UUID");
    }
    for (Object value : condition.values()) {
      boolean wholeForDecimal = expected == BigDecimal.class && value instanceof Long;
      boolean tooManyDigits =
          expected == BigDecimal.class
              && value instanceof BigDecimal decimal
              && decimal.stripTrailingZeros().scale() > column.scale();
      if (tooManyDigits || !(wholeForDecimal || expected.isInstance(value))) {
        return Optional.of(
            "the condition on column '"
                + column.name()
                + "' compares it with "
                + (tooManyDigits
                    ? "more digits than it has"
                    : "a " + value.getClass().getSimpleName())
                + "; expected "
                + (expected == BigDecimal.class ? column : expected.getSimpleName()));
      }
    }
    return Optional.empty();
  }

  private static Object form(Object value, Column column) {
    if (column.type() != ColumnType.DECIMAL) {
      return value;
    }
    BigDecimal decimal =
        value instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) value;
    return Decimals.at(decimal, column.scale());
  }

  boolean matches(Row row) {
    Object value = row.get(position);
    if (value == null) {
      return false;
    }
    return values.contains(
        type == ColumnType.DECIMAL ? Decimals.at((BigDecimal) value, scale) : value);
  }
}
