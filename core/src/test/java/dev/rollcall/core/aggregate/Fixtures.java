package dev.rollcall.core.aggregate;

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
final class Fixtures {

  static final Instant NOW = Instant.parse("2024-02-29T12:34:56.789Z");

  static final Schema SCHEMA =
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
  static Row row(String column, Object value) {
    return row(Map.of(column, value));
  }

  static Row row(Map<String, Object> values) {
    return Row.of(SCHEMA, SCHEMA.names().stream().map(values::get).toArray());
  }

  static Aggregator bind(AggregationBuilder declared) {
    return declared.build().bind("pipeline", SCHEMA);
  }

  static AggregationBuilder people() {
    return Aggregation.named("people");
  }

  /** The results, by name, of all rows together. */
  static Map<String, Object> result(Aggregator aggregator, Row... rows) {
    Accumulators state = aggregator.create();
    for (Row row : rows) {
      state.add(row);
    }
    return result(aggregator, state);
  }

  static Map<String, Object> result(Aggregator aggregator, Accumulators state) {
    return aggregator.result(aggregator.key(row(Map.of()), NOW), state);
  }

  /** A state of ages: the operator's values of 0 up to a count. */
  static Accumulators ages(Aggregator aggregator, long count, LongUnaryOperator age) {
    Accumulators state = aggregator.create();
    LongStream.range(0, count).map(age).forEach(value -> state.add(row("age", value)));
    return state;
  }
}
