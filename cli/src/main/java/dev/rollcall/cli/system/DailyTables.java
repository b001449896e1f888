package dev.rollcall.cli.system;

import dev.rollcall.cassandra.CassandraRecords;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.cli.check.Definition;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.examples.DailyBatch;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcDeadLetters;
import dev.rollcall.jdbc.JdbcRuns;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.randomuser.ApiBatch;
import dev.rollcall.randomuser.UserPage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * {@link DailyBatch} of a day over the stores of a run.
 *
 * @param stores where its tables are
 * @param day the day of the batch
 */
record DailyTables(Stores stores, LocalDate day) {

  static final String RAW = "batch_keyspace.raw_users";
  static final String USERS = "users";

  /** Of the table in which those who read the raw users see how far the fetching of a day is. */
  /** The command itself writes the status of a fetching, no pipeline. */
  private static final DefinitionRegistry.Entry WRITER =
      new DefinitionRegistry.Entry("daily-batch", 1);

  private static final Schema STATUS =
      Schema.of(
          List.of(
              Column.of("id", ColumnType.UUID),
              Column.of("extraction_date", ColumnType.STRING),
              Column.of("records_count", ColumnType.INT64),
              Column.of("status", ColumnType.STRING),
              Column.of("created_at", ColumnType.TIMESTAMP)),
          "id");

  /** The audit of every run. */
  JdbcRuns audit() {
    return JdbcRuns.url(stores.postgres()).table("extraction_metadata").autoCreate();
  }

  CassandraTable raw() {
    return stores.at(DailyBatch.rawTable());
  }

  /** What a step does, over any stores. */
  Definition definition(DailyStep step) {
    return switch (step) {
      case EXTRACT -> (rows, figures, letters) -> DailyBatch.extract(day, rows.get(0), letters);
      case TRANSFORM -> (rows, figures, letters) -> DailyBatch.transform(rows.get(0), letters);
      case LOAD -> (rows, figures, letters) -> DailyBatch.load(day, figures, letters);
    };
  }

  /** The table that a step writes rows to. */
  RowTarget target(DailyStep step) {
    return step == DailyStep.EXTRACT ? raw() : table(USERS);
  }

  Pipeline pipeline(DailyStep step) {
    return definition(step)
        .over(
            List.of(target(step)),
            JdbcAggregates.url(stores.postgres()).autoCreate(),
            JdbcDeadLetters.into(table("dead_letters")));
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

  /** How far the fetching is: {@code started} first, {@code finished} or {@code failed} last. */
  void setStatus(String status, long records) {
    CassandraTable table =
        stores
            .at(CassandraTable.in("batch_keyspace").named("extraction_metadata"))
            .columnType("records_count", "int")
            .autoCreate();
    Instant now = Instant.now();
    UUID id = UUID.nameUUIDFromBytes(day.toString().getBytes(StandardCharsets.UTF_8));
    Row row = Row.of(STATUS, id, day.toString(), records, status, now);
    try (RowSink sink = table.open(STATUS, WRITER)) {
      List<RowSink.Rejection> refused =
          sink.write(
                  List.of(
                      new RowSink.VersionedRow(row, new Row.Version(WRITER.version(), now, 0, 0))))
              .rejections();
      if (!refused.isEmpty()) {
        throw new IllegalStateException(table.name() + ": " + refused.get(0).reason());
      }
    }
  }

  private JdbcTable table(String name) {
    return JdbcTable.named(name).url(stores.postgres()).autoCreate();
  }
}
