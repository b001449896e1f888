package dev.rollcall.core.pipeline;

import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pipeline whose rows are items. */
class ItemsPipelineTest {

  private static RecordTypeBuilder lines() {
    return RecordType.named("line")
        .key("order_id", "line")
        .items("lines")
        .column("order_id", STRING)
        .from("$.id")
        .itemIndex("line")
        .column("sku", STRING)
        .column("quantity", INT64);
  }

  @Test
  void itemsAreWrittenCountedAndRefusedOneByOne() {
    InMemoryRows rows = InMemoryRows.named("ItemsPipelineTest.lines");
    InMemoryAggregates counts = InMemoryAggregates.named("ItemsPipelineTest.counts");
    InMemoryDeadLetters letters = InMemoryDeadLetters.named("ItemsPipelineTest.letters");
    Pipeline pipeline =
        Pipeline.named("lines")
            .records(lines().build())
            .rows(rows)
            .aggregate(Aggregation.named("by_sku").groupBy("sku").count().sum("quantity"))
            .into(counts)
            .deadLetters(letters)
            .build();
    InMemorySource source = InMemorySource.named("ItemsPipelineTest", 1);
    source
        .add(
            0, "{\"id\": 1, \"lines\": [{\"sku\": \"a\", \"quantity\": 2}, {\"quantity\": \"x\"}]}")
        .add(0, "{\"id\": 2, \"lines\": []}")
        .add(
            0,
            "[{\"id\": 3}, {\"id\": 4, \"lines\": [{\"sku\": \"a\", \"quantity\": 5}]}, {\"lines\": 5}]");
    try (DirectRun run = DirectRun.open(pipeline)) {
      source.records().forEach(run::process);
      RunReport report = run.flush();

      assertThat(report.read()).as("rows, and the record without any").isEqualTo(5);
      assertThat(report.written()).isEqualTo(2);
      assertThat(report.filtered()).isEqualTo(1);
      assertThat(report.deadLettered()).isEqualTo(2);
    }
    assertThat(rows.rows()).hasSize(2);
    assertThat(letters.letters())
        .extracting(DeadLetter::ordinal, letter -> letter.element().path())
        .containsExactlyInAnyOrder(tuple(1, "$.lines[1]"), tuple(1, "$[2]"));
    assertThat(letters.letters())
        .extracting(DeadLetter::reason)
        .contains(
            "column 'quantity' (line): got \"x\", expected a whole number of at most 64 bits; ItemsPipelineTest-0@0#1");
  }

  @Test
  void allRowsOfAnElementHaveItsVersion() {
    PickySink sink =
        PickySink.refusing("ItemsPipelineTest.versions", row -> "b".equals(row.get("sku")));
    InMemoryDeadLetters letters = InMemoryDeadLetters.named("ItemsPipelineTest.refused");
    Pipeline pipeline =
        Pipeline.named("lines")
            .records(lines().rowVersion("at").column("at", TIMESTAMP).from("$.at").build())
            .rows(sink)
            .deadLetters(letters)
            .build();
    InMemorySource source = InMemorySource.named("ItemsPipelineTest.source", 1);
    source.add(
        0,
        """
        [{"id": 1, "lines": [{"sku": "a"}, {"sku": "a"}], "at": "2026-01-01T00:00:00Z"},
         {"id": 2, "lines": [{"sku": "a"}, {"sku": "b"}], "at": "2026-01-02T00:00:00Z"}]
        """);
    try (DirectRun run = DirectRun.open(pipeline)) {
      source.records().forEach(run::process);
      run.flush();
    }

    List<RowSink.VersionedRow> written = sink.batches().get(0);
    assertThat(written).extracting(row -> row.version().ordinal()).containsExactly(0, 0, 1, 1);
    assertThat(written)
        .extracting(row -> row.version().timestamp().toString())
        .containsExactly(
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00Z",
            "2026-01-02T00:00:00Z",
            "2026-01-02T00:00:00Z");
    assertThat(letters.letters())
        .as("its letter counts rows")
        .extracting(DeadLetter::ordinal)
        .containsExactly(3);
  }

  @Test
  void theItemsAreInTheFingerprint() {
    String lines = fingerprint(lines());

    assertThat(fingerprint(lines())).isEqualTo(lines);
    assertThat(
            fingerprint(
                RecordType.named("line")
                    .key("order_id", "line")
                    .items("positions")
                    .column("order_id", STRING)
                    .from("$.id")
                    .itemIndex("line")
                    .column("sku", STRING)
                    .column("quantity", INT64)))
        .isNotEqualTo(lines);
    assertThat(
            fingerprint(
                RecordType.named("line")
                    .key("order_id", "line")
                    .itemsOrNull("lines")
                    .column("order_id", STRING)
                    .from("$.id")
                    .itemIndex("line")
                    .column("sku", STRING)
                    .column("quantity", INT64)))
        .isNotEqualTo(lines);
    assertThat(fingerprint(lines().column("note", STRING).elseNull()))
        .as("decides nothing")
        .isEqualTo(lines);
    assertThat(fingerprint(lines().column("note", STRING).from("$.note").elseNull()))
        .isEqualTo(lines);
  }

  @Test
  void aColumnThatSaysWhatStandsOnTheWayDecides() {
    RecordTypeBuilder deep = deep();
    String without = fingerprint(deep());

    assertThat(fingerprint(deep.column("carrier", STRING).from("$.shipments[].carrier").elseNull()))
        .as("an object on the way is refused")
        .isNotEqualTo(without);
  }

  private static RecordTypeBuilder deep() {
    return RecordType.named("line")
        .key("order_id", "line")
        .items("shipments.lines")
        .column("order_id", STRING)
        .from("$.id")
        .itemIndex("line")
        .column("sku", STRING)
        .column("quantity", INT64);
  }

  private static String fingerprint(RecordTypeBuilder type) {
    return Pipeline.named("lines")
        .records(type.build())
        .aggregate(Aggregation.named("by_sku").groupBy("sku").count().sum("quantity"))
        .into(InMemoryAggregates.named("ItemsPipelineTest.fingerprints"))
        .build()
        .compiled()
        .aggregations()
        .get(0)
        .fingerprint();
  }
}
