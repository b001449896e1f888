package dev.rollcall.cli.system;

import dev.rollcall.cassandra.CassandraRecords;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.examples.DailyBatch;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcDeadLetters;
import dev.rollcall.jdbc.JdbcRuns;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.randomuser.ApiBatch;
import dev.rollcall.randomuser.UserPage;
import java.time.Instant;
import java.time.LocalDate;

/**
 * {@link DailyBatch} of a day over the stores of a run.
 *
 * @param stores where its tables are
 * @param day the day of the batch
 */
record DailyTables(Stores stores, LocalDate day) {

  static final String RAW = "batch_keyspace.raw_users";
  static final String USERS = "users";

  /** The audit of every run. */
  JdbcRuns audit() {
    return JdbcRuns.url(stores.postgres()).table("extraction_metadata").autoCreate();
  }

  CassandraTable raw() {
    return stores.at(DailyBatch.rawTable());
  }

  JdbcTable users() {
    return table(USERS);
  }

  Pipeline extract() {
    return DailyBatch.extract(day, raw(), deadLetters());
  }

  Pipeline transform() {
    return DailyBatch.transform(users(), deadLetters());
  }

  Pipeline load() {
    return DailyBatch.load(day, JdbcAggregates.url(stores.postgres()).autoCreate(), deadLetters());
  }

  /** The day's raw users. */
  CassandraRecords rawOfTheDay() {
    return DailyBatch.rawUsers(raw(), day);
  }

  /** The day's users, from the API. */
  ApiBatch api(UserOrigin origin, Iterable<UserPage> pages) {
    return ApiBatch.of(
        "api " + origin.date() + " " + origin.users(), origin.describe(), pages, Instant.now());
  }

  private JdbcDeadLetters deadLetters() {
    return JdbcDeadLetters.into(table("dead_letters"));
  }

  private JdbcTable table(String name) {
    return JdbcTable.named(name).url(stores.postgres()).autoCreate();
  }
}
