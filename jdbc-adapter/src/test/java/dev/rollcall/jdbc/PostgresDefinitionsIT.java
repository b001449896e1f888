package dev.rollcall.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Who writes which table, on a real PostgreSQL. */
class PostgresDefinitionsIT extends JdbcDefinitionsTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onPostgres();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }

  @Override
  TestSchema fresh() {
    return TestSchema.onPostgres();
  }
}
