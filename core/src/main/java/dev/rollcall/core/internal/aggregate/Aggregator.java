package dev.rollcall.core.internal.aggregate;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.AggregateTable;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.aggregate.Measure;
import dev.rollcall.core.internal.accumulator.Accumulator;
import dev.rollcall.core.internal.accumulator.AccumulatorSpec;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.internal.accumulator.CountAccumulator;
import dev.rollcall.core.internal.accumulator.Decimals;
import dev.rollcall.core.internal.accumulator.DistinctAccumulator;
import dev.rollcall.core.internal.accumulator.MinMaxAccumulator;
import dev.rollcall.core.internal.accumulator.QuantilesAccumulator;
import dev.rollcall.core.internal.accumulator.SumAccumulator;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Aggregation} bound to a schema: column positions are resolved. Immutable and
 * threadsafe.
 */
public final class Aggregator {

  /** No column, no slot. */
  static final int NONE = -1;

  /** A group-by column. */
  record GroupColumn(int position, ColumnType type, int scale) {

    @Nullable Object value(Row row) {
      Object value = row.get(position);
      return value instanceof BigDecimal decimal ? Decimals.at(decimal, scale) : value;
    }
  }

  /** A measure and the slot it reads; {@link #NONE} for a ratio. */
  record BoundMeasure(Measure measure, int slot) {}

  private final Aggregation aggregation;
  private final String pipeline;
  private final AggregateTable table;
  private final List<GroupColumn> groupColumns;
  private final Aggregation.@Nullable Window window;
  private final int windowColumn;
  private final List<AccumulatorSpec> slots;
  private final List<BoundMeasure> measures;

  Aggregator(
      Aggregation aggregation,
      String pipeline,
      AggregateTable table,
      List<GroupColumn> groupColumns,
      int windowColumn,
      List<AccumulatorSpec> slots,
      List<BoundMeasure> measures) {
    this.aggregation = aggregation;
    this.pipeline = pipeline;
    this.table = table;
    this.groupColumns = List.copyOf(groupColumns);
    this.window = aggregation.window().orElse(null);
    this.windowColumn = windowColumn;
    this.slots = List.copyOf(slots);
    this.measures = List.copyOf(measures);
  }

  /**
   * An aggregation over rows of a schema, for a pipeline of that name.
   *
   * @throws dev.rollcall.core.error.ConfigurationException with every column that is missing or of
   *     a type that cannot be used so
   */
  public static Aggregator of(Aggregation aggregation, String pipeline, Schema schema) {
    return new AggregationBinding(aggregation, schema).aggregator(pipeline);
  }

  /** The aggregation. */
  public Aggregation aggregation() {
    return aggregation;
  }

  /**
   * The document a row belongs to. A null group value is a group of its own, other than the empty
   * string. The window is that of the window column or, if there is none, of the record's time; a
   * row whose window column is null, or beyond 64 bits of milliseconds, or whose record has no
   * time, is not lost but belongs to the window whose start is null.
   */
  public AggregateKey key(Row row, @Nullable Instant recordTime) {
    List<@Nullable Object> group = new ArrayList<>(groupColumns.size());
    for (GroupColumn column : groupColumns) {
      group.add(column.value(row));
    }
    Instant windowStart = null;
    if (window != null) {
      windowStart =
          window.startOf(windowColumn == NONE ? recordTime : row.getTimestamp(windowColumn));
    }
    return new AggregateKey(pipeline, aggregation.name(), group, windowStart);
  }

  /** An empty state. */
  public Accumulators create() {
    return new Accumulators(slots);
  }

  /** The columns of {@link #result}. */
  public AggregateTable table() {
    return table;
  }

  /**
   * The readable result, in the order of the columns of {@link #table}: group values, window
   * bounds, measures, as the Java types of {@link ColumnType} or null.
   */
  public Map<String, @Nullable Object> result(AggregateKey key, Accumulators accumulators) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    List<String> groupBy = aggregation.groupBy();
    for (int i = 0; i < groupBy.size(); i++) {
      result.put(groupBy.get(i), key.group().get(i));
    }
    if (window != null) {
      result.put(AggregationBuilder.WINDOW_START, key.windowStart());
      result.put(AggregationBuilder.WINDOW_END, window.endOf(key.windowStart()));
    }
    // a ratio may stand before its operands: those first, then the columns in their order
    Map<String, @Nullable Object> measured = new LinkedHashMap<>();
    for (BoundMeasure bound : measures) {
      if (bound.slot() != NONE) {
        measured.put(
            bound.measure().name(), finish(bound.measure(), accumulators.at(bound.slot())));
      }
    }
    for (BoundMeasure bound : measures) {
      Measure measure = bound.measure();
      result.put(
          measure.name(),
          bound.slot() == NONE ? ratio(measure, measured) : measured.get(measure.name()));
    }
    return result;
  }

  private static @Nullable Object finish(Measure measure, Accumulator state) {
    return switch (measure.kind()) {
      case COUNT -> ((CountAccumulator) state).count();
      case SUM -> ((SumAccumulator) state).sum();
      case MEAN -> ((SumAccumulator) state).mean(measure.scale());
      case MIN, MAX -> ((MinMaxAccumulator) state).extreme();
      case DISTINCT -> ((DistinctAccumulator) state).distinct();
      case QUANTILE -> ((QuantilesAccumulator) state).quantile(measure.quantile());
      case RATIO -> throw new IllegalStateException("a ratio has no state");
    };
  }

  private static @Nullable BigDecimal ratio(
      Measure measure, Map<String, @Nullable Object> measured) {
    BigDecimal numerator = decimal(measured.get(measure.operands().get(0)));
    BigDecimal denominator = decimal(measured.get(measure.operands().get(1)));
    return numerator == null || denominator == null || denominator.signum() == 0
        ? null
        : numerator.divide(denominator, measure.scale(), RoundingMode.HALF_EVEN);
  }

  private static @Nullable BigDecimal decimal(@Nullable Object number) {
    return number instanceof Long whole ? BigDecimal.valueOf(whole) : (BigDecimal) number;
  }
}
