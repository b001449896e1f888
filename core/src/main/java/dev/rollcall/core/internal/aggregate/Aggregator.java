package dev.rollcall.core.internal.aggregate;

import dev.rollcall.core.aggregate.AggregateKey;
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
import dev.rollcall.core.internal.accumulator.OnceCountAccumulator;
import dev.rollcall.core.internal.accumulator.OnceSumAccumulator;
import dev.rollcall.core.internal.accumulator.QuantilesAccumulator;
import dev.rollcall.core.internal.accumulator.SumAccumulator;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Aggregation} bound to a schema, with resolved column positions. Immutable and
 * threadsafe.
 */
public final class Aggregator {

  /** The position of no column, the index of no accumulator. */
  static final int NONE = -1;

  /** A group-by column. */
  record GroupColumn(int position, ColumnType type, int scale) {

    @Nullable Object value(Row row) {
      Object value = row.get(position);
      return value instanceof BigDecimal decimal ? Decimals.at(decimal, scale) : value;
    }
  }

  /** A measure and the index of its accumulator; {@link #NONE} for a ratio. */
  record BoundMeasure(Measure measure, int accumulator) {}

  private final Aggregation aggregation;
  private final String pipeline;
  private final Aggregation.Table table;
  private final GroupColumn[] groupColumns;
  private final @Nullable Windows windows;
  private final int windowsPerRow;
  private final long hop;
  private final int windowColumn;
  private final AccumulatorSpec[] specs;
  private final BoundMeasure[] measures;

  Aggregator(
      Aggregation aggregation,
      String pipeline,
      Aggregation.Table table,
      List<GroupColumn> groupColumns,
      int windowColumn,
      List<AccumulatorSpec> specs,
      List<BoundMeasure> measures) {
    this.aggregation = aggregation;
    this.pipeline = pipeline;
    this.table = table;
    this.groupColumns = groupColumns.toArray(GroupColumn[]::new);
    this.windows = aggregation.window().map(Windows::of).orElse(null);
    this.windowsPerRow = aggregation.window().map(Aggregation.Window::perRow).orElse(1);
    this.hop = windows instanceof Windows.Fixed fixed ? fixed.every() : 0;
    this.windowColumn = windowColumn;
    this.specs = specs.toArray(AccumulatorSpec[]::new);
    this.measures = measures.toArray(BoundMeasure[]::new);
  }

  /**
   * Binds an aggregation to the rows of a schema.
   *
   * @throws dev.rollcall.core.error.ConfigurationException listing every column that is missing or
   *     of an unsuitable type
   */
  public static Aggregator of(Aggregation aggregation, String pipeline, Schema schema) {
    return new AggregationBinding(aggregation, schema).aggregator(pipeline);
  }

  /** The aggregation. */
  public Aggregation aggregation() {
    return aggregation;
  }

  /**
   * Returns the key of the document that a row belongs to; of several, that of the latest window. A
   * null group value is a group of its own, distinct from the empty string. The window is that of
   * the window column or, without one, of the record's time; a row without such a time, or one with
   * a window beyond 64 bits of milliseconds, belongs to the window whose start is null, and to no
   * other.
   */
  public AggregateKey key(Row row, @Nullable Instant recordTime) {
    @Nullable Object[] group = new Object[groupColumns.length];
    for (int i = 0; i < group.length; i++) {
      group[i] = groupColumns[i].value(row);
    }
    return key(group, windows == null ? null : windows.startOf(moment(row, recordTime)));
  }

  AggregateKey key(@Nullable Object[] group, @Nullable Instant windowStart) {
    return new AggregateKey(pipeline, aggregation.name(), Arrays.asList(group), windowStart);
  }

  /** What decides the window of a row. */
  @Nullable Instant moment(Row row, @Nullable Instant recordTime) {
    return windowColumn == NONE ? recordTime : row.getTimestamp(windowColumn);
  }

  /** The group-by columns, of which nobody changes any. */
  GroupColumn[] groupColumns() {
    return groupColumns;
  }

  /** The windows; null without. */
  @Nullable Windows windows() {
    return windows;
  }

  /** How many windows a row is in; 1 without windows. */
  public int windowsPerRow() {
    return windowsPerRow;
  }

  /** The keys of a row's other documents, by that of its latest window. */
  public List<AggregateKey> earlier(AggregateKey latest) {
    Instant start = latest.windowStart();
    if (windowsPerRow == 1 || start == null) {
      return List.of();
    }
    List<AggregateKey> keys = new ArrayList<>(windowsPerRow - 1);
    for (int i = 1; i < windowsPerRow; i++) {
      keys.add(
          new AggregateKey(
              pipeline, aggregation.name(), latest.group(), start.minusMillis(i * hop)));
    }
    return keys;
  }

  /**
   * How many (row, window) pairs a row is of in the document of this key. One without a window
   * stands for all of its windows, so that each row is as many pairs.
   */
  public int pairsPerRow(AggregateKey key) {
    return key.windowStart() == null ? windowsPerRow : 1;
  }

  /** Creates an empty state. */
  public Accumulators create() {
    return new Accumulators(specs);
  }

  /** The columns of {@link #result}. */
  public Aggregation.Table table() {
    return table;
  }

  /**
   * The readable result, in the order of the columns of {@link #table}: group values, window
   * bounds, measures, as the Java types of {@link ColumnType} or null.
   */
  public Map<String, @Nullable Object> result(AggregateKey key, Accumulators accumulators) {
    List<String> groupBy = aggregation.groupBy();
    Map<String, @Nullable Object> result =
        new LinkedHashMap<>(2 * (groupBy.size() + 2 + measures.length));
    for (int i = 0; i < groupBy.size(); i++) {
      result.put(groupBy.get(i), key.group().get(i));
    }
    if (windows != null) {
      result.put(AggregationBuilder.WINDOW_START, key.windowStart());
      result.put(AggregationBuilder.WINDOW_END, windows.endOf(key.windowStart()));
    }
    boolean hasRatios = false;
    for (BoundMeasure bound : measures) {
      boolean isRatio = bound.accumulator() == NONE;
      hasRatios |= isRatio;
      result.put(
          bound.measure().name(),
          isRatio ? null : finish(bound.measure(), accumulators.at(bound.accumulator())));
    }
    if (hasRatios) {
      // a ratio may precede its operands; put again, it keeps its place
      for (BoundMeasure bound : measures) {
        if (bound.accumulator() == NONE) {
          result.put(bound.measure().name(), ratio(bound.measure(), result));
        }
      }
    }
    return result;
  }

  private static @Nullable Object finish(Measure measure, Accumulator state) {
    return switch (measure.kind()) {
      case COUNT ->
          state instanceof OnceCountAccumulator once
              ? once.count()
              : (Object) ((CountAccumulator) state).count();
      case SUM -> {
        SumAccumulator sum = sum(state);
        yield sum == null ? null : sum.sum();
      }
      case MEAN -> {
        SumAccumulator sum = sum(state);
        yield sum == null ? null : sum.mean(measure.scale());
      }
      case MIN, MAX -> ((MinMaxAccumulator) state).extreme();
      case DISTINCT -> ((DistinctAccumulator) state).distinct();
      case QUANTILE -> ((QuantilesAccumulator) state).quantile(measure.quantile());
      case RATIO -> throw new IllegalStateException("a ratio has no state");
    };
  }

  private static @Nullable SumAccumulator sum(Accumulator state) {
    return state instanceof OnceSumAccumulator once ? once.total() : (SumAccumulator) state;
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
