package dev.rollcall.jdbc;

import static dev.rollcall.jdbc.JdbcRowsTests.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every type that a database has, for every type of a column, beside the key and as the key: the
 * table is refused, or each value is stored as it is or rejected. A subclass names the database.
 */
abstract class JdbcExistingTypesTests {

  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  abstract TestSchema database();

  /** The types, as they stand in a statement. */
  abstract List<String> sqlTypes();

  /** Those of them that are taken, in their order; tables of other ones are refused. */
  abstract List<String> taken(ColumnType type, boolean key);

  private static List<Object> values(ColumnType type) {
    return switch (type) {
      case BOOLEAN -> List.of(true, false);
      case INT64 ->
          List.of(
              0L,
              1L,
              -1L,
              9L,
              10L,
              99L,
              127L,
              128L,
              -128L,
              -129L,
              255L,
              256L,
              1_000L,
              32_767L,
              32_768L,
              65_536L,
              99_999L,
              100_000L,
              8_388_608L,
              16_777_217L,
              2_147_483_648L,
              4_294_967_296L,
              9_007_199_254_740_993L,
              Long.MAX_VALUE,
              Long.MIN_VALUE);
      case FLOAT64 ->
          List.of(
              0.0,
              0.1,
              -1.5,
              1.0 / 3,
              1e300,
              Double.MIN_VALUE,
              Double.MAX_VALUE,
              16_777_217.0,
              9_007_199_254_740_993.0,
              1e-300,
              123_456.789);
      case DECIMAL ->
          List.of(
              new BigDecimal("0.00"),
              new BigDecimal("0.01"),
              new BigDecimal("-12.34"),
              new BigDecimal("99999.99"),
              new BigDecimal("100000.00"),
              new BigDecimal("9999999999.99"),
              new BigDecimal("16777217.01"));
      case STRING ->
          List.of(
              "",
              " ",
              "a",
              "A",
              "a ",
              " a",
              "a  ",
              "ab",
              "abc",
              "abc ",
              "abcd",
              "abc   ",
              "a\t",
              "a\n",
              "a\u00a0",
              "ä",
              "a\u0308",
              "\uD83D\uDE00",
              "\uD83D\uDE00\uD83D\uDE00 ",
              "0",
              "1",
              "01",
              "2",
              "true",
              "null",
              "sad",
              "SAD",
              "sad ",
              "ok",
              "it's",
              "back\\slash",
              "{a}",
              "1.0",
              "1.00",
              "12:00",
              "2024-01-01",
              "10.0.0.1",
              "<a/>",
              "\"a\"",
              "[1]",
              "00000000-0000-4000-8000-00000000000f",
              "00000000-0000-4000-8000-00000000000F",
              "{00000000-0000-4000-8000-00000000000f}",
              "000000000000400080000000000000ff",
              "x".repeat(254) + " ",
              "x".repeat(255) + " ",
              "x".repeat(300),
              "ä".repeat(200));
      case TIMESTAMP ->
          List.of(
              Instant.EPOCH,
              Instant.ofEpochMilli(-1),
              Instant.ofEpochMilli(1),
              Instant.parse("2024-06-01T12:00:00.123Z"),
              Instant.parse("2024-06-01T12:00:00.999Z"),
              Instant.parse("2024-03-31T00:59:59.999Z"),
              Instant.parse("2024-03-31T01:00:00Z"),
              Instant.parse("2024-10-26T23:59:59.999Z"),
              Instant.parse("2024-10-27T00:00:00Z"),
              Instant.parse("2024-10-27T00:30:00Z"),
              Instant.parse("2024-10-27T01:30:00Z"),
              Instant.parse("2024-10-27T02:00:00Z"),
              Instant.parse("2038-01-19T03:14:07.999Z"),
              Instant.parse("2038-01-19T03:14:08Z"),
              Instant.parse("2106-02-07T06:28:16Z"),
              Instant.parse("1880-01-01T00:00:00Z"),
              Instant.parse("1582-10-10T00:00:00Z"),
              Instant.parse("0001-01-02T00:00:00Z"),
              Instant.parse("9999-12-31T23:59:59.999Z"));
      case DATE ->
          List.of(
              LocalDate.EPOCH,
              LocalDate.of(2024, 2, 29),
              LocalDate.of(1582, 10, 10),
              LocalDate.of(1, 1, 1),
              LocalDate.of(9999, 12, 31),
              LocalDate.of(-44, 3, 15));
      case UUID ->
          List.of(
              new UUID(0, 0), new UUID(-1, -1), new UUID(0x936da01f9abd4d9dL, 0x80c702af85c822a8L));
      case JSON -> List.of("{}", "[1]", "null", "1.0", "\"a\"", "{\"a\":1.50}", "\"ä\"");
      case BYTES ->
          List.of(
              new byte[] {0}, new byte[] {1, 2, 0}, new byte[] {32}, new byte[300], new byte[] {});
    };
  }

  @ParameterizedTest
  @EnumSource(ColumnType.class)
  void aValueIsStoredAsItIsOrItsRowIsRejected(ColumnType type) {
    List<String> taken = new ArrayList<>();
    int number = 0;
    for (String sqlType : sqlTypes()) {
      Column value =
          type == ColumnType.DECIMAL ? Column.decimal("value", 12, 2) : Column.of("value", type);
      Schema schema = Schema.of(List.of(Column.of("id", ColumnType.INT64), value), "id");
      AdoptedTable table =
          table("v_" + type + number++, schema, "id bigint PRIMARY KEY, value " + sqlType);
      if (store(table, values(type), false) > 0) {
        taken.add(sqlType);
      }
    }
    assertThat(taken).as("%s", type).isEqualTo(taken(type, false));
  }

  @ParameterizedTest
  @EnumSource(value = ColumnType.class, names = "JSON", mode = EnumSource.Mode.EXCLUDE)
  void keysThatDifferStayApart(ColumnType type) {
    List<String> taken = new ArrayList<>();
    int number = 0;
    for (String sqlType : sqlTypes()) {
      Column value =
          type == ColumnType.DECIMAL ? Column.decimal("value", 12, 2) : Column.of("value", type);
      Schema schema = Schema.of(List.of(value, Column.of("id", ColumnType.INT64)), "value");
      AdoptedTable table = table("k_" + type + number++, schema, keyed(sqlType));
      if (table != null && store(table, values(type), true) > 0) {
        taken.add(sqlType);
      }
    }
    assertThat(taken).as("%s", type).isEqualTo(taken(type, true));
  }

  /** A table that this type is the key of. */
  String keyed(String sqlType) {
    return "value " + sqlType + ", id bigint, PRIMARY KEY (value)";
  }

  /** Null if the database cannot make it. */
  private AdoptedTable table(String name, Schema schema, String columns) {
    try {
      return AdoptedTable.of(database(), name, schema, columns, "")
          .with(target -> target.timestampsIn(ZONE));
    } catch (IllegalStateException impossible) {
      assertThat(name).as(String.valueOf(impossible.getMessage())).startsWith("k_");
      return null;
    }
  }

  /** How many of the values are stored; 0 if the table is refused. */
  private int store(AdoptedTable table, List<Object> values, boolean key) {
    Map<Integer, Object> expected = new TreeMap<>();
    try (RowSink sink = table.target().open(table.schema(), OWNER)) {
      List<RowSink.VersionedRow> rows = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        rows.add(
            key
                ? AdoptedTable.version(table, values.get(i), (long) i)
                : AdoptedTable.version(table, (long) i, values.get(i)));
        expected.put(i, values.get(i));
      }
      List<RowSink.Rejection> rejected = sink.write(rows).rejections();
      rejected.forEach(each -> expected.remove(each.index()));
      assertThat(rejected)
          .allSatisfy(each -> assertThat(each.reason()).as(table.name()).contains("'value'"));
    } catch (ConfigurationException refused) {
      assertThat(refused.problems()).as(table.name()).hasSize(1);
      assertThat(refused.problems().get(0)).contains("column 'value'");
      return 0;
    }
    Column column = table.schema().column(table.schema().position("value"));
    Map<Integer, Object> stored = stored(table, column);
    assertThat(stored.keySet()).as(table.name()).isEqualTo(expected.keySet());
    expected.forEach(
        (id, value) ->
            assertThat(same(column, stored.get(id), value))
                .as("%s: got '%s', expected '%s'", table.name(), stored.get(id), value)
                .isTrue());
    return expected.size();
  }

  private static boolean same(Column column, Object stored, Object value) {
    return switch (column.type()) {
      case DECIMAL -> ((BigDecimal) stored).compareTo((BigDecimal) value) == 0;
      case BYTES -> java.util.Arrays.equals((byte[]) stored, (byte[]) value);
      case JSON -> stored.toString().replace(" ", "").equals(value);
      // what pads is read with its padding
      case STRING ->
          stored.equals(value) || stored.toString().replaceFirst(" +$", "").equals(value);
      default -> Objects.equals(stored, value);
    };
  }

  private Map<Integer, Object> stored(AdoptedTable table, Column column) {
    Map<Integer, Object> stored = new TreeMap<>();
    database()
        .read(
            "SELECT id, value FROM " + database().dialect().quoted(table.name()),
            rows -> stored.put(rows.getInt(1), value(rows, column)));
    return stored;
  }

  private static Object value(ResultSet row, Column column) throws SQLException {
    return switch (column.type()) {
      case BOOLEAN -> row.getBoolean(2);
      case INT64 -> row.getLong(2);
      case FLOAT64 -> row.getDouble(2);
      case DECIMAL -> new BigDecimal(row.getString(2));
      case STRING, JSON -> row.getString(2);
      case TIMESTAMP -> moment(row);
      case DATE -> row.getObject(2, LocalDate.class);
      case UUID -> UUID.fromString(row.getString(2));
      case BYTES -> row.getBytes(2);
    };
  }

  private static Instant moment(ResultSet row) throws SQLException {
    String type = row.getMetaData().getColumnTypeName(2).toLowerCase(java.util.Locale.ROOT);
    if (type.equals("timestamptz")) {
      return row.getObject(2, OffsetDateTime.class).toInstant();
    }
    LocalDateTime local = row.getObject(2, LocalDateTime.class);
    boolean utc = type.equals("timestamp") && !isPostgres(row);
    return utc ? local.toInstant(java.time.ZoneOffset.UTC) : local.atZone(ZONE).toInstant();
  }

  private static boolean isPostgres(ResultSet row) throws SQLException {
    return row.getStatement().getConnection().getMetaData().getURL().contains("postgresql");
  }
}
