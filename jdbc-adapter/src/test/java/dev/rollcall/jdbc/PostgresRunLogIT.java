package dev.rollcall.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The audit of runs on a real PostgreSQL. */
class PostgresRunLogIT extends JdbcRunsTests {

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
