package dev.rollcall.jdbc;

import static dev.rollcall.jdbc.JdbcRowsTests.OWNER;
import static dev.rollcall.jdbc.JdbcRowsTests.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tables with rows get columns, by {@code evolve()} or by the statements that messages show. */
abstract class JdbcEvolveTests {

  /** A column of each type more than {@link JdbcRowsTests#USERS}, and one that is needed. */
  private static final Schema WIDER =
      Schema.of(
          Stream.concat(
                  USERS.columns().stream(),
                  Stream.concat(
                      Stream.of(Column.decimal("a_decimal", 70, 2)),
                      Stream.of(ColumnType.values())
                          .filter(type -> type != ColumnType.DECIMAL)
                          .map(type -> Column.of("new_" + type.name(), type))))
              .toList(),
          "user_id");

  private static final Aggregation.Table MORE_MEASURES =
      new Aggregation.Table(
          "evolving",
          JdbcAggregatesTests.TABLE.groupColumns(),
          Stream.concat(
                  JdbcAggregatesTests.TABLE.measureColumns().stream(),
                  Stream.of(Column.decimal("revenue", 49, 2), Column.of("most", ColumnType.INT64)))
              .toList());

  abstract TestSchema database();

  @Test
  void missingColumnsAreAddedToATableWithRowsAndOldRowsHaveNullUntilTheyAreReplayed() {
    makeUsers("grown");

    try (RowSink sink = database().rows("grown").evolve().open(WIDER, OWNER)) {
      assertThat(database().row("grown", WIDER, "a").orElseThrow()).isEqualTo(wider("a", null));
      JdbcRowsTests.write(sink, at(1, wider("a", "filled")));
      JdbcRowsTests.write(sink, at(1, wider("b", "new")));
    }
    assertThat(database().row("grown", WIDER, "a").orElseThrow()).isEqualTo(wider("a", "filled"));
    database().rows("grown").open(WIDER, OWNER).close();
  }

  @Test
  void withoutItTheTableIsRefusedWithTheStatementsThatAddTheColumnsToItsRows() {
    makeUsers("mended");

    String[] statements =
        problems(database().rows("mended")).stream()
            .peek(problem -> assertThat(problem).contains("say evolve(), or add it with: ALTER"))
            .map(JdbcEvolveTests::statement)
            .toArray(String[]::new);
    assertThat(statements).hasSize(WIDER.size() - USERS.size());
    database().execute(statements);

    try (RowSink sink = database().rows("mended").open(WIDER, OWNER)) {
      JdbcRowsTests.write(sink, at(1, wider("a", "filled")));
    }
    assertThat(database().row("mended", WIDER, "a").orElseThrow()).isEqualTo(wider("a", "filled"));
  }

  @Test
  void workersThatEvolveATableAtTheSameTimeAllOpenWhileAnotherGoesOn() {
    for (int round = 0; round < 4; round++) {
      String table = "raced_" + round;
      makeUsers(table);
      try (RowSink before = database().rows(table).open(USERS, OWNER)) {
        List<CompletableFuture<RowSink>> opening = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          Schema schema = i % 2 == 0 ? WIDER : firstColumns(USERS.size() + i);
          opening.add(
              CompletableFuture.supplyAsync(
                  () -> database().rows(table).evolve().open(schema, OWNER),
                  task -> new Thread(task).start()));
        }
        opening.forEach(sink -> sink.join().close());
        JdbcRowsTests.write(before, JdbcRowsTests.user("a", "Eve", 2));
      }
      assertThat(database().query("SELECT name FROM " + table)).containsExactly("Eve");
    }
  }

  @Test
  void aTableThatDoesNotFitOtherwiseIsLeftAsItIs() {
    database()
        .execute(
            "CREATE TABLE foreign_users (id int PRIMARY KEY, user_id varchar(36))",
            "INSERT INTO foreign_users VALUES (1, 'a')");

    assertThatThrownBy(
            () -> database().rows("foreign_users").autoCreate().evolve().open(USERS, OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("[(id)]");
    assertThat(database().query("SELECT * FROM foreign_users")).hasSize(1);
    assertThat(
            problems(database().rows("foreign_users").evolve()).stream()
                .filter(problem -> problem.contains("'name' is not in the table")))
        .hasSize(1);
  }

  @Test
  void aRowsColumnThatADefinitionDoesNotKnowKeepsItsValue() {
    makeUsers("unknown");
    try (RowSink sink = database().rows("unknown").evolve().open(WIDER, OWNER)) {
      JdbcRowsTests.write(sink, at(2, wider("a", "kept")));
    }
    try (RowSink sink = database().rows("unknown").evolve().open(USERS, OWNER)) {
      JdbcRowsTests.write(sink, JdbcRowsTests.user("a", "Eve", 3));
    }
    assertThat(database().row("unknown", WIDER, "a").orElseThrow().getString("new_STRING"))
        .isEqualTo("kept");
  }

  @Test
  void aTableWithRowsButWithoutRollcallsColumnsTakesTheStatementsThatItsRefusalShows() {
    database()
        .execute(
            "CREATE TABLE adopted (user_id "
                + database().dialect().keyType(USERS.column(0), List.of(USERS.column(0)))
                + " PRIMARY KEY, name "
                + database().dialect().type(USERS.column(1))
                + ", age bigint, balance decimal(12,2), details json)",
            "INSERT INTO adopted (user_id, name) VALUES ('a', 'Ada'), ('b', 'Bob')");
    JdbcTable target = database().rows("adopted").autoCreate();

    ConfigurationException unfit =
        catchThrowableOfType(ConfigurationException.class, () -> target.open(USERS, OWNER));
    assertThat(unfit.problems()).hasSize(RowTable.OWN.size());
    unfit.problems().stream()
        .flatMap(problem -> Stream.of(statement(problem).split("; ")))
        .forEach(database()::execute);
    ConfigurationException unknown =
        catchThrowableOfType(ConfigurationException.class, () -> target.open(USERS, OWNER));
    assertThat(unknown).hasMessageContaining("expected the definition that wrote them");
    database().execute(unknown.getMessage().replaceFirst("(?s).*(INSERT .*);", "$1"));

    try (RowSink sink = target.open(USERS, OWNER)) {
      JdbcRowsTests.write(
          sink, JdbcRowsTests.user("a", "Eve", new Row.Version(1, Instant.EPOCH, 0, 0)));
    }
    assertThat(database().query("SELECT name FROM adopted ORDER BY user_id"))
        .containsExactly("Eve", "Bob");
    database().execute("DELETE FROM " + DefinitionRegistry.NAME + " WHERE target = 'adopted'");
  }

  @Test
  void aMeasureIsAddedToATableOfAggregatesAndAGroupIsNot() {
    makeAggregates("evolving");
    Aggregation.Table otherGroups =
        new Aggregation.Table(
            "evolving",
            List.of(
                Column.of("gender", ColumnType.STRING), Column.of("country", ColumnType.STRING)),
            JdbcAggregatesTests.TABLE.measureColumns());

    assertThatThrownBy(() -> database().aggregates().evolve().open(List.of(otherGroups)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("column 'country' is not in the table")
        .hasMessageContaining("rows are of other groups")
        .hasMessageNotContaining("ALTER");
    assertGrows("evolving", database().aggregates().evolve());
  }

  @Test
  void theStatementsOfMissingMeasuresWorkOnATableWithAggregates() {
    makeAggregates("mended_measures");

    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> database().aggregates().open(List.of(named(MORE_MEASURES, "mended_measures"))));
    assertThat(refused.problems()).hasSize(2);
    database()
        .execute(
            refused.problems().stream().map(JdbcEvolveTests::statement).toArray(String[]::new));

    assertGrows("mended_measures", database().aggregates());
  }

  @Test
  void aColumnThatWouldRoundFloatingPointNumbersIsRefusedAndTheReasonTold() {
    Schema ratios =
        Schema.of(
            List.of(Column.of("id", ColumnType.INT64), Column.of("ratio", ColumnType.FLOAT64)),
            "id");
    boolean postgres = database().dialect() == PostgresDialect.INSTANCE;
    database()
        .execute(
            "CREATE TABLE rounding (id bigint PRIMARY KEY, ratio %s)"
                .formatted(postgres ? "real" : "float"));

    assertThatThrownBy(() -> database().rows("rounding").open(ratios, OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("keeps 24 bits of a number");
    if (!postgres) {
      database().execute("ALTER TABLE rounding MODIFY COLUMN ratio double(10,2)");
      assertThatThrownBy(() -> database().rows("rounding").open(ratios, OWNER))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("double(M,D) rounds values");
    }
  }

  @Test
  void thePlanShowsWhatIsAdded() {
    JdbcTable target = database().rows("planned");

    assertThat(target.evolve()).isNotEqualTo(target).isEqualTo(target.evolve().evolve());
    assertThat(target.evolve().autoCreate()).isEqualTo(target.autoCreate().evolve());
    assertThat(target.evolve().toString()).contains("evolve");
    assertThat(target.plan(USERS).notes()).anyMatch(note -> note.contains("never altered"));
    makeUsers("planned");
    String note =
        target.evolve().plan(WIDER).notes().stream()
            .filter(text -> text.startsWith("adds missing nullable columns"))
            .findFirst()
            .orElseThrow();
    if (database().dialect() != MysqlDialect.MYSQL) { // elsewhere those that are there do no harm
      database().execute(statement(note));
      target.open(WIDER, OWNER).close();
    }
  }

  private void assertGrows(String name, JdbcAggregates target) {
    Aggregation.Table table = named(MORE_MEASURES, name);
    try (AggregateStore store = target.open(List.of(table))) {
      AggregateStore.Write old = aggregate(name, null, "r1", Map.of());
      AggregateStore.Write next =
          aggregate(name, "r1", "r2", Map.of("revenue", new BigDecimal("0.50"), "most", 7L));
      assertThat(database().result(table, old.key()).orElseThrow()).containsEntry("most", null);
      assertThat(store.compareAndSet(List.of(next))).isEmpty();
      assertThat(database().result(table, old.key()).orElseThrow())
          .containsEntry("most", 7L)
          .containsEntry("revenue", new BigDecimal("0.50"));
    }
  }

  private void makeAggregates(String name) {
    try (AggregateStore store =
        database()
            .aggregates()
            .autoCreate()
            .open(List.of(named(JdbcAggregatesTests.TABLE, name)))) {
      assertThat(store.compareAndSet(List.of(aggregate(name, null, "r1", Map.of())))).isEmpty();
    }
  }

  private static AggregateStore.Write aggregate(
      String table, String expected, String revision, Map<String, Object> more) {
    AggregateStore.Write write =
        JdbcAggregatesTests.write(JdbcAggregatesTests.key("p", "x"), expected, revision);
    Map<String, Object> result = new LinkedHashMap<>(write.result());
    result.putAll(more);
    return new AggregateStore.Write(
        new AggregateKey("p", table, List.of("x"), null),
        expected,
        revision,
        write.state(),
        result);
  }

  private static Aggregation.Table named(Aggregation.Table table, String name) {
    return new Aggregation.Table(name, table.groupColumns(), table.measureColumns());
  }

  private void makeUsers(String table) {
    try (RowSink sink = database().rows(table).autoCreate().open(USERS, OWNER)) {
      JdbcRowsTests.write(sink, JdbcRowsTests.user("a", "Ada", 1));
    }
  }

  private static List<String> problems(JdbcTable target) {
    return catchThrowableOfType(ConfigurationException.class, () -> target.open(WIDER, OWNER))
        .problems();
  }

  private static String statement(String problem) {
    return problem.substring(problem.indexOf("ALTER TABLE")).replaceFirst(";$", "");
  }

  private static Schema firstColumns(int columns) {
    return Schema.of(WIDER.columns().subList(0, columns), "user_id");
  }

  /** The row of {@link JdbcRowsTests#user} with one more value. */
  private static Row wider(String id, String text) {
    Object[] values = new Object[WIDER.size()];
    List<Object> first = List.of(id, "Ada", 36L, new BigDecimal("0.50"), "{}");
    for (int i = 0; i < first.size(); i++) {
      values[i] = first.get(i);
    }
    values[WIDER.position("new_STRING")] = text;
    return Row.of(WIDER, values);
  }

  private static RowSink.VersionedRow at(long offset, Row row) {
    return new RowSink.VersionedRow(row, new Row.Version(1, Instant.EPOCH, offset, 0));
  }
}
