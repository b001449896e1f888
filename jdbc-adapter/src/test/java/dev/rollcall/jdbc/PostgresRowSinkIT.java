package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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
}
