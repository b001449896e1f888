package dev.rollcall.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables of earlier versions on a real MariaDB. */
@EnabledWithMariaDb
class MariaDbEarlierRowsIT extends JdbcEarlierRowsTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onMariaDb();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }
}
