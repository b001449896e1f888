package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.port.RowSink;
import java.util.List;
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
          sink.write(List.of(user("a", "Ada", 1), user("b", "B\0b", 1), user("c", "Cyd", 1)));

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
          sink.write(List.of(user("b", "Ada", 1), user("c", "Cyd", 1)));

      assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(0);
      assertThat(rejections.get(0).reason()).contains("unique index").doesNotContain("Ada");
    }
    assertThat(database().count("uniques")).isEqualTo(2);
  }

  @Test
  void aTableInANamedSchemaWithJsonbIsTakenToo() {
    database()
        .execute(
            "CREATE TABLE binary_json (user_id text PRIMARY KEY, name text, age integer,"
                + " balance numeric, details jsonb, rollcall_definition integer NOT NULL, rollcall_time_ms bigint NOT NULL,"
                + " rollcall_offset bigint NOT NULL, rollcall_ordinal integer NOT NULL,"
                + " rollcall_deleted boolean NOT NULL)");
    try (RowSink sink = database().rows(database().name() + ".binary_json").open(USERS, OWNER)) {
      assertThat(
              sink.write(
                  List.of(
                      row("a", "Ada", 1L, "1.00", "{\"b\":1}"),
                      row("b", "Bob", 1L, "1.00", "{\"b\":\"\\u0000\"}"))))
          .extracting(RowSink.Rejection::index)
          .containsExactly(1);
    }
    assertThat(database().query("SELECT details ->> 'b' FROM binary_json")).containsExactly("1");
  }
}
