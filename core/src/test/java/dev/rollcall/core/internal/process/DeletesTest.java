package dev.rollcall.core.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.HmacKey;
import dev.rollcall.core.pipeline.PersonalData;
import dev.rollcall.core.pipeline.PickySink;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class DeletesTest {

  private static final SourcePartition PARTITION = new SourcePartition("topic-id", 0);

  private static final RecordType USERS =
      RecordType.named("user")
          .key("id")
          .column("id", ColumnType.STRING)
          .personal()
          .column("country", ColumnType.STRING)
          .deletedWhere("deleted", "true")
          .tombstoneKey("id")
          .build();

  private InMemoryRows rows;
  private String name;

  @BeforeEach
  void store(TestInfo test) {
    name = "deletes-" + test.getDisplayName();
    rows = InMemoryRows.named(name);
    rows.clear();
    InMemoryAggregates.named(name).clear();
  }

  private PipelineBuilder pipeline() {
    return Pipeline.named("users")
        .records(USERS)
        .into(InMemoryAggregates.named(name))
        .aggregate(Aggregation.named("by_country").groupBy("country").count())
        .deadLetters(InMemoryDeadLetters.named(name));
  }

  private static SourceRecord record(long offset, @Nullable String key, @Nullable String value) {
    return new SourceRecord(
        PARTITION,
        "users",
        offset,
        Instant.ofEpochSecond(100 + offset),
        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
        value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  private static RunReport run(Pipeline pipeline, SourceRecord... records) {
    CompiledPipeline compiled = CompiledPipeline.of(pipeline);
    try (PipelinePorts ports = PipelinePorts.open(compiled)) {
      PartitionProcessor processor = new PartitionProcessor(compiled, ports, PARTITION);
      for (SourceRecord record : records) {
        processor.process(record);
      }
      return processor.flush().report();
    }
  }

  @Test
  void deletesAreCountedApartAndNotAggregated() {
    Pipeline pipeline = pipeline().where(row -> !row.isNull("country")).rows(rows).build();
    SourceRecord[] records = {
      record(0, "a", "{\"id\":\"a\",\"country\":\"de\"}"),
      record(1, "b", "{\"id\":\"b\",\"country\":\"de\"}"),
      record(2, "c", "{\"id\":\"c\",\"country\":\"fr\"}"),
      record(3, "a", "{\"id\":\"a\",\"deleted\":true}"),
      record(4, "b", null),
      record(5, null, null),
      record(6, "b", "{\"id\":\"b\"}")
    };

    RunReport report = run(pipeline, records);

    assertThat(report.toString())
        .startsWith("7 read = 3 written + 2 deleted + 1 filtered + 1 dead-lettered");
    assertThat(report.reasons()).containsOnlyKeys("tombstone-key");
    assertThat(report.aggregations().get("by_country")).isEqualTo(new RunReport.Applied(3, 0));
    assertThat(rows.rows()).extracting(row -> row.get("id")).containsExactly("c");
    assertThat(rows.find("a")).isEmpty();

    RunReport replay = run(pipeline, records);
    assertThat(replay.deleted()).isEqualTo(2);
    assertThat(rows.rows()).extracting(row -> row.get("id")).containsExactly("c");
  }

  @Test
  void aRowThatComesAfterItsDeleteIsThereAgain() {
    Pipeline pipeline = pipeline().rows(rows).build();

    run(pipeline, record(0, "a", null), record(1, "a", "{\"id\":\"a\",\"country\":\"de\"}"));

    assertThat(rows.find("a")).isPresent();
  }

  @Test
  void aDeletePassesByEveryFunctionAndFindsTheHashedKey() {
    Pipeline pipeline =
        pipeline()
            .require("a country", (row, time) -> !row.isNull("country"))
            .derived(
                "length", ColumnType.INT64, (row, time) -> (long) row.getString("country").length())
            .cleaned("country", text -> text.strip())
            .personal(
                PersonalData.hash(HmacKey.of("k".repeat(32).getBytes(StandardCharsets.UTF_8))))
            .rows(rows, "id", "length")
            .build();

    RunReport report =
        run(
            pipeline,
            record(0, "a", "{\"id\":\"a\",\"country\":\"de\"}"),
            record(1, "b", "{\"id\":\"b\",\"country\":\"de\"}"),
            record(2, "a", null));

    assertThat(report.deleted()).isEqualTo(1);
    assertThat(rows.rows()).hasSize(1);
  }

  @Test
  void aSinkThatKnowsNothingOfDeletesIsRefused() {
    Pipeline pipeline = pipeline().rows(rows).rows(PickySink.refusing(name, row -> false)).build();

    assertThatThrownBy(() -> run(pipeline))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("takes no deletes", "deletedWhere");
  }

  @Test
  void thePlanSaysThatAggregatesKeepWhatIsDeleted() {
    assertThat(pipeline().rows(rows).build().plan().toString())
        .contains("deletes where deleted = true", "message without a value")
        .contains("not taken back");
  }
}
