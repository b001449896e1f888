package dev.rollcall.testkit.contract;

import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows of one schema that has a column of every type. Threadsafe. */
final class SampleRows {

  /** 34 digits are what every store can hold exactly. */
  private static final int PRECISION = 34;

  private static final int SCALE = 10;

  /** The key is a STRING, {@code row_key}; then one column of every type. */
  static final Schema SCHEMA =
      Schema.of(
          List.of(
              Column.of("row_key", ColumnType.STRING),
              Column.of("flag", ColumnType.BOOLEAN),
              Column.of("whole", ColumnType.INT64),
              Column.of("ratio", ColumnType.FLOAT64),
              Column.decimal("amount", PRECISION, SCALE),
              Column.of("label", ColumnType.STRING),
              Column.of("happened_at", ColumnType.TIMESTAMP),
              Column.of("on_day", ColumnType.DATE),
              Column.of("other_id", ColumnType.UUID),
              Column.of("details", ColumnType.JSON),
              Column.of("payload", ColumnType.BYTES)),
          "row_key");

  /** Values at the edges of each type, in the order of the schema's columns behind the key. */
  private static final List<List<Object>> EDGES =
      List.of(
          List.of(true, false),
          List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L, 1L << 53 | 1L),
          List.of(1e-300, -1e-300, Double.MAX_VALUE, -Double.MAX_VALUE, 0.0, 0.1, Math.PI),
          List.of(
              decimal("0"),
              decimal("1.1"),
              decimal("-0.0000000001"),
              new BigDecimal(BigInteger.TEN.pow(PRECISION).subtract(BigInteger.ONE), SCALE),
              new BigDecimal(BigInteger.TEN.pow(PRECISION).subtract(BigInteger.ONE), SCALE)
                  .negate()),
          List.of(
              "",
              " ",
              "null",
              "'; DROP TABLE rows; --\\\"%_$\t\r\n",
              "\uD83D\uDE42 \uD834\uDD1E \uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
              "e\u0301 is not \u00E9; \u202Eright to left\u202C; \uFEFF\uFFFD\uFFFF\u0001\u007F",
              "x".repeat(20_000)),
          List.of(
              Instant.EPOCH,
              Instant.parse("1969-12-31T23:59:59.999Z"),
              Instant.parse("1900-01-01T00:00:00.001Z"),
              Instant.parse("2038-01-19T03:14:08Z"),
              Instant.parse("9999-12-31T23:59:59.999Z")),
          List.of(
              LocalDate.EPOCH,
              LocalDate.of(1969, 12, 31),
              LocalDate.of(1600, 2, 29),
              LocalDate.of(9999, 12, 31)),
          List.of(
              new UUID(0, 0),
              new UUID(-1, -1),
              UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
              UUID.fromString("936da01f-9abd-4d9d-80c7-02af85c822a8")),
          List.of("{}", "[]", "{\"a\":[1,2.50,null],\"b\":\"\uD834\uDD1E\"}", "\"\""),
          List.of(new byte[0], new byte[] {0}, allBytes()));

  /** Who writes them. */
  static final DefinitionRegistry.Entry OWNER = new DefinitionRegistry.Entry("contract", 1);

  private SampleRows() {}

  /** How many rows {@link #edge} has. */
  static int edges() {
    return EDGES.stream().mapToInt(List::size).max().orElseThrow();
  }

  /** The row with the {@code number}th edge of each type; a type with fewer begins again. */
  static Row edge(String key, int number) {
    @Nullable Object[] values = new @Nullable Object[SCHEMA.size()];
    values[0] = key;
    for (int i = 1; i < values.length; i++) {
      List<Object> edges = EDGES.get(i - 1);
      values[i] = edges.get(number % edges.size());
    }
    return Row.of(SCHEMA, values);
  }

  /**
   * A row in which every value tells {@code number}, so that cells of two rows cannot mix unseen.
   */
  static Row full(String key, int number) {
    return numbered(key, number, List.of());
  }

  /** As {@link #full}, with nulls in every second column: the even ones or the odd ones. */
  static Row half(String key, int number, boolean even) {
    return numbered(
        key,
        number,
        IntStream.range(1, SCHEMA.size()).filter(i -> i % 2 == (even ? 0 : 1)).boxed().toList());
  }

  /** A key and nothing else. */
  static Row empty(String key) {
    return numbered(key, 0, IntStream.range(1, SCHEMA.size()).boxed().toList());
  }

  /** The row as it is written, with a version. */
  static RowSink.VersionedRow at(Instant timestamp, long offset, Row row) {
    return new RowSink.VersionedRow(row, new Row.Version(1, timestamp, offset, 0));
  }

  private static Row numbered(String key, int number, List<Integer> nulls) {
    @Nullable Object[] values = {
      key,
      number % 2 == 0,
      (long) number,
      number / 8.0,
      decimal(number + ".5"),
      "label " + number,
      Instant.EPOCH.plusSeconds(number),
      LocalDate.EPOCH.plusDays(number),
      new UUID(number, number),
      "{\"number\":" + number + "}",
      ("bytes " + number).getBytes(StandardCharsets.UTF_8)
    };
    nulls.forEach(i -> values[i] = null);
    return Row.of(SCHEMA, values);
  }

  private static BigDecimal decimal(String digits) {
    return new BigDecimal(digits).setScale(SCALE);
  }

  private static byte[] allBytes() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
