package dev.rollcall.core.aggregate;

import dev.rollcall.core.record.Column;
import java.util.List;
import java.util.Set;

/**
 * The shape of one aggregation's readable results.
 *
 * <p>The DECIMAL of a measure has room for whatever the measure can become, so that no total ends a
 * run: a sum of 10<sup>15</sup> values, each the largest of its column. A store whose decimals have
 * fewer digits stores the exact ones as text, and may round the {@code roundedMeasures} to its own.
 *
 * @param aggregation the aggregation's name; a store names its collection or table so
 * @param groupColumns the group-by columns and, for a window, {@code window_start} and {@code
 *     window_end}; values may be null
 * @param measureColumns one column per measure
 * @param roundedMeasures the names of those that are no exact figures: means and ratios
 */
public record AggregateTable(
    String aggregation,
    List<Column> groupColumns,
    List<Column> measureColumns,
    Set<String> roundedMeasures) {

  public AggregateTable {
    groupColumns = List.copyOf(groupColumns);
    measureColumns = List.copyOf(measureColumns);
    roundedMeasures = Set.copyOf(roundedMeasures);
  }

  /** With measures that are all exact. */
  public AggregateTable(
      String aggregation, List<Column> groupColumns, List<Column> measureColumns) {
    this(aggregation, groupColumns, measureColumns, Set.of());
  }
}
