package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row.Version;
import dev.rollcall.core.record.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which definition may write a table, and what a user runs when it is another one. */
class CassandraDefinitionsIT {

  private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");

  private static final Schema NOTES =
      Schema.of(
          List.of(
              Column.of("note_id", ColumnType.STRING),
              Column.of("title", ColumnType.STRING),
              Column.of("body", ColumnType.STRING)),
          "note_id");

  private static TestKeyspace keyspace;

  @BeforeAll
  static void make() throws IOException {
    keyspace = TestKeyspace.made();
    run(fixture());
  }

  @AfterAll
  static void drop() {
    keyspace.close();
  }

  /** As an earlier Rollcall left it, and no definition is entered. */
  @BeforeEach
  void storedBefore() throws IOException {
    keyspace.execute(CassandraDefinitions.create(keyspace.name()));
    keyspace.execute("TRUNCATE %s.rollcall_definitions");
    keyspace.execute("TRUNCATE %s.notes");
    run(fixture());
  }

  /** As a node answers that reads of a table which another process is making. */
  @Test
  void aTableThatIsNotThereYetIsAskedForAgain() {
    try (RowSink sink = keyspace.table("notes").open(NOTES, notes(1))) {
      keyspace.execute("DROP TABLE %s.rollcall_definitions");

      assertThatThrownBy(() -> sink.definitions().entries())
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("a table that the schema has is not there");
    }
  }

  @Test
  void aTableOfAnEarlierRollcallIsTakenForVersionOneAndGoesOn() {
    try (RowSink sink = keyspace.table("notes").open(NOTES, notes(1))) {
      write(sink, NOON, 41, "a", "title of a", null);
      write(sink, NOON.minusMillis(1), 43, "b", "older", "older");
      write(sink, NOON.plusMillis(1), 44, "c", "title of c", "body of c");
    }

    assertThat(stored("notes"))
        .containsExactlyInAnyOrder(
            "a title of a null", "b title of b body of b", "c title of c body of c");
    assertThat(
            keyspace.execute(
                "SELECT target, pipeline, version, since FROM %s.rollcall_definitions"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getString("target")).isEqualTo("notes");
              assertThat(row.getString("pipeline")).isEqualTo("notes");
              assertThat(row.getInt("version")).isEqualTo(1);
              assertThat(row.getInstant("since")).isAfter(NOON);
            });
  }

  @Test
  void aTableIsOfTheFormThatAnEarlierRollcallMadeAndChecks() throws IOException {
    assertThat(fixture())
        .startsWith(
            keyspace.table("notes").plan(NOTES).ddl().get(1).replace(keyspace.name(), "%s"));
  }

  @Test
  void aHigherVersionAsksWhichOneWroteTheRowsAndTheStatementAnswers() {
    String statements =
        refused("notes", notes(3), "nothing says which of its versions wrote rows here");
    assertThatThrownBy(() -> keyspace.table("notes").open(NOTES, notes(3)))
        .hasMessageContaining("If none but version 3 did");
    run(statements);

    try (RowSink sink = keyspace.table("notes").open(NOTES, notes(3))) {
      write(sink, NOON.plusMillis(1), 44, "a", "newer", "newer");
    }
    assertThat(stored("notes"))
        .containsExactlyInAnyOrder("a newer newer", "b title of b body of b");
  }

  /** An earlier Rollcall knew no such order: its rows bear the times of their records. */
  @Test
  void aVersionOneThatOrdersByAColumnAsksToo() {
    DefinitionRegistry.Entry ordered =
        new DefinitionRegistry.Entry("notes", 1, "rows ordered by 'changed'");
    String statements =
        refused("notes", ordered, "nothing says which of its versions wrote rows here");
    assertThatThrownBy(() -> keyspace.table("notes").open(NOTES, ordered))
        .hasMessageContaining("If none but version 1 did, with rows ordered by 'changed', say so");

    keyspace.execute("TRUNCATE %s.notes");
    run(statements);
    keyspace.table("notes").open(NOTES, ordered).close();
  }

  @Test
  void ofAnEmptyTableNobodyAsks() {
    keyspace.execute("TRUNCATE %s.notes");

    keyspace.table("notes").open(NOTES, notes(3)).close();

    assertThatThrownBy(() -> keyspace.table("notes").open(NOTES, notes(2)))
        .hasMessageContaining("pipeline 'notes' version 3 has written this target since");
  }

  @Test
  void aCorrectedDefinitionWritesWhenTheTableIsEmptiedAndItsStatementsAreRun() {
    keyspace.table("notes").open(NOTES, notes(1)).close();

    String statements = refused("notes", notes(2), "the rows that are stored are of version 1");
    assertThat(statements).startsWith("TRUNCATE ");
    keyspace.table("notes").open(NOTES, notes(1)).close();
    run(statements);

    try (RowSink sink = keyspace.table("notes").open(NOTES, notes(2))) {
      // what version 1 wrote with the same write time would be greater
      write(sink, NOON, 41, "a", "a corrected title", null);
    }
    assertThat(stored("notes")).containsExactly("a a corrected title null");
    assertThatThrownBy(() -> keyspace.table("notes").open(NOTES, notes(1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("version 2 has written this target since");
  }

  @Test
  void namesThatNeedQuotesGetThemInTheStatements() {
    DefinitionRegistry.Entry first = new DefinitionRegistry.Entry("Ada's notes", 1);
    DefinitionRegistry.Entry second = new DefinitionRegistry.Entry("Ada's notes", 2);
    keyspace.table("Notes").autoCreate().open(NOTES, first).close();

    run(refused("Notes", second, "are of version 1"));

    keyspace.table("Notes").open(NOTES, second).close();
  }

  @Test
  void aMissingTableOfDefinitionsIsAnErrorThatPrintsTheStatementThatMakesIt() {
    keyspace.execute("DROP TABLE %s.rollcall_definitions");

    run(
        refused(
            "notes", notes(1), "there is no table 'rollcall_definitions'; add .autoCreate(), or"));

    keyspace.table("notes").open(NOTES, notes(1)).close();
  }

  @Test
  void aTableOfDefinitionsIsMadeBesideATableThatIsThere() {
    keyspace.execute("DROP TABLE %s.rollcall_definitions");

    keyspace.table("notes").autoCreate().open(NOTES, notes(1)).close();

    assertThat(keyspace.execute("SELECT * FROM %s.rollcall_definitions")).hasSize(1);
  }

  @Test
  void anotherApplicationsTableOfThatNameIsRefused() {
    keyspace.execute("DROP TABLE %s.rollcall_definitions");
    keyspace.execute("CREATE TABLE %s.rollcall_definitions (target text PRIMARY KEY, version int)");

    refused("notes", notes(1), "rollcall_definitions is not Rollcall's");
    keyspace.execute("DROP TABLE %s.rollcall_definitions");
  }

  @Test
  void eachPipelineOfASharedTableHasItsOwnVersion() {
    CassandraTable table = keyspace.table("notes").shared();
    DefinitionRegistry.Entry other = new DefinitionRegistry.Entry("other", 4);
    table.open(NOTES, notes(1)).close();

    run(refused(table, other, "nothing says which of its versions wrote rows here"));

    table.open(NOTES, other).close();
    table.open(NOTES, notes(1)).close();
    refused("notes", notes(1), "pipeline 'other' version 4 writes this target");
  }

  @Test
  void ofManyThatOpenAtOnceAllOfOneDefinitionAreAdmitted() throws Exception {
    int threads = 8;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> openings = new ArrayList<>();
    try {
      for (int i = 0; i < threads; i++) {
        openings.add(
            pool.submit(
                () -> {
                  start.await();
                  keyspace.table("notes").open(NOTES, notes(1)).close();
                  return null;
                }));
      }
      for (Future<?> opening : openings) {
        opening.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(keyspace.execute("SELECT * FROM %s.rollcall_definitions")).hasSize(1);
  }

  private static String fixture() throws IOException {
    try (InputStream file =
        CassandraDefinitionsIT.class.getResourceAsStream("/stored/before-definitions.cql")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Runs statements that each end in a semicolon at the end of a line. */
  private static void run(String statements) {
    for (String statement : statements.split(";\\R|;$")) {
      keyspace.execute(statement);
    }
  }

  private static String refused(String table, DefinitionRegistry.Entry entry, String why) {
    return refused(keyspace.table(table), entry, why);
  }

  /** The statements in the message: what follows its first line. */
  private static String refused(CassandraTable table, DefinitionRegistry.Entry entry, String why) {
    ConfigurationException error =
        catchThrowableOfType(ConfigurationException.class, () -> table.open(NOTES, entry));
    assertThat(error).hasMessageContainingAll(table.name(), why);
    return error.getMessage().lines().skip(1).collect(Collectors.joining("\n"));
  }

  private static DefinitionRegistry.Entry notes(int version) {
    return new DefinitionRegistry.Entry("notes", version);
  }

  private static void write(RowSink sink, Instant time, long offset, Object... values) {
    assertThat(
            sink.write(
                    List.of(
                        new RowSink.VersionedRow(
                            dev.rollcall.core.record.Row.of(NOTES, values),
                            new Version(1, time, offset, 0))))
                .rejections())
        .isEmpty();
  }

  private List<String> stored(String table) {
    return keyspace.execute("SELECT * FROM %s." + table).stream()
        .map(CassandraDefinitionsIT::text)
        .toList();
  }

  private static String text(Row row) {
    return row.getString("note_id") + " " + row.getString("title") + " " + row.getString("body");
  }
}
