package dev.rollcall.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Who writes which table, on a real MariaDB. */
@EnabledWithMariaDb
class MariaDbDefinitionsIT extends JdbcDefinitionsTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onMariaDb();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }

  @Override
  TestSchema fresh() {
    return TestSchema.onMariaDb();
  }
}
