package dev.rollcall.core.aggregate;

import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.internal.accumulator.RowPlace;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.aggregate.GroupTable;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourcePartition;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of which group of rows: a name, group-by columns, perhaps a window, and
 * measures. Immutable, serializable and threadsafe.
 *
 * <pre>{@code
 * Aggregation.named("orders_by_country")
 *     .groupBy("country")
 *     .tumbling(Duration.ofHours(1), "ordered_at")
 *     .count()
 *     .count().where(Condition.column("event_type").is("purchase")).as("purchases")
 *     .ratio("conversion", "purchases", "count")
 *     .sum("price").mean("price").scale(2)
 *     .count().oncePer("order_id").as("orders")
 *     .distinct("user_id").quantiles("price", 0.5, 0.95)
 *     .build();
 * }</pre>
 */
public final class Aggregation implements Serializable {

  private final String name;
  private final List<String> groupBy;
  private final @Nullable Window window;
  private final List<Measure> measures;

  Aggregation(String name, List<String> groupBy, @Nullable Window window, List<Measure> measures) {
    this.name = name;
    this.groupBy = List.copyOf(groupBy);
    this.window = window;
    this.measures = List.copyOf(measures);
  }

  /** Starts an aggregation of this name: its collection or table is named so. */
  public static AggregationBuilder named(String name) {
    return new AggregationBuilder(name);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The group-by columns; empty for one group of all rows. */
  public List<String> groupBy() {
    return groupBy;
  }

  /** The window, if there is one. */
  public Optional<Window> window() {
    return Optional.ofNullable(window);
  }

  /** The measures, in the order of their columns; at least one. */
  public List<Measure> measures() {
    return measures;
  }

  /**
   * Aggregates rows of this schema in memory, without a pipeline or a store: for a file, or in a
   * test.
   *
   * @throws dev.rollcall.core.error.ConfigurationException with every column that is missing or of
   *     a type that cannot be used so
   */
  public Groups over(Schema schema) {
    return new Groups(Aggregator.of(this, "rows", schema));
  }

  /**
   * Stable text of everything that decides what a stored document means; part of a pipeline's
   * fingerprint. The column types are the schema's part of it.
   */
  public String describe() {
    return "aggregation "
        + name
        + " group by "
        + groupBy
        + (window == null ? "" : " " + window.describe())
        + measures.stream().map(Measure::describe).collect(Collectors.joining("; ", " {", "}"));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Aggregation that && describe().equals(that.describe());
  }

  @Override
  public int hashCode() {
    return describe().hashCode();
  }

  @Override
  public String toString() {
    return describe();
  }

  /**
   * Windows of one size: side by side, or hopping, so that a row is in several. A window holds its
   * start but not its end. Immutable, serializable and threadsafe.
   *
   * @param size how long a window is: a {@link java.time.Duration} of whole milliseconds, or a
   *     {@link java.time.Period} of whole days or of whole months, by the calendar of the zone
   * @param every how far one begins after another; the size where they are side by side
   * @param offset how long after 1970-01-01T00:00:00Z one of fixed size begins; 0 by default
   * @param zone whose midnights begin those by the calendar; UTC by default
   * @param column the TIMESTAMP column that decides; null for the timestamp of the record
   */
  public record Window(
      TemporalAmount size,
      TemporalAmount every,
      Duration offset,
      ZoneId zone,
      @Nullable String column)
      implements Serializable {

    /** How many windows a row is in; 1 where they are side by side. */
    public int perRow() {
      return size.equals(every)
          ? 1
          : Math.toIntExact(((Duration) size).dividedBy((Duration) every));
    }

    /**
     * Size and place, for people: {@code PT1H}, {@code PT1H every PT15M offset PT5M}, {@code P1M in
     * Europe/Paris}.
     */
    public String shape() {
      return size
          + (size.equals(every) ? "" : " every " + every)
          + (offset.isZero() ? "" : " offset " + offset)
          + (size instanceof Duration ? "" : " in " + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone));
    }

    String describe() {
      return (size.equals(every) ? "tumbling " : "hopping ")
          + shape()
          + " by "
          + (column == null ? "record timestamp" : "column " + column);
    }
  }

  /**
   * The shape of one aggregation's readable results.
   *
   * <p>The DECIMAL of a measure has room for whatever the measure can become, so that no total ends
   * a run: a sum of 10<sup>15</sup> values, each the largest of its column. A store whose decimals
   * have fewer digits stores the exact ones as text, and may round the {@code roundedMeasures} to
   * its own.
   *
   * @param aggregation the aggregation's name; a store names its collection or table so
   * @param groupColumns the group-by columns and, for a window, {@code window_start} and {@code
   *     window_end}; values may be null
   * @param measureColumns one column per measure
   * @param roundedMeasures the names of those that are no exact figures: means and ratios
   */
  public record Table(
      String aggregation,
      List<Column> groupColumns,
      List<Column> measureColumns,
      Set<String> roundedMeasures) {

    public Table {
      groupColumns = List.copyOf(groupColumns);
      measureColumns = List.copyOf(measureColumns);
      roundedMeasures = Set.copyOf(roundedMeasures);
    }

    /** With measures that are all exact. */
    public Table(String aggregation, List<Column> groupColumns, List<Column> measureColumns) {
      this(aggregation, groupColumns, measureColumns, Set.of());
    }
  }

  /**
   * Rows aggregated in memory. The results are those that a pipeline keeps. Not threadsafe: several
   * threads fill one each, which are merged at the end.
   */
  public static final class Groups {

    private final Aggregator aggregator;
    private final GroupTable<Accumulators> groups;
    private final Order order = new Order();
    private final BiConsumer<Accumulators, Row> adding = (state, row) -> state.add(row, order);

    /** The place of the row that is being added: how many were added before. */
    private static final class Order implements RowPlace {
      private static final SourcePartition ROWS = new SourcePartition("rows", 0);
      private long added;

      @Override
      public SourcePartition partition() {
        return ROWS;
      }

      @Override
      public long offset() {
        return added;
      }

      @Override
      public int ordinal() {
        return 0;
      }
    }

    private Groups(Aggregator aggregator) {
      this.aggregator = aggregator;
      this.groups = new GroupTable<>(aggregator, key -> aggregator.create());
    }

    /** The columns of the results. */
    public Table table() {
      return aggregator.table();
    }

    /**
     * Counts a row in its group, in each of its windows. Of rows with equal ids, where a measure
     * counts those once, the one added first counts.
     *
     * @param recordTime decides the window if the aggregation names no column for it; may be null
     */
    public void add(Row row, @Nullable Instant recordTime) {
      groups.each(row, recordTime, row, adding);
      order.added++;
    }

    /**
     * Adds what another has counted, which stays as it is.
     *
     * @throws IllegalArgumentException if the other is this one or of another aggregation, or if a
     *     measure counts equal ids once, since of two rows nobody knows which was added first
     */
    public void merge(Groups other) {
      if (other == this || !other.aggregator.aggregation().equals(aggregator.aggregation())) {
        throw new IllegalArgumentException("groups: expected others of the same aggregation");
      }
      List<Measure> measures = aggregator.aggregation().measures();
      if (measures.stream().anyMatch(measure -> measure.oncePer() != null)) {
        throw new IllegalArgumentException(
            "groups: expected no measure once per id; add all rows to one Groups instead");
      }
      other.groups.forEach((key, state) -> groups.at(key).merge(state));
    }

    /**
     * Passes each group with its result so far, in no particular order: values by the names of the
     * columns of {@link #table}, as the Java types of their column types, or null.
     */
    public void forEach(BiConsumer<AggregateKey, Map<String, @Nullable Object>> action) {
      groups.forEach((key, state) -> action.accept(key, aggregator.result(key, state)));
    }
  }
}
