package dev.rollcall.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Aggregates on a real PostgreSQL. */
class PostgresAggregateStoreIT extends JdbcAggregatesTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onPostgres();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }

  @Override
  String urlWithRewrittenBatches() {
    return database().url() + "&reWriteBatchedInserts=true";
  }
}
