package dev.rollcall.core.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pipeline selects decides what is stored, never what is refused. */
class SelectedColumnsTest {

  private static final List<String> VALUES =
      List.of(
          "1",
          "1.5",
          "true",
          "null",
          "\"\"",
          "\"x\"",
          "\"2024-02-29T00:00:00Z\"",
          "\"\\ud800\"",
          "{}",
          "[]",
          "9e99");

  private static final List<String> FIELDS =
      List.of("id", "at", "number", "ratio", "price", "ok", "kind", "maybe", "text", "source");

  private static RecordType type() {
    return RecordType.named("thing")
        .key("id")
        .column("id", ColumnType.STRING)
        .column("at", ColumnType.TIMESTAMP)
        .column("number", ColumnType.INT64)
        .column("ratio", ColumnType.FLOAT64)
        .decimal("price", 10, 2)
        .column("ok", ColumnType.BOOLEAN)
        .column("kind", ColumnType.STRING)
        .oneOf("x", "y")
        .column("maybe", ColumnType.INT64)
        .elseNull()
        .column("text", ColumnType.STRING)
        .hidden("source", ColumnType.STRING)
        .derived(
            "made",
            ColumnType.INT64,
            List.of("source"),
            (row, time) ->
                row.getString("source") == null ? null : Long.parseLong(row.getString("source")))
        .build();
  }

  private static InMemorySource source(String name) {
    InMemorySource source = InMemorySource.named(name, 1);
    for (String field : FIELDS) {
      for (String value : VALUES) {
        String key = field.equals("id") ? "" : "\"id\":\"" + field + value.hashCode() + "\",";
        source.add(0, ("{" + key + "\"" + field + "\":" + value + "}").getBytes(UTF_8));
      }
    }
    return source;
  }

  private static List<String> letters(String name, String... columns) {
    InMemoryDeadLetters letters = InMemoryDeadLetters.named(name);
    PipelineBuilder pipeline = Pipeline.named("things").records(type());
    InMemoryRows rows = InMemoryRows.named(name);
    Pipeline built =
        (columns.length == 0 ? pipeline.rows(rows) : pipeline.rows(rows, columns))
            .deadLetters(letters)
            .build();
    try (PipelineRunner run = PipelineRunner.start(built, source("things"))) {
      assertThat(run.awaitCaughtUp().written()).isEqualTo(rows.rows().size()).isPositive();
    }
    return letters.letters().stream()
        .map(letter -> letter.offset() + " " + letter.reasonClass() + " " + letter.reason())
        .toList();
  }

  @Test
  void lettersAreTheSameWhateverIsSelected() {
    List<String> all = letters("all");
    assertThat(all).hasSizeGreaterThan(40);
    assertThat(letters("some", "id", "text")).isEqualTo(all);
    assertThat(letters("key", "id")).isEqualTo(all);
  }
}
