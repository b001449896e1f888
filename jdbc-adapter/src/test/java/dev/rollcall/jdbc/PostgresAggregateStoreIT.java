package dev.rollcall.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Aggregates on a real PostgreSQL. */
class PostgresAggregateStoreIT extends JdbcAggregatesTests {

  private static TestSchema database;

  @BeforeAll
  static void makeSchema() {
    database = TestSchema.onPostgres();
  }

  @AfterAll
  static void dropSchema() {
    database.close();
  }

  @Override
  TestSchema database() {
    return database;
  }

  @Override
  String urlWithRewrittenBatches() {
    return database.url() + "&reWriteBatchedInserts=true";
  }
}
