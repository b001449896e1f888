package dev.rollcall.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Dead letters on a real PostgreSQL. */
class PostgresDeadLettersIT extends JdbcDeadLettersTests {

  private static TestSchema database;

  @BeforeAll
  static void makeSchema() {
    database = TestSchema.onPostgres();
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
