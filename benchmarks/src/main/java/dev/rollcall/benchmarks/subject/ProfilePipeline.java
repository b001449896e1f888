package dev.rollcall.benchmarks.subject;

import static dev.rollcall.core.record.ColumnType.STRING;

import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.user.Users;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.mongo.MongoRows;
import java.util.UUID;

/** Users from Kafka to a table of twelve columns, as a user embeds Rollcall: default settings. */
public final class ProfilePipeline {

  private static final String[] COLUMNS = {
    "user_id AS id",
    "first_name",
    "last_name",
    "gender",
    "address",
    "postcode AS post_code",
    "email",
    "username",
    "birth_date AS dob",
    "registered_at AS registered_date",
    "phone",
    "picture_medium AS picture"
  };

  private ProfilePipeline() {}

  /** The definition, for whichever engine. */
  static Pipeline of(ForkInput input, String table) {
    return Pipeline.named("bench-" + UUID.randomUUID())
        .records(Users.recordType())
        .derived("address", STRING, (row, time) -> address(row))
        .rows(target(input.store(), table), COLUMNS)
        .deadLetters(InMemoryDeadLetters.named("dead-letters"))
        .build();
  }

  /** Runs until the topic is read; returns the number of rows written. */
  public static long run(ForkInput input, String table) {
    Pipeline pipeline = of(input, table);
    KafkaTopic topic = KafkaTopic.named(input.topic()).bootstrapServers(input.kafka());
    try (PipelineRunner run =
        PipelineRunner.start(pipeline, KafkaSource.of(topic).group(pipeline.name()))) {
      RunReport report = run.awaitCaughtUp();
      return report.written();
    }
  }

  private static RowTarget target(String store, String table) {
    if (store.isEmpty()) {
      return new NoOpRows();
    }
    if (store.startsWith("jdbc:")) {
      return JdbcTable.named(table).url(store).autoCreate();
    }
    if (store.startsWith("mongodb:")) {
      return MongoRows.database("rollcall_bench").collection(table).connectionString(store);
    }
    int slash = store.indexOf('/');
    return CassandraTable.in("rollcall_bench")
        .named(table)
        .contactPoint(store.substring(0, slash))
        .localDatacenter(store.substring(slash + 1))
        .autoCreate();
  }

  private static String address(Row row) {
    return String.join(
        ", ",
        row.getString("street"),
        row.getString("city"),
        row.getString("state"),
        row.getString("country"));
  }
}
