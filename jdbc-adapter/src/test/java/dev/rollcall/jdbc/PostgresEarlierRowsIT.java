package dev.rollcall.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables of earlier versions on a real PostgreSQL. */
class PostgresEarlierRowsIT extends JdbcEarlierRowsTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onPostgres();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }
}
