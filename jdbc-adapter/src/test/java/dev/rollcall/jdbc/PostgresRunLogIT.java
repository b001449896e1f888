package dev.rollcall.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The audit of runs on a real PostgreSQL. */
class PostgresRunLogIT extends JdbcRunsTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onPostgres();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }
}
