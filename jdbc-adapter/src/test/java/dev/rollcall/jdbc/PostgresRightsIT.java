package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rights on a real PostgreSQL. */
class PostgresRightsIT extends JdbcRightsTests {

  private static TestSchema database;
  private static String user;

  @BeforeAll
  static void makeUser() {
    database = TestSchema.onPostgres();
    user = database.name() + "_guest";
    database.execute(
        "CREATE ROLE " + user + " LOGIN PASSWORD 'hunter2'",
        "GRANT USAGE ON SCHEMA " + database.name() + " TO " + user);
  }

  @AfterAll
  static void dropUser() {
    database.execute("DROP OWNED BY " + user, "DROP ROLE " + user);
    database.close();
  }

  @Override
  TestSchema database() {
    return database;
  }

  @Override
  String user() {
    return user;
  }

  @Test
  void onlyWhatIsMissingIsNamed() {
    database.rows("readable").autoCreate().open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER).close();
    grant("SELECT", "readable");

    assertThatThrownBy(
            () ->
                database
                    .rows("readable")
                    .user(user)
                    .autoCreate()
                    .open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("lacks INSERT, UPDATE;");
  }

  @Test
  void aSchemaThatIsClosedIsNotCalledEmpty() {
    database.rows("inside").autoCreate().open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER).close();
    database.execute("REVOKE USAGE ON SCHEMA " + database.name() + " FROM " + user);
    try {
      assertThatThrownBy(
              () ->
                  database
                      .rows(database.name() + ".inside")
                      .user(user)
                      .autoCreate()
                      .open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("USAGE of its schema")
          .hasMessageContaining("GRANT USAGE ON SCHEMA");
      assertThatThrownBy(
              () ->
                  database.rows("inside").user(user).open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("no schema of the search path");
    } finally {
      database.execute("GRANT USAGE ON SCHEMA " + database.name() + " TO " + user);
    }
  }

  @Test
  void aPolicyOfRowLevelSecurityIsNamedAndNoGrantAskedFor() {
    database.rows("guarded").autoCreate().open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER).close();
    grant("SELECT, INSERT, UPDATE", "guarded");
    grant("SELECT, INSERT, UPDATE", DefinitionRegistry.NAME);
    database.execute(
        "ALTER TABLE guarded ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY adults ON guarded USING (true) WITH CHECK (name <> 'Ada')");
    try (RowSink sink =
        database.rows("guarded").user(user).open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER)) {
      assertThatThrownBy(() -> sink.write(List.of(JdbcRowsTests.user("a", "Ada", 1))))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("row-level security")
          .hasMessageNotContaining("GRANT")
          .hasMessageNotContaining("Ada");
    } finally {
      revoke("SELECT, INSERT, UPDATE", DefinitionRegistry.NAME);
    }
  }

  @Test
  void aDatabaseThatIsNotThereAndATlsThatTheServerHasNotAreToldAsSuch() {
    String url = database.url();
    JdbcTable elsewhere =
        JdbcTable.named("users").url(url.replaceFirst("/postgres\\?", "/no_such?"));
    JdbcTable encrypted = JdbcTable.named("users").url(url + "&sslmode=require");

    assertThatThrownBy(() -> elsewhere.open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("the database is not there")
        .hasMessageContaining("correct the url");
    assertThatThrownBy(() -> encrypted.open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("TLS failed: the server has no TLS");
  }
}
