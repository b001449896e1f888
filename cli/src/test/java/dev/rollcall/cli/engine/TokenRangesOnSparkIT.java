package dev.rollcall.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cassandra.CassandraRecords;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemoryRunLog;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.user.Users;
import dev.rollcall.spark.SparkBatches;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.TestServers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole table of raw rows, read by ranges of tokens: a range is a task of Spark. */
class TokenRangesOnSparkIT {

  private static final int USERS = 2_000;
  private static final int BUCKETS = 4;
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private static final Schema RAW =
      Schema.of(
          List.of(
              Column.of("day", ColumnType.STRING),
              Column.of("bucket", ColumnType.INT64),
              Column.of("id", ColumnType.STRING),
              Column.of("raw", ColumnType.JSON),
              Column.of("made_at", ColumnType.TIMESTAMP)),
          "id");

  @TempDir Path folder;

  @Test
  void sparkReadsEveryRowOnceAndComesToWhatThisJvmComesTo() {
    CassandraTable table = rawUsersOfTwentyDays();
    CassandraRecords all = CassandraRecords.of(table, "raw", "made_at").splits(12);
    assertThat(all.parts()).hasSizeGreaterThan(4);

    RunReport here = run("here", all, BatchRun.Engine.here(2));
    SparkSession spark = LocalSpark.start(folder);
    RunReport onSpark;
    try {
      onSpark = run("spark", all, SparkBatches.on(spark));
    } finally {
      spark.stop();
    }

    assertThat(onSpark).isEqualTo(here);
    assertThat(onSpark.written()).isEqualTo(USERS);
    assertThat(InMemoryRows.named("tokens-spark").rows())
        .hasSize(USERS)
        .containsExactlyInAnyOrderElementsOf(InMemoryRows.named("tokens-here").rows());
    assertThat(new HashSet<>(InMemoryAggregates.named("tokens-spark").results("by_nat")))
        .isEqualTo(new HashSet<>(InMemoryAggregates.named("tokens-here").results("by_nat")))
        .hasSize(3);
  }

  private static RunReport run(String stores, CassandraRecords records, BatchRun.Engine engine) {
    Pipeline pipeline =
        Pipeline.named("token-ranges")
            .records(Users.recordType())
            .rows(InMemoryRows.named("tokens-" + stores))
            .aggregate(Aggregation.named("by_nat").groupBy("nationality").count().mean("age"))
            .into(InMemoryAggregates.named("tokens-" + stores))
            .build();
    return BatchRun.of(pipeline, new InMemoryRunLog()).run("all days", records, engine);
  }

  private static CassandraTable rawUsersOfTwentyDays() {
    CassandraServer server = TestServers.cassandra();
    CassandraTable table =
        CassandraTable.in("tokens_" + UUID.randomUUID().toString().substring(0, 8))
            .named("raw_users")
            .contactPoint(server.address())
            .localDatacenter(server.localDatacenter())
            .partitionedBy("day", "bucket")
            .columnType("bucket", "int")
            .autoCreate();
    try (RowSink sink = table.open(RAW, new DefinitionRegistry.Entry("raw", 1))) {
      assertThat(sink.write(IntStream.range(0, USERS).mapToObj(TokenRangesOnSparkIT::row).toList()))
          .isEqualTo(RowSink.Result.WRITTEN);
    }
    return table;
  }

  private static RowSink.VersionedRow row(int i) {
    String id = "user-" + i;
    String raw =
        "{\"id\":\"%s\",\"nat\":\"%s\",\"dob\":{\"age\":%d}}"
            .formatted(id, List.of("DE", "FR", "NO").get(i % 3), 18 + i % 60);
    Row row = Row.of(RAW, "day-" + i % 20, Row.bucketOf(id, BUCKETS), id, raw, NOON);
    return new RowSink.VersionedRow(row, new Row.Version(1, NOON, i, 0));
  }
}
