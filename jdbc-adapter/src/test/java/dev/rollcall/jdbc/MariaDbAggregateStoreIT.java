package dev.rollcall.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Aggregates on a real MariaDB. */
class MariaDbAggregateStoreIT extends JdbcAggregatesTests {

  private static TestSchema database;

  @BeforeAll
  static void makeSchema() {
    database = TestSchema.onMariaDb();
  }

  @AfterAll
  static void dropSchema() {
    if (database != null) {
      database.close();
    }
  }

  @Override
  TestSchema database() {
    return database;
  }

  @Override
  String urlWithRewrittenBatches() {
    return database.url()
        + "&rewriteBatchedStatements=true&useBulkStmts=true&useAffectedRows=true&useServerPrepStmts=true";
  }
}
