package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.HmacKey;
import dev.rollcall.core.pipeline.PersonalData;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole way into a real PostgreSQL, once and once more. */
class JdbcPipelineIT {

  private static final RecordType TYPE =
      RecordType.named("guest")
          .key("id")
          .column("id", ColumnType.STRING)
          .from("id")
          .column("country", ColumnType.STRING)
          .from("country")
          .column("age", ColumnType.INT64)
          .from("age")
          .build();

  @Test
  void aReplayChangesNeitherRowsNorAggregatesAndARefusedRowIsADeadLetterThatCounts() {
    InMemoryDeadLetters letters = InMemoryDeadLetters.named("jdbc-pipeline");
    InMemorySource source = InMemorySource.named("guests", 3);
    for (int i = 0; i < 3_000; i++) {
      source.add(
          i % 3,
          "{\"id\":\"g%d\",\"country\":\"%s\",\"age\":%d}"
              .formatted(i % 1_500, i % 2 == 0 ? "de" : "fr", i % 90));
    }
    source.add(0, "{\"id\":\"old\",\"country\":\"de\",\"age\":40000}");
    try (TestSchema database = TestSchema.onPostgres()) {
      database.execute(
          "CREATE TABLE guests (id text PRIMARY KEY, country text, age smallint,"
              + " rollcall_definition bigint NOT NULL, rollcall_time_ms bigint NOT NULL, rollcall_record_ms bigint NOT NULL,"
              + " rollcall_offset bigint NOT NULL, rollcall_ordinal bigint NOT NULL,"
              + " rollcall_deleted boolean NOT NULL)");
      Pipeline pipeline =
          Pipeline.named("guest-list")
              .records(TYPE)
              .rows(database.rows("guests").autoCreate())
              .aggregate(
                  Aggregation.named("by_country").groupBy("country").count().sum("age").max("age"))
              .into(database.aggregates().autoCreate())
              .deadLetters(letters)
              .build();

      RunReport first = PipelineRunner.runUntilCaughtUp(pipeline, source);
      String rows = state(database, "guests", "id");
      String aggregates = state(database, "by_country", "rollcall_key");
      source.rewind();
      RunReport second = PipelineRunner.runUntilCaughtUp(pipeline, source);

      assertThat(first.aggregations().get("by_country")).isEqualTo(new RunReport.Applied(3_001, 0));
      assertThat(second.aggregations().get("by_country"))
          .isEqualTo(new RunReport.Applied(0, 3_001));
      assertThat(state(database, "guests", "id")).isEqualTo(rows);
      assertThat(state(database, "by_country", "rollcall_key")).isEqualTo(aggregates);
      assertThat(database.count("guests")).isEqualTo(1_500);
      assertThat(database.query("SELECT count FROM by_country ORDER BY country"))
          .containsExactly(1_501L, 1_500L);
      assertThat(database.query("SELECT max_age FROM by_country WHERE country = 'de'"))
          .containsExactly(40_000L);
      assertThat(letters.letters()).hasSize(1);
      assertThat(letters.letters().get(0).toString()).contains("postgresql:guests");
    }
  }

  @Test
  void notNullColumnsGetNoNullOfARequiredOne() {
    InMemoryDeadLetters letters = InMemoryDeadLetters.named("required");
    InMemorySource source = InMemorySource.named("members", 1);
    source.add(0, "{\"id\":\"a\",\"name\":\"Ada\",\"email\":\"ada@example.org\"}");
    source.add(0, "{\"id\":\"b\",\"name\":null,\"email\":\"ben@example.org\"}");
    source.add(0, "{\"id\":\"c\",\"name\":\"Cyd\"}");
    source.add(0, "{\"id\":\"d\",\"name\":\"\",\"email\":\"dan@example.org\"}");
    RecordType type =
        RecordType.named("member")
            .key("id")
            .column("id", ColumnType.STRING)
            .column("name", ColumnType.STRING)
            .required()
            .emptyIsNull()
            .column("email", ColumnType.STRING)
            .personal()
            .required()
            .build();
    try (TestSchema database = TestSchema.onPostgres()) {
      Schema rows =
          Schema.of(
              List.of(
                  Column.of("id", ColumnType.STRING),
                  Column.of("member", ColumnType.STRING),
                  Column.of("email", ColumnType.STRING)),
              "id");
      AdoptedTable.of(
          database,
          "members",
          rows,
          "id text PRIMARY KEY, member text NOT NULL, email char(64) NOT NULL",
          "");
      Pipeline pipeline =
          Pipeline.named("members")
              .records(type)
              .personal(PersonalData.hash(HmacKey.ofHex("0b".repeat(20))))
              .rows(database.rows("members").autoCreate(), "id", "name AS member", "email")
              .deadLetters(letters)
              .build();

      PipelineRunner.runUntilCaughtUp(pipeline, source);

      assertThat(database.query("SELECT member FROM members")).containsExactly("Ada");
      assertThat(letters.letters()).hasSize(3);
      assertThat(letters.letters())
          .allSatisfy(letter -> assertThat(letter.reasonClass()).isEqualTo("missing-value"));
    }
  }

  /** All of a table. */
  private static String state(TestSchema database, String table, String order) {
    return database
        .query(
            "SELECT string_agg(t::text, E'\\n' ORDER BY %s) FROM %s AS t".formatted(order, table))
        .toString();
  }
}
