package dev.rollcall.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The audit of runs on a real MariaDB. */
class MariaDbRunLogIT extends JdbcRunsTests {

  private static TestSchema database;

  @BeforeAll
  static void makeSchema() {
    database = TestSchema.onMariaDb();
  }

  @AfterAll
  static void dropSchema() {
    if (database != null) {
      database.close();
    }
  }

  @Override
  TestSchema database() {
    return database;
  }
}
