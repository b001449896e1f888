package dev.rollcall.core.internal.aggregate;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/** A schema with a column of every type, and rows of it. */
public final class Fixtures {

  public static final Instant NOW = Instant.parse("2024-02-29T12:34:56.789Z");

  public static final Schema SCHEMA =
      Schema.of(
          List.of(
              Column.of("user_id", ColumnType.UUID),
              Column.of("nationality", ColumnType.STRING),
              Column.of("age", ColumnType.INT64),
              Column.decimal("price", 12, 2),
              Column.of("height", ColumnType.FLOAT64),
              Column.of("member", ColumnType.BOOLEAN),
              Column.of("ordered_at", ColumnType.TIMESTAMP),
              Column.of("birthday", ColumnType.DATE),
              Column.of("raw", ColumnType.JSON),
              Column.of("photo", ColumnType.BYTES)),
          "user_id");

  private Fixtures() {}

  /** A row with one value and nulls. */
  public static Row row(String column, Object value) {
    return row(Map.of(column, value));
  }

  public static Row row(Map<String, Object> values) {
    return Row.of(SCHEMA, SCHEMA.names().stream().map(values::get).toArray());
  }

  public static Aggregator bind(AggregationBuilder declared) {
    return Aggregator.of(declared.build(), "pipeline", SCHEMA);
  }

  public static AggregationBuilder people() {
    return Aggregation.named("people");
  }

  /** The results, by name, of all rows together. */
  public static Map<String, Object> result(Aggregator aggregator, Row... rows) {
    Accumulators state = aggregator.create();
    for (Row row : rows) {
      state.add(row);
    }
    return result(aggregator, state);
  }

  public static Map<String, Object> result(Aggregator aggregator, Accumulators state) {
    return aggregator.result(aggregator.key(row(Map.of()), NOW), state);
  }

  /** A state of ages: the operator's values of 0 up to a count. */
  public static Accumulators ages(Aggregator aggregator, long count, LongUnaryOperator age) {
    Accumulators state = aggregator.create();
    LongStream.range(0, count).map(age).forEach(value -> state.add(row("age", value)));
    return state;
  }
}
