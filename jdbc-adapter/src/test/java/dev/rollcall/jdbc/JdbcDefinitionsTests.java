package dev.rollcall.jdbc;

import static dev.rollcall.jdbc.JdbcRowsTests.OWNER;
import static dev.rollcall.jdbc.JdbcRowsTests.USERS;
import static dev.rollcall.jdbc.JdbcRowsTests.user;
import static dev.rollcall.jdbc.JdbcRowsTests.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the contract does not say of the table of definitions. */
abstract class JdbcDefinitionsTests {

  private static final DefinitionRegistry.Entry OTHER = new DefinitionRegistry.Entry("other", 1);

  abstract TestSchema database();

  @Test
  void rowsWithoutAnEntryAreRefusedWithTheStatementThatEntersTheirDefinition() {
    JdbcTable target = database().rows("restored").autoCreate();
    try (RowSink sink = target.open(USERS, version(4))) {
      write(sink, user("a", "Ada", 1));
    }
    database()
        .execute(
            "UPDATE restored SET rollcall_definition = 4",
            "DELETE FROM rollcall_definitions WHERE target = 'restored'");

    String refusal =
        catchThrowableOfType(ConfigurationException.class, () -> target.open(USERS, version(3)))
            .problems()
            .get(0);
    assertThat(refusal).contains(target.name(), "got rows and no entry", "INSERT INTO");
    database()
        .execute(EarlierTables.statements(refusal.substring(refusal.indexOf("INSERT"))).get(0));

    assertThat(entries("restored")).containsExactly("test 4");
    assertThatThrownBy(() -> target.open(USERS, version(3))).hasMessageContaining("version 4");
    target.open(USERS, version(4)).close();
  }

  @Test
  void theStatementsForStaleRowsListAndDeleteThem() {
    JdbcTable target = database().rows("rebuilt").autoCreate();
    try (RowSink sink = target.open(USERS, version(1))) {
      write(sink, user("gone", "Ada", 1));
    }
    try (RowSink sink = target.open(USERS, version(2))) {
      write(sink, user("kept", "Bea", new Row.Version(2, Instant.EPOCH, 1, 0)));

      RowSink.StaleRows stale = sink.staleRows(2).orElseThrow();
      assertThat(stale.count()).isOne();
      assertThat(database().query(stale.list())).containsExactly("gone");
      database().execute(stale.delete());
      assertThat(sink.staleRows(2).orElseThrow().count()).isZero();
    }
    assertThat(database().count("rebuilt")).isOne();
  }

  @Test
  void workersOfOneDefinitionThatOpenAtOnceAreAllAdmittedAndEnteredOnce() {
    JdbcTable target = database().rows("at_once").autoCreate();

    List<CompletableFuture<RowSink>> opening =
        IntStream.range(0, 8).mapToObj(i -> opened(target, OWNER)).toList();

    opening.forEach(sink -> sink.join().close());
    assertThat(entries("at_once")).containsExactly("test 1");
  }

  @Test
  void ofWorkersOfSeveralDefinitionsTheHighestIsEnteredInTheEnd() {
    JdbcTable target = database().rows("versions").autoCreate();
    List<CompletableFuture<RowSink>> opening = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      opening.add(opened(target, version(i)));
    }
    opening.forEach(
        sink ->
            sink.handle(
                    (open, refused) -> {
                      if (open == null) {
                        assertThat(refused).hasCauseInstanceOf(ConfigurationException.class);
                      } else {
                        open.close();
                      }
                      return true;
                    })
                .join());

    assertThat(entries("versions")).containsExactly("test 8");
  }

  @Test
  void ofATableThatWasMadeAnewTheEntriesCanBeDeleted() {
    JdbcTable target = database().rows("made_anew").autoCreate();
    try (RowSink sink = target.open(USERS, version(2))) {
      write(sink, user("a", "Ada", 1));
    }
    assertThatThrownBy(() -> target.open(USERS, OWNER)).hasMessageNotContaining("DELETE");
    database().execute("DROP TABLE made_anew");

    for (DefinitionRegistry.Entry refused : List.of(OWNER, OTHER)) {
      String refusal =
          catchThrowableOfType(ConfigurationException.class, () -> target.open(USERS, refused))
              .getMessage();
      assertThat(refusal).contains("'test' version 2", "the table has no rows");
      database()
          .execute(EarlierTables.statements(refusal.substring(refusal.indexOf("DELETE"))).get(0));
      target.open(USERS, refused).close();
      database()
          .execute(
              "UPDATE rollcall_definitions SET pipeline = 'test', version = 2 WHERE target = 'made_anew'");
    }
  }

  @Test
  void aTableIsOneTargetWithItsSchemaAndWithout() {
    database().rows("named").autoCreate().open(USERS, OWNER).close();

    assertThatThrownBy(() -> database().rows(database().name() + ".named").open(USERS, OTHER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("pipeline 'test' version 1");
    database().rows("named_too").autoCreate().open(USERS, OTHER).close();
  }

  @Test
  void namesOfTablesMayHaveUpperCase() {
    database().rows("Mixed_Case").autoCreate().open(USERS, OWNER).close();

    assertThatThrownBy(() -> database().rows("Mixed_Case").open(USERS, OTHER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("pipeline 'test' version 1");
    assertThat(entries("Mixed_Case")).containsExactly("test 1");
  }

  @Test
  void severalPipelinesThatShareATableEachHaveAnEntry() {
    JdbcTable target = database().rows("of_two").autoCreate().shared();
    target.open(USERS, OWNER).close();
    target.open(USERS, OTHER).close();
    target.open(USERS, version(2)).close();

    assertThat(entries("of_two")).containsExactly("other 1", "test 2");
    assertThatThrownBy(() -> database().rows("of_two").open(USERS, OTHER))
        .hasMessageContaining("shared()");
  }

  @Test
  void withoutAutoCreateTheDefinitionsAreMissedWithTheStatementThatMakesThem() {
    try (TestSchema empty = fresh()) {
      JdbcTable target = empty.rows("alone");
      empty.execute(target.plan(USERS).ddl().get(0).replaceFirst(";$", ""));

      assertThatThrownBy(() -> target.open(USERS, OWNER))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll(
              "rollcall_definitions", "who writes alone", "no such table", "CREATE TABLE");

      empty.execute(target.plan(USERS).ddl().get(1).replaceFirst(";$", ""));
      target.open(USERS, OWNER).close();
      assertThat(empty.query("SELECT pipeline FROM rollcall_definitions")).containsExactly("test");
    }
  }

  /** A schema without any table. */
  abstract TestSchema fresh();

  private static CompletableFuture<RowSink> opened(
      JdbcTable target, DefinitionRegistry.Entry owner) {
    return CompletableFuture.supplyAsync(
        () -> target.open(USERS, owner), task -> new Thread(task).start());
  }

  private static DefinitionRegistry.Entry version(int version) {
    return new DefinitionRegistry.Entry("test", version);
  }

  private List<Object> entries(String table) {
    return database()
        .query(
            "SELECT CONCAT(pipeline, ' ', version) FROM rollcall_definitions WHERE target = '%s' AND since > '2020-01-01' ORDER BY pipeline"
                .formatted(table));
  }
}
