package dev.rollcall.core.aggregate;

import dev.rollcall.core.record.Column;
import java.util.List;

/**
 * The shape of one aggregation's readable results.
 *
 * @param aggregation the aggregation's name; a store names its collection or table so
 * @param groupColumns the group-by columns and, for a window, {@code window_start} and {@code
 *     window_end}; values may be null
 * @param measureColumns one column per measure
 */
public record AggregateTable(
    String aggregation, List<Column> groupColumns, List<Column> measureColumns) {

  public AggregateTable {
    groupColumns = List.copyOf(groupColumns);
    measureColumns = List.copyOf(measureColumns);
  }
}
