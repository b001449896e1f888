package dev.rollcall.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The audit of runs on a real MariaDB. */
@EnabledWithMariaDb
class MariaDbRunLogIT extends JdbcRunsTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onMariaDb();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }
}
