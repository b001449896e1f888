package dev.rollcall.cli.system;

import static dev.rollcall.core.aggregate.Condition.column;
import static dev.rollcall.core.record.ColumnType.DATE;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;

import dev.rollcall.cassandra.CassandraRecords;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.clean.UserCleaning;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.Projection;
import dev.rollcall.core.record.Buckets;
import dev.rollcall.core.user.Users;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcDeadLetters;
import dev.rollcall.jdbc.JdbcRuns;
import dev.rollcall.jdbc.JdbcTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the daily batch and what goes into them.
 *
 * @param stores where they are
 * @param day the day of the batch
 */
record DailyTables(Stores stores, LocalDate day) {

  static final String KEYSPACE = "batch_keyspace";
  static final String RAW = "raw_users";
  static final String USERS = "users";
  static final String STATISTICS = "user_statistics";

  /** Of a day: each holds some hundred users, and they are read in parallel. */
  private static final int BUCKETS = 16;

  /** The audit of every run. */
  JdbcRuns audit() {
    return JdbcRuns.url(stores.postgres()).table("extraction_metadata").autoCreate();
  }

  CassandraTable raw() {
    return stores
        .at(CassandraTable.in(KEYSPACE).named(RAW))
        .partitionedBy("date", "bucket")
        .columnType("bucket", "int")
        .autoCreate();
  }

  /** Users as they come, without their secrets. */
  Pipeline extraction() {
    String date = day.toString();
    return Pipeline.named("daily-batch-extract")
        .records(Users.recordTypeWithRaw())
        .derived("date", STRING, (row, time) -> date)
        .derived("bucket", INT64, (row, time) -> Buckets.of(row, "user_id", BUCKETS))
        .derived("created_at", TIMESTAMP, (row, time) -> time)
        .rows(
            raw(), Projection.columns("date", "bucket", "user_id", "raw AS raw_data", "created_at"))
        .deadLetters(deadLetters())
        .build();
  }

  /** The day's raw users. */
  CassandraRecords rawOfTheDay() {
    CassandraRecords records = CassandraRecords.of(raw(), "raw_data", "created_at");
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      records = records.partition(day.toString(), bucket);
    }
    return records;
  }

  /** The day's users, cleaned, a row each. */
  Pipeline users() {
    return cleaned("daily-batch-users")
        .derived("processed_at", TIMESTAMP, (row, time) -> time)
        .derived("birth_day", DATE, (row, time) -> date(row.getTimestamp("birth_date")))
        .rows(
            JdbcTable.named(USERS).url(stores.postgres()).autoCreate(),
            Projection.columns(
                "user_id",
                "username",
                "first_name",
                "last_name",
                "gender",
                "birth_day AS birth_date",
                "age",
                "email",
                "phone",
                "nationality",
                "processed_at"))
        .build();
  }

  /** The day's figures: one row. */
  Pipeline statistics() {
    LocalDate date = day;
    return cleaned("daily-batch-statistics")
        .derived("stat_date", DATE, (row, time) -> date)
        .aggregate(
            Aggregation.named(STATISTICS)
                .groupBy("stat_date")
                .count()
                .as("total_users")
                .count()
                .where(column("gender").is("male"))
                .as("male_count")
                .count()
                .where(column("gender").is("female"))
                .as("female_count")
                .mean("age")
                .scale(2)
                .as("avg_age"))
        .into(JdbcAggregates.url(stores.postgres()).autoCreate())
        .build();
  }

  private PipelineBuilder cleaned(String name) {
    return UserCleaning.addTo(Pipeline.named(name).records(Users.recordType()))
        .deadLetters(deadLetters());
  }

  private JdbcDeadLetters deadLetters() {
    return JdbcDeadLetters.into(
        JdbcTable.named("dead_letters").url(stores.postgres()).autoCreate());
  }

  private static @Nullable LocalDate date(@Nullable Instant moment) {
    return moment == null ? null : LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }
}
