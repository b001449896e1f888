package dev.rollcall.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Added columns on a real PostgreSQL. */
class PostgresEvolveIT extends JdbcEvolveTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onPostgres();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }
}
