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
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class RowVersionTest {

  private static final SourcePartition PARTITION = new SourcePartition("topic-id", 0);

  private InMemoryRows rows;
  private String name;

  @BeforeEach
  void store(TestInfo test) {
    name = "versions-" + test.getDisplayName();
    rows = InMemoryRows.named(name);
    rows.clear();
    InMemoryAggregates.named(name).clear();
  }

  private static RecordTypeBuilder declared() {
    return RecordType.named("user")
        .key("id")
        .column("id", ColumnType.STRING)
        .column("city", ColumnType.STRING)
        .column("updated_at", ColumnType.TIMESTAMP)
        .epoch(EpochUnit.MILLIS)
        .alsoUnder("after");
  }

  private static final RecordType BY_COLUMN =
      declared()
          .rowVersion("updated_at")
          .deletedWhere("deleted", "true")
          .deletedWhere("op", "d", "before")
          .build();

  private PipelineBuilder pipeline(RecordType type) {
    return Pipeline.named("users")
        .records(type)
        .into(InMemoryAggregates.named(name))
        .aggregate(Aggregation.named("by_city").groupBy("city").count())
        .deadLetters(InMemoryDeadLetters.named(name));
  }

  private static SourceRecord record(long offset, @Nullable String value) {
    return record(offset, 100 + offset, value);
  }

  private static SourceRecord record(long offset, long second, @Nullable String value) {
    return new SourceRecord(
        PARTITION,
        "users",
        offset,
        Instant.ofEpochSecond(second),
        null,
        value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  private static String user(String id, String city, long updated) {
    return "{\"id\":\"%s\",\"city\":\"%s\",\"updated_at\":%d}".formatted(id, city, updated);
  }

  /** Each record in a flush of its own. */
  private static RunReport run(Pipeline pipeline, SourceRecord... records) {
    CompiledPipeline compiled = CompiledPipeline.of(pipeline);
    RunReport report = RunReport.EMPTY;
    try (PipelinePorts ports = PipelinePorts.open(compiled)) {
      PartitionProcessor processor = new PartitionProcessor(compiled, ports, PARTITION);
      for (SourceRecord record : records) {
        processor.process(record);
        report = report.plus(processor.flush().report());
      }
    }
    return report;
  }

  /** Refuses the rows of a city. */
  private record Refusing(InMemoryRows rows, String city) implements RowTarget {
    @Override
    public String name() {
      return "refusing";
    }

    @Override
    public SinkPlan plan(Schema schema) {
      return rows.plan(schema);
    }

    @Override
    public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
      RowSink sink = rows.connect(schema, owner);
      return new RowSink() {
        @Override
        public RowSink.Result write(List<RowSink.VersionedRow> batch) {
          return city.equals(batch.get(0).row().get("city"))
              ? RowSink.Result.rejecting(List.of(new RowSink.Rejection(0, "refused")))
              : sink.write(batch);
        }

        @Override
        public void requireDeletes() {}

        @Override
        public void close() {
          sink.close();
        }
      };
    }
  }

  private String city(String id) {
    return rows.find(id).map(row -> String.valueOf(row.get("city"))).orElse("none");
  }

  @Test
  void theLaterTimeInTheColumnWinsWhateverTheOrderOfTheLog() {
    Pipeline pipeline = pipeline(BY_COLUMN).rows(rows).build();

    RunReport report =
        run(
            pipeline,
            record(0, user("a", "new", 2_000)),
            record(1, user("a", "old", 1_000)),
            record(2, user("b", "first", 5)),
            record(3, user("b", "second", 5)));

    assertThat(city("a")).isEqualTo("new");
    assertThat(city("b")).as("of equal times the later record").isEqualTo("second");
    assertThat(report.toString())
        .isEqualTo(
            "4 read = 3 written + 1 outdated + 0 filtered + 0 dead-lettered;"
                + " by_city: 4 applied, 0 already applied");
  }

  @Test
  void ofEqualTimesTheLaterRecordTimeComesBeforeTheOffset() {
    Pipeline pipeline = pipeline(BY_COLUMN).rows(rows).build();

    run(
        pipeline,
        record(0, 900, user("a", "recorded later", 5)),
        record(1, 800, user("a", "recorded earlier", 5)));

    assertThat(city("a")).isEqualTo("recorded later");
  }

  @Test
  void rowsThatAReplayFindsOlderThanTheStoredAreNotCountedAsWritten() {
    Pipeline pipeline = pipeline(declared().build()).rows(rows).build();
    SourceRecord[] records = {
      record(0, user("a", "one", 1)), record(1, user("a", "two", 2)), record(2, user("b", "x", 3))
    };

    RunReport first = run(pipeline, records);
    RunReport replay = run(pipeline, records);

    assertThat(first.outdated()).isZero();
    assertThat(replay.written()).isEqualTo(2);
    assertThat(replay.outdated()).isEqualTo(1);
    assertThat(replay.aggregations().get("by_city")).isEqualTo(new RunReport.Applied(0, 3));
  }

  @Test
  void oneSinkMayHoldANewerRowWhileAnotherRefusesOrTakesIt() {
    SourceRecord[] records = {
      record(0, user("a", "new", 2)),
      record(1, user("a", "old", 1)),
      record(2, user("a", "bad", 0)),
      record(3, "{\"id\":\"a\",\"deleted\":true,\"updated_at\":1}")
    };
    Pipeline first = pipeline(BY_COLUMN).rows(rows).build();
    run(first, records[0]);
    InMemoryRows other = InMemoryRows.named(name + "-other");
    other.clear();
    Pipeline both =
        Pipeline.named("users")
            .records(BY_COLUMN)
            .rows(rows)
            .rows(new Refusing(other, "bad"))
            .deadLetters(InMemoryDeadLetters.named(name))
            .build();

    RunReport report = run(both, records);

    assertThat(report.toString())
        .as("the newest is written again, 'old' is outdated in one, 'bad' is refused by the other")
        .isEqualTo("4 read = 1 written + 1 outdated + 1 deleted + 0 filtered + 1 dead-lettered");
    assertThat(report.sinkRejected()).isEqualTo(1);
  }

  @Test
  void anElementWithoutTheTimeIsADeadLetterAndAMessageWithoutAValueIsFilteredOut() {
    Pipeline pipeline = pipeline(BY_COLUMN).rows(rows).build();

    RunReport report =
        run(
            pipeline,
            record(0, "{\"id\":\"a\",\"city\":\"x\"}"),
            record(1, "{\"id\":\"a\",\"updated_at\":null}"),
            record(2, "{\"id\":\"a\",\"deleted\":true}"),
            record(3, null));

    assertThat(report.toString()).startsWith("4 read = 0 written + 1 filtered + 3 dead-lettered");
    assertThat(report.reasons()).containsExactly(Map.entry("missing-value", 3L));
  }

  @Test
  void aDeleteIsOrderedByItsOwnTime() {
    Pipeline pipeline = pipeline(BY_COLUMN).rows(rows).build();

    run(
        pipeline,
        record(0, user("a", "x", 10)),
        record(1, "{\"id\":\"a\",\"deleted\":true,\"updated_at\":9}"),
        record(2, user("b", "x", 10)),
        record(3, "{\"id\":\"b\",\"deleted\":true,\"updated_at\":11}"),
        record(4, user("c", "x", 10)),
        record(5, "{\"op\":\"d\",\"before\":{\"id\":\"c\",\"updated_at\":10}}"),
        record(6, user("c", "late", 9)));

    assertThat(city("a")).isEqualTo("x");
    assertThat(city("b")).isEqualTo("none");
    assertThat(city("c")).as("deleted at the time of what it deletes").isEqualTo("none");
  }

  /** For stores that have no room for the record's time: the row's own would be a tie. */
  @Test
  void aDeleteBelowAnotherPathMayTakeATimeOfTheEventItself() {
    RecordType type =
        RecordType.named("user")
            .key("id")
            .column("id", ColumnType.STRING)
            .column("changed", ColumnType.TIMESTAMP)
            .from("source.ts_ms")
            .epoch(EpochUnit.MILLIS)
            .column("city", ColumnType.STRING)
            .alsoUnder("after")
            .rowVersion("changed")
            .deletedWhere("op", "d", "before")
            .build();
    Pipeline pipeline = pipeline(type).rows(rows).build();

    run(
        pipeline,
        record(0, 9, "{\"after\":{\"id\":\"a\"},\"source\":{\"ts_ms\":10}}"),
        record(1, 8, "{\"op\":\"d\",\"before\":{\"id\":\"a\"},\"source\":{\"ts_ms\":11}}"),
        record(2, 9, "{\"after\":{\"id\":\"b\"},\"source\":{\"ts_ms\":10}}"),
        record(3, 9, "{\"op\":\"d\",\"before\":{\"id\":\"b\"},\"source\":{\"ts_ms\":9}}"));

    assertThat(rows.find("a")).isEmpty();
    assertThat(rows.find("b")).isPresent();
  }

  @Test
  void itOrdersRowsThatDoNotHaveTheColumnAnyMore() {
    Pipeline pipeline = pipeline(BY_COLUMN).rows(rows, "id", "city").build();

    run(pipeline, record(0, user("a", "new", 2)), record(1, user("a", "old", 1)));

    assertThat(city("a")).isEqualTo("new");
    assertThat(rows.rows()).extracting(Row::schema).allMatch(schema -> schema.size() == 2);
  }

  @Test
  void anotherRuleNeedsAHigherVersion() {
    run(pipeline(declared().build()).rows(rows).build(), record(0, user("a", "recorded", 9)));
    Pipeline same = pipeline(BY_COLUMN).rows(rows).build();
    assertThatThrownBy(() -> run(same))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "rows ordered by 'updated_at'", "by one rule", "raise the version above 1");

    Pipeline higher = Pipeline.named("users").version(2).records(BY_COLUMN).rows(rows).build();
    run(higher, record(0, user("a", "again", 9)));

    assertThat(city("a")).isEqualTo("again");
    assertThat(higher.plan().toString()).contains("the one of the later updated_at");
  }

  @Test
  void theColumnHasToBeATimeOfTheRow() {
    assertRefused(
        declared().rowVersion("update_at"), "'update_at' is not declared", "'updated_at'");
    assertRefused(declared().rowVersion("city"), "got STRING, expected a TIMESTAMP");
    assertRefused(
        declared().hidden("at", ColumnType.TIMESTAMP).rowVersion("at"), "got a hidden column");
    assertRefused(declared().rowVersion("updated_at").rowVersion("updated_at"), "declared twice");
    assertRefused(
        declared().rowVersion("updated_at").tombstoneKey("id"),
        "tombstoneKey",
        "has no 'updated_at'",
        "deletedWhere");
    assertRefused(
        declared().column("at", ColumnType.TIMESTAMP).elseNull().rowVersion("at"), "elseNull");
  }

  private static void assertRefused(RecordTypeBuilder type, String... words) {
    assertThatThrownBy(type::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(words);
  }
}
