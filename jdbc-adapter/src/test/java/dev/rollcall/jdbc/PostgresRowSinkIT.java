package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Utf8Sink;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows on a real PostgreSQL. */
class PostgresRowSinkIT extends JdbcRowsTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onPostgres();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }

  @Test
  void textWithANulIsRejectedAlone() {
    try (RowSink sink = database().rows("nul").autoCreate().open(USERS, OWNER)) {
      List<RowSink.Rejection> rejections =
          sink.write(List.of(user("a", "Ada", 1), user("b", "B\0b", 1), user("c", "Cyd", 1)))
              .rejections();

      assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(1);
      assertThat(rejections.get(0).reason()).contains("column 'name'").contains("NUL");
    }
    assertThat(database().count("nul")).isEqualTo(2);
  }

  /** A row whose name is told apart by the way it is read. */
  private record ByBytes(Row row, String passed) implements Row {
    @Override
    public Schema schema() {
      return row.schema();
    }

    @Override
    public @Nullable Object get(int position) {
      return row.get(position);
    }

    @Override
    public boolean passUtf8(int position, Utf8Sink to) {
      if (position != schema().position("name")) {
        return false;
      }
      byte[] bytes = ("[" + passed + "]").getBytes(StandardCharsets.UTF_8);
      to.text(bytes, 1, bytes.length - 2);
      return true;
    }
  }

  private static RowSink.VersionedRow byBytes(String id, String name, String passed) {
    RowSink.VersionedRow row = user(id, name, 1);
    return new RowSink.VersionedRow(new ByBytes(row.row(), passed), row.version());
  }

  @Test
  void aTextGoesFromTheBytesOfItsRecordWhereTheColumnTakesAnyText() {
    List<RowSink.VersionedRow> rows =
        List.of(
            byBytes("a", "made", "\u00E4 \uD83D\uDE00"),
            byBytes("b", "B\0b", "B\0b"),
            byBytes("c", "made", ""));
    try (RowSink sink = database().rows("passed").autoCreate().open(USERS, OWNER)) {
      assertThat(sink.write(rows).rejections())
          .extracting(RowSink.Rejection::index)
          .containsExactly(1);
    }
    assertThat(database().query("SELECT name FROM passed ORDER BY user_id"))
        .containsExactly("\u00E4 \uD83D\uDE00", "");

    database().rows("looked_at").autoCreate().open(USERS, OWNER).close();
    database().execute("ALTER TABLE looked_at ALTER COLUMN name TYPE varchar(4)");
    try (RowSink sink = database().rows("looked_at").open(USERS, OWNER)) {
      sink.write(rows);
    }
    assertThat(database().query("SELECT name FROM looked_at ORDER BY user_id"))
        .containsExactly("made", "made");
  }

  @Test
  void aDriverThatMaySendTextsOnlySendsSingleValues() {
    JdbcTable target = JdbcTable.named("simple").url(database().url() + "&preferQueryMode=simple");
    try (RowSink sink = target.autoCreate().open(USERS, OWNER)) {
      assertThat(sink.write(List.of(user("a", "Ada", 1), user("b", "Bob", 1))))
          .isEqualTo(RowSink.Result.WRITTEN);
    }
    assertThat(database().count("simple")).isEqualTo(2);
  }

  @Test
  void aRowThatAnotherUniqueIndexRefusesIsRejectedAlone() {
    database().rows("uniques").autoCreate().open(USERS, OWNER).close();
    database().execute("CREATE UNIQUE INDEX unique_name ON uniques (name)");
    try (RowSink sink = database().rows("uniques").open(USERS, OWNER)) {
      write(sink, user("a", "Ada", 1));

      List<RowSink.Rejection> rejections =
          sink.write(List.of(user("b", "Ada", 1), user("c", "Cyd", 1))).rejections();

      assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(0);
      assertThat(rejections.get(0).reason()).contains("unique index").doesNotContain("Ada");
    }
    assertThat(database().count("uniques")).isEqualTo(2);
  }

  @Test
  void uuidsAreStoredInColumnsOfTextAndReplacedThere() {
    UUID id = UUID.fromString("0A0B0C0D-0000-4000-8000-00000000000F");
    Schema schema =
        Schema.of(
            List.of(Column.of("id", ColumnType.UUID), Column.of("parent", ColumnType.UUID)), "id");
    database()
        .execute(
            "CREATE TABLE text_ids (id varchar(36) PRIMARY KEY, parent text, " + OWN_COLUMNS,
            "CREATE TABLE short_ids (id varchar(35) PRIMARY KEY, parent text, " + OWN_COLUMNS);
    try (RowSink sink = database().rows("text_ids").open(schema, OWNER)) {
      for (long offset : List.of(1L, 2L)) {
        write(
            sink,
            new RowSink.VersionedRow(
                Row.of(schema, id, offset == 1 ? null : id),
                new Row.Version(1, Instant.EPOCH, offset, 0)));
      }
    }
    assertThat(database().row("text_ids", schema, id.toString()).orElseThrow())
        .isEqualTo(Row.of(schema, id, id));
    assertThat(database().query("SELECT parent FROM text_ids")).containsExactly(id.toString());
    assertThatThrownBy(() -> database().rows("short_ids").open(schema, OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("got varchar(35) in the table, expected uuid, text or varchar(36)");
  }

  private static final String OWN_COLUMNS =
      "rollcall_definition bigint NOT NULL, rollcall_time_ms bigint NOT NULL, rollcall_record_ms bigint NOT NULL,"
          + " rollcall_offset bigint NOT NULL, rollcall_ordinal bigint NOT NULL,"
          + " rollcall_deleted boolean NOT NULL)";

  @Test
  void aTableInANamedSchemaWithJsonbIsTakenToo() {
    database()
        .execute(
            "CREATE TABLE binary_json (user_id text PRIMARY KEY, name text, age integer,"
                + " balance numeric, details jsonb, rollcall_definition integer NOT NULL,"
                + " rollcall_time_ms bigint NOT NULL, rollcall_record_ms bigint NOT NULL,"
                + " rollcall_offset bigint NOT NULL, rollcall_ordinal integer NOT NULL,"
                + " rollcall_deleted boolean NOT NULL)");
    try (RowSink sink = database().rows(database().name() + ".binary_json").open(USERS, OWNER)) {
      assertThat(
              sink.write(
                      List.of(
                          row("a", "Ada", 1L, "1.00", "{\"b\":1}"),
                          row("b", "Bob", 1L, "1.00", "{\"b\":\"\\u0000\"}")))
                  .rejections())
          .extracting(RowSink.Rejection::index)
          .containsExactly(1);
    }
    assertThat(database().query("SELECT details ->> 'b' FROM binary_json")).containsExactly("1");
  }

  /** One row is sent as single values, several as arrays. */
  @Test
  void rowsOfOneCallAreStoredAsSingleOnesAre() {
    database().execute("CREATE TYPE size AS ENUM ('s', 'it''s {\"L\"}')");
    Schema schema =
        Schema.of(
            List.of(
                Column.of("id", ColumnType.INT64),
                Column.of("flag", ColumnType.BOOLEAN),
                Column.of("ratio", ColumnType.FLOAT64),
                Column.decimal("price", 20, 4),
                Column.of("note", ColumnType.STRING),
                Column.of("size", ColumnType.STRING),
                Column.of("at", ColumnType.TIMESTAMP),
                Column.of("day", ColumnType.DATE),
                Column.of("uid", ColumnType.UUID),
                Column.of("doc", ColumnType.JSON),
                Column.of("data", ColumnType.BYTES)),
            "id");
    List<Row> rows =
        List.of(
            Row.of(schema, 1L, null, null, null, null, null, null, null, null, null, null),
            Row.of(
                schema,
                2L,
                true,
                Double.NaN,
                new BigDecimal("-0.0001"),
                "{\"a\",\\ NULL}\n'$1",
                "s",
                Instant.parse("-4711-12-31T23:59:59.999Z"),
                LocalDate.of(-4711, 12, 31),
                new UUID(-1, 1),
                "{\"b\": [1, \"\\\"\"]}",
                new byte[] {0, -1, '\\'}),
            Row.of(
                schema,
                3L,
                false,
                Double.NEGATIVE_INFINITY,
                new BigDecimal("1E+15"),
                "NULL",
                "it's {\"L\"}",
                Instant.parse("+294275-01-02T03:04:05.006Z"),
                LocalDate.of(294_275, 1, 2),
                new UUID(1, -1),
                "null",
                new byte[0]),
            Row.of(
                schema,
                4L,
                null,
                -0.0,
                new BigDecimal("12345678901234.5678"),
                "",
                null,
                Instant.parse("0000-02-29T00:00:00Z"),
                LocalDate.of(0, 2, 29),
                null,
                "\"\uD83D\uDE00\"",
                "\\x00".getBytes(StandardCharsets.UTF_8)),
            Row.of(
                schema,
                Long.MIN_VALUE,
                true,
                Double.MIN_VALUE,
                BigDecimal.ZERO,
                "ä \uD83D\uDE00 ",
                "s",
                Instant.parse("0999-01-01T10:20:30.1234565Z"),
                LocalDate.of(9_999, 12, 31),
                new UUID(0, 0),
                "[]",
                new byte[300]));
    for (String size : List.of("text", "size")) {
      for (String table : List.of("singly_", "at_once_")) {
        JdbcTable target = database().rows(table + size).autoCreate();
        database()
            .execute(
                target
                    .plan(schema)
                    .ddl()
                    .get(0)
                    .replace("\"size\" text", "\"size\" " + size)
                    .replaceFirst(";$", ""));
        try (RowSink sink = target.open(schema, OWNER)) {
          List<RowSink.VersionedRow> all =
              rows.stream()
                  .map(
                      row ->
                          new RowSink.VersionedRow(
                              row, new Row.Version(1, Instant.EPOCH, 1, rows.indexOf(row))))
                  .toList();
          if (table.startsWith("singly")) {
            all.forEach(row -> write(sink, row));
          } else {
            assertThat(sink.write(all)).isEqualTo(RowSink.Result.WRITTEN);
          }
        }
      }
      assertThat(stored("at_once_" + size))
          .as(size)
          .hasSize(rows.size())
          .isEqualTo(stored("singly_" + size));
    }
  }

  private static List<Object> stored(String table) {
    return List.copyOf(
        SCHEMA.get().query("SELECT CAST(each AS text) FROM " + table + " each ORDER BY id"));
  }

  @Test
  void aColumnWhoseTypeIsChangedMeanwhileTakesRowsAsBefore() {
    try (RowSink sink = database().rows("retyped").autoCreate().open(USERS, OWNER)) {
      write(sink, user("a", "Ada", 1));
      database().execute("ALTER TABLE retyped ALTER COLUMN name TYPE json USING to_json(name)");

      assertThat(sink.write(List.of(user("b", "1", 1), user("c", "2", 1))))
          .isEqualTo(RowSink.Result.WRITTEN);
    }
    assertThat(database().count("retyped")).isEqualTo(3);
  }
}
