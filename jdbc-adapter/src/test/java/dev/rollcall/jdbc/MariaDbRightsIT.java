package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.testkit.server.MariaDbServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rights on a real MariaDB. */
@EnabledWithMariaDb
class MariaDbRightsIT extends JdbcRightsTests {

  @TempDir static Path folder;

  private static MariaDbServer server;
  private static TestSchema database;
  private static String user;

  /** A server of its own, for the one of the other tests asks nobody for rights. */
  @BeforeAll
  static void makeUser() {
    server = MariaDbServer.startOrExternal(folder);
    database = TestSchema.onMariaDb(server.jdbcUrl());
    if (!server.external()) {
      database.execute(
          "FLUSH PRIVILEGES",
          "ALTER USER root@localhost IDENTIFIED VIA mysql_native_password USING PASSWORD('')",
          "DELETE FROM mysql.global_priv WHERE user = ''",
          "FLUSH PRIVILEGES");
    }
    user = database.name() + "_g";
    database.execute(
        "CREATE USER " + user + " IDENTIFIED BY 'hunter2'",
        // a right to something, so that the user may connect to this database
        "CREATE TABLE open_to_all (id int)",
        "GRANT SELECT ON open_to_all TO " + user);
  }

  @AfterAll
  static void dropUser() {
    database.execute("DROP USER " + user);
    database.close();
    server.close();
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
  void aDatabaseThatIsClosedIsToldAsSuch() {
    String url = database.url().replaceFirst(database.name(), "mysql");

    assertThatThrownBy(
            () ->
                JdbcTable.named("users")
                    .url(url)
                    .user(user)
                    .password("hunter2")
                    .open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("no right to the database")
        .hasMessageContaining("code 1044");
  }

  @Test
  void aTlsThatTheServerHasNotIsToldAsSuch() {
    String url =
        database.url() + (database.url().contains("?") ? "&" : "?") + "sslMode=verify-full";

    assertThatThrownBy(
            () -> JdbcTable.named("users").url(url).open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("TLS failed");
  }
}
