package dev.rollcall.examples;

import static dev.rollcall.core.aggregate.Measure.Condition.column;
import static dev.rollcall.core.record.ColumnType.DATE;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;

import dev.rollcall.cassandra.CassandraRecords;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.clean.UserCleaning;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.RunLog;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.user.Users;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcDeadLetters;
import dev.rollcall.jdbc.JdbcRuns;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.randomuser.ApiBatch;
import dev.rollcall.randomuser.RandomUserClient;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The users of a day as three batches: fetched to Cassandra as they come, then read from there,
 * cleaned to a table of PostgreSQL, and counted to another. Each replaces what it made of that day.
 */
public final class DailyBatch {

  /** Partitions of a day in Cassandra, which are read in parallel. */
  private static final int BUCKETS = 16;

  private static final String[] COLUMNS = {
    "user_id", "username", "first_name", "last_name",
    "gender", "birth_day AS birth_date", "age", "email",
    "phone", "nationality", "processed_at"
  };

  private DailyBatch() {}

  /** The table of users as they come; say where with {@code contactPoint}. */
  public static CassandraTable rawTable() {
    return CassandraTable.in("batch_keyspace")
        .named("raw_users")
        .partitionedBy("date", "bucket")
        .columnType("bucket", "int")
        .autoCreate();
  }

  /** The raw users of a day. */
  public static CassandraRecords rawUsers(CassandraTable raw, LocalDate day) {
    CassandraRecords records = CassandraRecords.of(raw, "raw_data", "created_at");
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      records = records.partition(day.toString(), bucket);
    }
    return records;
  }

  /** First: users as they come, without their secrets. */
  public static Pipeline extract(LocalDate day, RowTarget raw, DeadLetterTarget deadLetters) {
    return Pipeline.named("daily-batch-extract")
        .records(Users.recordTypeWithRaw())
        .derived("date", STRING, (row, time) -> day.toString())
        .derived("bucket", INT64, (row, time) -> row.bucket("user_id", BUCKETS))
        .derived("created_at", TIMESTAMP, (row, time) -> time)
        .rows(raw, "date", "bucket", "user_id", "raw AS raw_data", "created_at")
        .deadLetters(deadLetters)
        .build();
  }

  /** Second: raw users, cleaned, a row each. */
  public static Pipeline transform(RowTarget users, DeadLetterTarget deadLetters) {
    return cleaned("daily-batch-users", deadLetters)
        .derived("processed_at", TIMESTAMP, (row, time) -> time)
        .derived("birth_day", DATE, (row, time) -> birthDay(row))
        .rows(users, COLUMNS)
        .build();
  }

  /** Third: raw users, cleaned, to the day's figures: one row. */
  public static Pipeline load(
      LocalDate day, AggregateTarget figures, DeadLetterTarget deadLetters) {
    AggregationBuilder ofTheDay = Aggregation.named("user_statistics").groupBy("stat_date");
    ofTheDay.count().as("total_users");
    ofTheDay.count().where(column("gender").is("male")).as("male_count");
    ofTheDay.count().where(column("gender").is("female")).as("female_count");
    ofTheDay.mean("age").scale(2).as("avg_age");
    return cleaned("daily-batch-statistics", deadLetters)
        .derived("stat_date", DATE, (row, time) -> day)
        .aggregate(ofTheDay.build())
        .into(figures)
        .build();
  }

  private static PipelineBuilder cleaned(String name, DeadLetterTarget deadLetters) {
    return UserCleaning.addTo(Pipeline.named(name).records(Users.recordType()))
        .deadLetters(deadLetters);
  }

  private static @Nullable LocalDate birthDay(Row row) {
    Instant birth = row.getTimestamp("birth_date");
    return birth == null ? null : LocalDate.ofInstant(birth, ZoneOffset.UTC);
  }

  /** Runs it for today, or the day that is given, over the real API and servers on this machine. */
  public static void main(String[] args) {
    LocalDate day = args.length == 0 ? LocalDate.now(ZoneOffset.UTC) : LocalDate.parse(args[0]);
    String database = "jdbc:postgresql://localhost:5432/users";
    CassandraTable raw = rawTable().contactPoint("localhost:9042");
    DeadLetterTarget letters =
        JdbcDeadLetters.into(JdbcTable.named("dead_letters").url(database).autoCreate());
    Pipeline transform = transform(JdbcTable.named("users").url(database).autoCreate(), letters);
    Pipeline load = load(day, JdbcAggregates.url(database).autoCreate(), letters);
    RandomUserClient api = RandomUserClient.builder().seed(day.toString()).build();
    ApiBatch users =
        ApiBatch.of("api " + day + " 1000", "randomuser.me", api.pages(1_000), Instant.now());
    BatchRun.Engine engine = BatchRun.Engine.here(2);
    try (RunLog runs = JdbcRuns.url(database).table("extraction_metadata").autoCreate().open()) {
      BatchRun.of(extract(day, raw, letters), runs).run(day + " extract", users, engine);
      BatchRun.of(transform, runs).run(day + " transform", rawUsers(raw, day), engine);
      BatchRun.of(load, runs).run(day + " load", rawUsers(raw, day), engine);
    }
  }
}
