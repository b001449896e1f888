package dev.rollcall.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Dead letters on a real MariaDB. */
@EnabledWithMariaDb
class MariaDbDeadLettersIT extends JdbcDeadLettersTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onMariaDb();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }
}
