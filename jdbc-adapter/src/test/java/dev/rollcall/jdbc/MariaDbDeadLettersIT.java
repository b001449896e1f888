package dev.rollcall.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;

/** Dead letters on a real MariaDB. */
@EnabledIf(
    value = "dev.rollcall.jdbc.TestSchema#hasMariaDb",
    disabledReason = TestSchema.WITHOUT_MARIADB)
class MariaDbDeadLettersIT extends JdbcDeadLettersTests {

  private static TestSchema database;

  @BeforeAll
  static void makeSchema() {
    database = TestSchema.onMariaDb();
  }

  @AfterAll
  static void dropSchema() {
    database.close();
  }

  @Override
  TestSchema database() {
    return database;
  }
}
