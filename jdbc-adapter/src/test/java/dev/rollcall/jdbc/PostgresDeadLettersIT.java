package dev.rollcall.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Dead letters on a real PostgreSQL. */
class PostgresDeadLettersIT extends JdbcDeadLettersTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onPostgres();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }
}
