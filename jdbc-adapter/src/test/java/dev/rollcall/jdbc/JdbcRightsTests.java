package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.RowSink;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A user who may not do what is needed is told so, with the statement that grants it. */
abstract class JdbcRightsTests {

  abstract TestSchema database();

  /** A user who may log in and nothing else. */
  abstract String user();

  final void grant(String rights, String table) {
    database().execute("GRANT %s ON %s TO %s".formatted(rights, table, user()));
  }

  private void revoke(String rights, String table) {
    database().execute("REVOKE %s ON %s FROM %s".formatted(rights, table, user()));
  }

  private JdbcTable table(String name) {
    return database().rows(name).user(user()).password("hunter2");
  }

  @Test
  void aTableThatTheUserHasNoRightToIsNotCalledAbsent() {
    database().rows("closed").autoCreate().open(JdbcRowsTests.USERS).close();

    assertThatThrownBy(() -> table("closed").open(JdbcRowsTests.USERS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the user lacks SELECT, INSERT, UPDATE")
        .hasMessageContaining("GRANT SELECT, INSERT, UPDATE ON")
        .hasMessageNotContaining("autoCreate")
        .hasMessageNotContaining(user())
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aUserWhoMayNotMakeATableIsToldWhatToGrant() {
    assertThatThrownBy(() -> table("not_made").autoCreate().open(JdbcRowsTests.USERS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("may not make it")
        .hasMessageContaining("CREATE")
        .hasMessageContaining("GRANT")
        .hasMessageContaining("CREATE TABLE");
  }

  @Test
  void rightsThatAreTakenAwayUnderTheRowsEndTheRunWithTheGrant() {
    database().rows("revoked").autoCreate().open(JdbcRowsTests.USERS).close();
    grant("SELECT, INSERT, UPDATE", "revoked");
    try (RowSink sink = table("revoked").open(JdbcRowsTests.USERS)) {
      JdbcRowsTests.write(sink, JdbcRowsTests.user("a", "Ada", 1));
      revoke("UPDATE", "revoked");

      assertThatThrownBy(() -> sink.write(List.of(JdbcRowsTests.user("a", "Ada", 2))))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("lacks a right")
          .hasMessageContaining("GRANT SELECT, INSERT, UPDATE ON")
          .hasMessageNotContaining("Ada");
    }
  }

  @Test
  void aRunLogNeedsToDeleteToo() {
    JdbcRuns.url(database().url()).table("closed_runs").autoCreate().open().close();

    assertThatThrownBy(
            () ->
                JdbcRuns.url(database().url())
                    .table("closed_runs")
                    .user(user())
                    .password("hunter2")
                    .open())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("GRANT SELECT, INSERT, UPDATE, DELETE ON");
  }

  @Test
  void aTableThatIsNotThereIsStillSaidNotToBe() {
    assertThatThrownBy(() -> database().rows("nowhere").open(JdbcRowsTests.USERS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no such table")
        .hasMessageNotContaining("GRANT");
  }
}
