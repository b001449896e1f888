package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A user who may not do what is needed is told so, with the statement that grants it. */
abstract class JdbcRightsTests {

  abstract TestSchema database();

  /** A user who may log in and nothing else. */
  abstract String user();

  final void grant(String rights, String table) {
    database().execute("GRANT %s ON %s TO %s".formatted(rights, table, user()));
  }

  final void revoke(String rights, String table) {
    database().execute("REVOKE %s ON %s FROM %s".formatted(rights, table, user()));
  }

  private JdbcTable table(String name) {
    return database().rows(name).user(user()).password("hunter2");
  }

  @Test
  void aTableThatTheUserHasNoRightToIsNotCalledAbsent() {
    database().rows("closed").autoCreate().open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER).close();

    assertThatThrownBy(() -> table("closed").open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the user lacks SELECT, INSERT, UPDATE")
        .hasMessageContaining("GRANT SELECT, INSERT, UPDATE ON")
        .hasMessageNotContaining("autoCreate")
        .hasMessageNotContaining(user())
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aUserWhoMayNotMakeATableIsToldWhatToGrant() {
    assertThatThrownBy(
            () -> table("not_made").autoCreate().open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("may not make it")
        .hasMessageContaining("CREATE")
        .hasMessageContaining("GRANT")
        .hasMessageContaining("CREATE TABLE");
  }

  @Test
  void rightsThatAreTakenAwayUnderTheRowsEndTheRunWithTheGrant() {
    database().rows("revoked").autoCreate().open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER).close();
    grant("SELECT, INSERT, UPDATE", "revoked");
    grant("SELECT, INSERT, UPDATE", DefinitionRegistry.NAME);
    try (RowSink sink = table("revoked").open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER)) {
      JdbcRowsTests.write(sink, JdbcRowsTests.user("a", "Ada", 1));
      revoke("UPDATE", "revoked");

      assertThatThrownBy(() -> sink.write(List.of(JdbcRowsTests.user("a", "Ada", 2))))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("lacks a right")
          .hasMessageContaining("GRANT SELECT, INSERT, UPDATE ON")
          .hasMessageNotContaining("Ada");
    } finally {
      revoke("SELECT, INSERT, UPDATE", DefinitionRegistry.NAME);
    }
  }

  @Test
  void aUserWithRightsToTheRowsOnlyIsToldWhatElseToGrant() {
    JdbcTable target = table("half_open");
    database()
        .rows("half_open")
        .autoCreate()
        .open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER)
        .close();
    grant("SELECT, INSERT, UPDATE", "half_open");
    String grant =
        "GRANT SELECT, INSERT, UPDATE ON %s TO <user>;"
            .formatted(database().dialect().quoted(DefinitionRegistry.NAME));

    assertThatThrownBy(() -> target.open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("who writes half_open")
        .hasMessageContaining("the user lacks SELECT, INSERT, UPDATE")
        .hasMessageContaining(grant)
        .hasMessageNotContaining(user())
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> target.autoCreate().open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("who writes half_open")
        .hasMessageContaining("SELECT, INSERT, UPDATE ON");
    assertThat(target.plan(JdbcRowsTests.USERS).notes()).anyMatch(note -> note.contains(grant));
    grant("SELECT, INSERT, UPDATE", DefinitionRegistry.NAME);
    target.open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER).close();
    revoke("SELECT, INSERT, UPDATE", DefinitionRegistry.NAME);
  }

  @Test
  void aUserWhoMayNotAddAColumnIsShownTheStatementForTheOwner() {
    Schema wider =
        Schema.of(
            Stream.concat(
                    JdbcRowsTests.USERS.columns().stream(),
                    Stream.of(Column.of("email", ColumnType.STRING)))
                .toList(),
            "user_id");
    database().rows("fixed").autoCreate().open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER).close();
    grant("SELECT, INSERT, UPDATE", "fixed");

    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> table("fixed").evolve().open(wider, JdbcRowsTests.OWNER));

    assertThat(refused)
        .hasMessageContaining("the user may not add them as evolve() says")
        .hasMessageNotContaining(user());
    database().execute(refused.getMessage().replaceFirst("(?s).*(ALTER TABLE .*);", "$1"));
    database().rows("fixed").evolve().open(wider, JdbcRowsTests.OWNER).close();
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
    assertThatThrownBy(
            () -> database().rows("nowhere").open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no such table")
        .hasMessageNotContaining("GRANT");
  }
}
