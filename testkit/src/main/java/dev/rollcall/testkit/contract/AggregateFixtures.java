package dev.rollcall.testkit.contract;

import static dev.rollcall.core.record.ColumnType.BOOLEAN;
import static dev.rollcall.core.record.ColumnType.BYTES;
import static dev.rollcall.core.record.ColumnType.DATE;
import static dev.rollcall.core.record.ColumnType.FLOAT64;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static dev.rollcall.core.record.ColumnType.UUID;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.Column;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The aggregations of the contract and values for them. */
final class AggregateFixtures {

  /** A count by country. */
  static final Aggregation.Table COUNTS = counts("contract_counts");

  /** The same under another name. */
  static final Aggregation.Table OTHER_COUNTS = counts("contract_other_counts");

  /** A column of each type, DECIMAL in three widths, as measures of a windowed aggregation. */
  static final Aggregation.Table TYPES =
      new Aggregation.Table(
          "contract_types",
          List.of(
              Column.of("country", STRING),
              Column.of("window_start", TIMESTAMP),
              Column.of("window_end", TIMESTAMP)),
          List.of(
              Column.of("a_boolean", BOOLEAN),
              Column.of("an_int64", INT64),
              Column.of("a_float64", FLOAT64),
              Column.decimal("a_decimal", 12, 2),
              Column.decimal("a_long_decimal", 34, 6),
              Column.decimal("a_wide_decimal", 60, 0),
              Column.of("a_string", STRING),
              Column.of("a_timestamp", TIMESTAMP),
              Column.of("a_date", DATE),
              Column.of("a_uuid", UUID),
              Column.of("a_json", JSON),
              Column.of("some_bytes", BYTES)));

  static final List<Aggregation.Table> ALL = List.of(COUNTS, OTHER_COUNTS, TYPES);

  private AggregateFixtures() {}

  private static Aggregation.Table counts(String name) {
    return new Aggregation.Table(
        name, List.of(Column.of("country", STRING)), List.of(Column.of("count", INT64)));
  }

  static AggregateKey key(String pipeline, Aggregation.Table table, @Nullable String country) {
    return new AggregateKey(
        pipeline, table.aggregation(), Collections.singletonList(country), null);
  }

  static Map<String, @Nullable Object> count(AggregateKey key, @Nullable Long count) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("country", key.group().get(0));
    result.put("count", count);
    return result;
  }

  /** A write to one of the counts; the state is the count. */
  static AggregateStore.Write write(
      AggregateKey key, @Nullable String expected, String revision, long count) {
    return new AggregateStore.Write(key, expected, revision, state(count), count(key, count));
  }

  /** Eight bytes. */
  static byte[] state(long count) {
    return ByteBuffer.allocate(Long.BYTES).putLong(count).array();
  }

  /** The low ends of what the types hold. */
  static Map<String, @Nullable Object> lows(String country) {
    return typed(
        country,
        false,
        Long.MIN_VALUE,
        -Double.MAX_VALUE,
        new BigDecimal("-9999999999.99"),
        new BigDecimal("-0.000001"),
        new BigDecimal("-" + "9".repeat(60)),
        "",
        Instant.parse("1969-12-31T23:59:59.999Z"),
        LocalDate.of(1900, 2, 28),
        new java.util.UUID(0, 0),
        "{}",
        new byte[0]);
  }

  /** The high ends, and text that is easily spoiled. */
  static Map<String, @Nullable Object> highs(String country) {
    return typed(
        country,
        true,
        Long.MAX_VALUE,
        0.1,
        new BigDecimal("0.10"),
        new BigDecimal("9999999999999999999999999999.999999"),
        new BigDecimal("1" + "0".repeat(59)),
        "a.b/$c 'd' \"e\" \\ \u00e9 \ud83d\ude00 ",
        Instant.parse("2999-12-31T23:59:59.001Z"),
        LocalDate.of(9999, 12, 31),
        new java.util.UUID(-1, -1),
        "{\"a\":[1,null,\"\u00e9\"]}",
        allBytes());
  }

  /** Every column null but the windows' bounds. */
  static Map<String, @Nullable Object> nulls() {
    return typed(null, new @Nullable Object[TYPES.measureColumns().size()]);
  }

  static byte[] allBytes() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static Map<String, @Nullable Object> typed(
      @Nullable String country, @Nullable Object... measures) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("country", country);
    result.put("window_start", Instant.parse("2024-02-29T23:00:00Z"));
    result.put("window_end", Instant.parse("2024-03-01T00:00:00Z"));
    for (int i = 0; i < measures.length; i++) {
      result.put(TYPES.measureColumns().get(i).name(), measures[i]);
    }
    return result;
  }
}
