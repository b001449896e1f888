package dev.rollcall.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Added columns on a real MariaDB. */
@EnabledWithMariaDb
class MariaDbEvolveIT extends JdbcEvolveTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onMariaDb();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }
}
