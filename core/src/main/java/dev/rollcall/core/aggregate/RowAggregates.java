package dev.rollcall.core.aggregate;

import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates rows in memory, without a pipeline or a store: for a file, or in a test. The results
 * are those that a pipeline keeps. Not threadsafe.
 */
public final class RowAggregates {

  private final Aggregator aggregator;
  private final Map<AggregateKey, Accumulators> groups = new HashMap<>();

  private RowAggregates(Aggregator aggregator) {
    this.aggregator = aggregator;
  }

  /**
   * Of rows of this schema.
   *
   * @throws dev.rollcall.core.error.ConfigurationException with every column that is missing or of
   *     a type that cannot be used so
   */
  public static RowAggregates of(Aggregation aggregation, Schema schema) {
    return new RowAggregates(Aggregator.of(aggregation, "rows", schema));
  }

  /** The columns of the results. */
  public AggregateTable table() {
    return aggregator.table();
  }

  /**
   * Counts a row in its group.
   *
   * @param recordTime decides the window if the aggregation names no column for it; may be null
   */
  public void add(Row row, @Nullable Instant recordTime) {
    groups.computeIfAbsent(aggregator.key(row, recordTime), key -> aggregator.create()).add(row);
  }

  /**
   * Passes each group with its result so far, in no particular order: values by the names of the
   * columns of {@link #table}, as the Java types of their column types, or null.
   */
  public void forEach(BiConsumer<AggregateKey, Map<String, @Nullable Object>> action) {
    groups.forEach((key, state) -> action.accept(key, aggregator.result(key, state)));
  }
}
