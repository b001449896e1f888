package dev.rollcall.jdbc;

import static dev.rollcall.jdbc.EarlierTables.LETTERS;
import static dev.rollcall.jdbc.EarlierTables.ROWS;
import static dev.rollcall.jdbc.JdbcRowsTests.OWNER;
import static dev.rollcall.jdbc.JdbcRowsTests.USERS;
import static dev.rollcall.jdbc.JdbcRowsTests.user;
import static dev.rollcall.jdbc.JdbcRowsTests.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that an earlier version of Rollcall made, and earlier versions beside this one. */
abstract class JdbcEarlierRowsTests {

  private static final DefinitionRegistry.Entry SECOND = new DefinitionRegistry.Entry("test", 2);

  abstract TestSchema database();

  @BeforeEach
  void makeEarlierTables() {
    EarlierTables.of(database().dialect()).make(database());
  }

  @Test
  void anEarlierTableIsRefusedWithTheMigrationAfterWhichItsRowsGoOn() {
    migrate(refusal());

    try (RowSink sink = database().rows(ROWS).open(USERS, OWNER)) {
      assertThat(names()).containsExactly("Ada", "Bob", "Cyd");
      write(sink, user("a", "older", at(1, 999, 9)));
      write(sink, user("b", "repaired", at(1, 2_000, 6)));
      write(sink, user("c", "newer", at(1, 3_000, 8)));
      write(sink, user("d", "Dan", at(1, 1, 0)));
      assertThat(names()).containsExactly("Ada", "repaired", "newer", "Dan");
    }
    assertThat(database().query("SELECT DISTINCT rollcall_definition FROM " + ROWS))
        .containsExactly(1L);
    assertThat(database().query("SELECT 1 FROM " + ROWS + " WHERE NOT rollcall_deleted"))
        .hasSize(4);
  }

  @Test
  void aReplayOfAHigherDefinitionReplacesTheRowsOfAMigratedTable() {
    migrate(refusal());

    try (RowSink sink = database().rows(ROWS).open(USERS, SECOND)) {
      write(sink, user("a", "corrected", at(2, 1_000, 5)));
      write(sink, user("b", "corrected, older", at(2, 1_500, 1)));
      write(sink, user("c", "late, of version 1", at(1, 2_000, 9)));
    }
    assertThat(names()).containsExactly("corrected", "corrected, older", "Cyd");
    assertThatThrownBy(() -> database().rows(ROWS).open(USERS, OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void theUserNamesTheDefinitionThatWroteTheRows() {
    migrate(refusal().replace("DEFAULT 1,", "DEFAULT 3,"));

    assertThat(database().query("SELECT DISTINCT rollcall_definition FROM " + ROWS))
        .containsExactly(3L);
    assertThatThrownBy(() -> database().rows(ROWS).open(USERS, SECOND))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("pipeline 'test' version 2", "version 3");
    database().rows(ROWS).open(USERS, new DefinitionRegistry.Entry("test", 3)).close();
  }

  @Test
  void aMigratedTableIsTheSameAsANewOne() throws SQLException {
    migrate(refusal());
    database().rows("made").autoCreate().open(USERS, OWNER).close();

    try (JdbcConnections connections =
        JdbcConnections.acquire(JdbcAddress.DEFAULT.withUrl(database().url()))) {
      assertThat(read(connections, ROWS)).isEqualTo(read(connections, "made"));
    }
  }

  private StoredTable read(JdbcConnections connections, String table) throws SQLException {
    return connections.run(
        "test",
        connection ->
            StoredTable.read(connection, RowTable.of(database().dialect(), table, USERS).table())
                .orElseThrow());
  }

  @Test
  void anEarlierVersionRefusesAMigratedTableAndANewOneAndCannotWriteEither() {
    migrate(refusal());
    database().rows("made").autoCreate().open(USERS, OWNER).close();

    // letters are still opened as earlier versions open rows
    for (String table : List.of(ROWS, "made")) {
      assertThatThrownBy(() -> database().rows(table).openLetters(USERS))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(
              "'rollcall_definition' of the table takes no nulls, has no default");
      String upsert =
          EarlierTables.of(database().dialect())
              .writeC()
              .replace(database().dialect().quoted(ROWS), database().dialect().quoted(table))
              .replace("'Cyd'", "'zombie'");
      assertThatThrownBy(() -> database().execute(upsert))
          .hasMessageContaining("rollcall_definition");
    }
    assertThat(names()).containsExactly("Ada", "Bob", "Cyd");
  }

  @Test
  void aSinkWhoseTableIsMigratedUnderItStopsInsteadOfRejectingAllRows() {
    String migration = refusal();
    try (RowSink sink = database().rows(ROWS).openLetters(USERS)) {
      write(sink, user("a", "Ada II", at(1, 1_001, 0)));
      migrate(migration);

      assertThatThrownBy(() -> sink.write(List.of(user("a", "zombie", at(1, 9_000, 0)))))
          .isInstanceOf(FatalException.class);
    }
    assertThat(names()).containsExactly("Ada II", "Bob", "Cyd");
  }

  @Test
  void aMigrationThatStoppedMidwayIsRefusedWithTheRest() {
    database().execute(EarlierTables.statements(migration(refusal())).get(0));

    assertThatThrownBy(() -> database().rows(ROWS).autoCreate().open(USERS, OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("rollcall_definition", "default", "DROP DEFAULT");
  }

  @Test
  void otherProblemsAreToldWithTheMigration() {
    database().execute("ALTER TABLE " + ROWS + " DROP COLUMN age");

    assertThatThrownBy(() -> database().rows(ROWS).open(USERS, OWNER))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            refused ->
                assertThat(refused.problems())
                    .hasSize(2)
                    .anyMatch(problem -> problem.contains("earlier version"))
                    .anyMatch(problem -> problem.contains("column 'age' is not in the table")));
  }

  @Test
  void aTableOfLettersNeedsNoMigrationAndEntersNoDefinition() {
    database().rows(LETTERS).openLetters(JdbcDeadLetters.SCHEMA).close();
    JdbcDeadLetters.into(database().rows(LETTERS)).open().close();

    assertThat(JdbcDeadLetters.into(database().rows(LETTERS)).plan().ddl())
        .singleElement()
        .asString()
        .isEqualToNormalizingNewlines(
            EarlierTables.of(database().dialect()).statements().get(4) + ";");
    assertThatThrownBy(() -> database().query("SELECT 1 FROM rollcall_definitions"))
        .hasMessageContaining("rollcall_definitions");
  }

  final String refusal() {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> database().rows(ROWS).autoCreate().open(USERS, OWNER));
    assertThat(refused.problems()).hasSize(1);
    assertThat(refused)
        .hasMessageContainingAll(
            database().rows(ROWS).name(), "an earlier version", "Stop all that write it", "owner");
    return refused.problems().get(0);
  }

  static String migration(String refusal) {
    return refusal.substring(refusal.indexOf("ALTER TABLE"));
  }

  final void migrate(String refusal) {
    database().execute(EarlierTables.statements(migration(refusal)).toArray(String[]::new));
  }

  private static Row.Version at(int definition, long time, long offset) {
    return new Row.Version(definition, Instant.ofEpochMilli(time), offset, definition == 1 ? 1 : 0);
  }

  private List<Object> names() {
    return database().query("SELECT name FROM " + ROWS + " ORDER BY user_id");
  }
}
