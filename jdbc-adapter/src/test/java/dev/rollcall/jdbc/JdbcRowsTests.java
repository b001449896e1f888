package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.testkit.contract.RowSinkContract;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract, and what it does not say, on a real database; a subclass names it. */
abstract class JdbcRowsTests extends RowSinkContract {

  static final DefinitionRegistry.Entry OWNER = new DefinitionRegistry.Entry("test", 1);

  static final Schema USERS =
      Schema.of(
          List.of(
              Column.of("user_id", ColumnType.STRING),
              Column.of("name", ColumnType.STRING),
              Column.of("age", ColumnType.INT64),
              Column.decimal("balance", 12, 2),
              Column.of("details", ColumnType.JSON)),
          "user_id");

  /** A key of several columns that does not begin the row. */
  static final Schema LINES =
      Schema.of(
          List.of(
              Column.of("label", ColumnType.STRING),
              Column.of("line_no", ColumnType.INT64),
              Column.of("order_id", ColumnType.STRING),
              Column.of("part", ColumnType.BYTES)),
          "order_id",
          "line_no",
          "part");

  abstract TestSchema database();

  @Override
  protected RowTarget target(String table) {
    return database().rows(table).autoCreate();
  }

  @Override
  protected RowTarget sharedTarget(String table) {
    return database().rows(table).autoCreate().shared();
  }

  @Override
  protected Optional<Row> stored(String table, Schema schema, Row.Key key) {
    return database().live(table, schema, key);
  }

  /** A number of more digits than its column. */
  @Override
  protected Optional<Row> unacceptable() {
    Object[] values = new Object[schema().size()];
    values[0] = "too many digits";
    values[schema().position("amount")] = new BigDecimal("1E30");
    return Optional.of(Row.of(schema(), values));
  }

  @Test
  void theHigherOrdinalOfARecordWinsAndEachPartOfTheVersionWeighsAsItShould() {
    List<Row.Version> ascending = new ArrayList<>();
    for (int definition : List.of(1, 2)) {
      for (long time : List.of(-5L, 0L, 5L)) {
        for (long recorded : List.of(0L, 3L)) {
          for (long offset : List.of(0L, 1L, 1L << 40)) {
            for (int ordinal : List.of(0, 7)) {
              ascending.add(
                  new Row.Version(
                      definition,
                      Instant.ofEpochMilli(time),
                      Instant.ofEpochMilli(recorded),
                      offset,
                      ordinal));
            }
          }
        }
      }
    }
    Random random = new Random(20240229);
    RowTable table = RowTable.of(PostgresDialect.INSTANCE, "weights", USERS);
    try (RowSink sink = database().rows("weights").autoCreate().open(USERS, OWNER)) {
      for (int i = 0; i < 300; i++) {
        int one = random.nextInt(ascending.size());
        int other = random.nextInt(ascending.size());
        write(sink, user("k" + i, "v" + one, ascending.get(one)));
        write(sink, user("k" + i, "v" + other, ascending.get(other)));
        assertThat(name("weights", "k" + i))
            .as("%s then %s", ascending.get(one), ascending.get(other))
            .isEqualTo("v" + Math.max(one, other));
        assertThat(version("weights", "k" + i))
            .as("%s then %s", ascending.get(one), ascending.get(other))
            .isEqualTo(table.values(ascending.get(Math.max(one, other))));
      }
    }
  }

  @Test
  void keysThatDifferInCaseOrTrailingSpacesAreDifferentRows() {
    List<String> keys = List.of("a", "A", "a ", " a", "ä", "a\u0308", "", "a\t");
    try (RowSink sink = database().rows("some_keys").autoCreate().open(USERS, OWNER)) {
      List<RowSink.VersionedRow> rows =
          keys.stream().map(key -> user(key, "of <" + key + ">", 1)).toList();
      assertThat(sink.write(rows).rejections()).isEmpty();
    }
    assertThat(keys)
        .allSatisfy(key -> assertThat(name("some_keys", key)).isEqualTo("of <" + key + ">"));
    assertThat(database().count("some_keys")).isEqualTo(keys.size());
  }

  @Test
  void whatThePlanSaysSweepsPartsThatAreNotLive() {
    Schema orders = Schema.of(List.of(Column.of("order_id", ColumnType.STRING)), "order_id");
    Schema parts =
        Schema.of(
            List.of(
                Column.of("order_id", ColumnType.STRING),
                Column.of("line", ColumnType.INT64),
                Column.of("name", ColumnType.STRING)),
            "order_id",
            "line");
    JdbcTable wholes = database().rows("swept_orders").autoCreate();
    JdbcTable lines = database().rows("swept_lines").autoCreate();
    try (RowSink sink = wholes.open(orders, OWNER)) {
      sink.write(
          List.of(
              new RowSink.VersionedRow(Row.of(orders, "kept"), at(2)),
              new RowSink.VersionedRow(Row.of(orders, "erased"), at(2), true)));
    }
    try (RowSink sink = lines.open(parts, OWNER)) {
      sink.write(
          List.of(
              new RowSink.VersionedRow(Row.of(parts, "kept", 1L, "live"), at(2)),
              new RowSink.VersionedRow(Row.of(parts, "kept", 2L, "of an older one"), at(1)),
              new RowSink.VersionedRow(Row.of(parts, "kept", 3L, null), at(1), true),
              new RowSink.VersionedRow(Row.of(parts, "erased", 1L, "personal"), at(1)),
              new RowSink.VersionedRow(Row.of(parts, "begun", 1L, "before its row"), at(9))));
    }
    String note =
        lines
            .planParts(
                lines.planWithDeletes(parts), parts, List.of(new RowTarget.Stored(wholes, orders)))
            .notes()
            .stream()
            .filter(each -> each.startsWith("a part that is not live stays"))
            .findFirst()
            .orElseThrow();

    database()
        .execute(
            note.substring(note.indexOf("DELETE FROM"), note.indexOf(';'))
                .replaceFirst("<the earliest [^>]*>", "9"));

    assertThat(database().query("SELECT name FROM swept_lines ORDER BY order_id, line"))
        .containsExactly("before its row", "live", null);
  }

  private static Row.Version at(long millis) {
    return new Row.Version(1, Instant.ofEpochMilli(millis), 0, 0);
  }

  @Test
  void eachRowThatCannotBeStoredIsRejectedWithAReasonThatQuotesNothing() {
    List<RowSink.VersionedRow> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(user("good " + i, "x", 1));
    }
    rows.set(3, row("k3", "half a pair \uD83D secret", 1L, "1.00", "{}"));
    rows.set(11, row("k11", "x", 1L, "99999999999999.00", "{}"));
    rows.set(17, row("k17", "x", 1L, "1.00", "not json, secret"));
    rows.set(18, row(null, "secret", 1L, "1.00", "{}"));
    rows.set(30, row("k30", "x", 1L, "1.005", "{}"));
    rows.set(39, row("secret " + incompressible(20_000), "x", 1L, "1.00", "{}"));
    try (RowSink sink = database().rows("refusals").autoCreate().open(USERS, OWNER)) {
      List<RowSink.Rejection> rejections = sink.write(rows).rejections();

      assertThat(rejections)
          .extracting(RowSink.Rejection::index)
          .containsExactly(3, 11, 17, 18, 30, 39);
      assertThat(rejections)
          .extracting(RowSink.Rejection::reason)
          .allSatisfy(
              reason ->
                  assertThat(reason).startsWith(sinkName("refusals")).doesNotContain("secret"));
      assertThat(rejections.get(0).reason()).contains("column 'name'").contains("surrogate");
      assertThat(rejections.get(1).reason()).contains(": column 'balance': a number is beyond");
      assertThat(rejections.get(2).reason()).contains(": column 'details': ");
      assertThat(rejections.get(5).reason()).contains(": column 'user_id': ");
      assertThat(rejections.get(3).reason()).contains("key column 'user_id' is null");
      assertThat(rejections.get(4).reason()).contains("3 digits behind the point");
    }
    assertThat(database().count("refusals")).isEqualTo(34);
  }

  @Test
  void aTableOfTheUsersOwnMayBeNarrowerAndRefusesWhatDoesNotFit() {
    database()
        .execute(
            "CREATE TABLE own (user_id "
                + database().dialect().keyType(USERS.column(0), List.of(USERS.column(0)))
                + " NOT NULL PRIMARY KEY, name varchar(5)"
                + ", age smallint CHECK (age >= 0), balance decimal(14,4), details json,"
                + " noted_at timestamp DEFAULT CURRENT_TIMESTAMP,"
                + " rollcall_definition bigint NOT NULL, rollcall_time_ms bigint NOT NULL, rollcall_record_ms bigint NOT NULL,"
                + " rollcall_offset bigint NOT NULL, rollcall_ordinal bigint NOT NULL,"
                + " rollcall_deleted boolean NOT NULL)");
    try (RowSink sink = database().rows("own").open(USERS, OWNER)) {
      List<RowSink.Rejection> rejections =
          sink.write(
                  List.of(
                      row("a", "Ada", 36L, "1.00", "{}"),
                      row("b", "much too long", 36L, "1.00", "{}"),
                      row("c", "Cyd", 40_000L, "1.00", "{}"),
                      row("d", "Dan", -1L, "1.00", "{}"),
                      row("e", "Eve", null, null, null)))
              .rejections();

      assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(1, 2, 3);
      assertThat(rejections.get(0).reason())
          .startsWith(sinkName("own") + ": column 'name': a text or bytes are longer")
          .contains("SQLSTATE 22001")
          .doesNotContain("much");
      assertThat(rejections.get(1).reason())
          .startsWith(sinkName("own") + ": column 'age': a number is beyond the range")
          .doesNotContain("40");
      assertThat(rejections.get(2).reason())
          .matches(
              ".*: (constraint 'own_age_check'|column 'age'): a check constraint refuses it.*");
    }
    assertThat(database().count("own")).isEqualTo(2);
  }

  @Test
  void halfASurrogatePairInAPartOfAKeyIsARefusedRowThatNamesIt() {
    try (RowSink sink = database().rows("half_keys").autoCreate().open(LINES, OWNER)) {
      List<RowSink.Rejection> rejections =
          sink.write(
                  List.of(
                      line("o1", 1L, new byte[] {1}, "x", 1),
                      line("half \uDC00 of a pair", 1L, new byte[] {1}, "x", 1)))
              .rejections();

      assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(1);
      assertThat(rejections.get(0).reason()).contains("column 'order_id'").contains("surrogate");
    }
    assertThat(database().count("half_keys")).isEqualTo(1);
  }

  @Test
  void aStoredTableMustHaveTheKeyInTheOrderDeclared() {
    String ddl = database().rows("turned").plan(LINES).ddl().get(0);
    String order = database().dialect().quoted("order_id");
    String number = database().dialect().quoted("line_no");
    assertThat(ddl).contains("PRIMARY KEY (" + order + ", " + number + ", ");
    database()
        .execute(
            ddl.replace("KEY (" + order + ", " + number, "KEY (" + number + ", " + order)
                .replaceFirst(";$", ""));

    assertThatThrownBy(() -> database().rows("turned").open(LINES, OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("[(line_no, order_id, part)]")
        .hasMessageContaining("expected (order_id, line_no, part)")
        .hasMessageContaining("in this order");
    assertThatThrownBy(() -> database().rows("order_lines_2").open(LINES, OWNER))
        .hasMessageContaining("no such table");
  }

  @Test
  void everyTypeButJsonIsAPartOfAKey() {
    List<Column> parts = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    Map<ColumnType, Object> samples = new EnumMap<>(ColumnType.class);
    samples.put(ColumnType.BOOLEAN, true);
    samples.put(ColumnType.INT64, Long.MIN_VALUE);
    samples.put(ColumnType.FLOAT64, 0.5);
    samples.put(ColumnType.STRING, "a");
    samples.put(ColumnType.TIMESTAMP, Instant.parse("2024-02-29T12:00:00.123Z"));
    samples.put(ColumnType.DATE, LocalDate.of(2024, 2, 29));
    samples.put(ColumnType.UUID, new UUID(1, 2));
    samples.put(ColumnType.BYTES, new byte[] {0, 1});
    samples.forEach(
        (type, value) -> {
          parts.add(Column.of("part_" + type.name().toLowerCase(Locale.ROOT), type));
          values.add(value);
        });
    parts.add(Column.decimal("part_decimal", 34, 10));
    values.add(new BigDecimal("1.5000000000"));
    Schema schema = Schema.of(parts, parts.stream().map(Column::name).toArray(String[]::new));
    Row row = Row.of(schema, values.toArray());
    try (RowSink sink = database().rows("all_parts").autoCreate().open(schema, OWNER)) {
      write(sink, new RowSink.VersionedRow(row, new Row.Version(1, Instant.EPOCH, 1, 0)));
      write(sink, new RowSink.VersionedRow(row, new Row.Version(1, Instant.EPOCH, 2, 0)));
    }
    assertThat(database().query("SELECT rollcall_offset FROM all_parts")).containsExactly(2L);
  }

  @Test
  void flushesThatMeetTheSameKeysInOppositeOrdersDoNotWaitInACircle() {
    int rows = 400;
    try (RowSink sink = database().rows("met").autoCreate().open(LINES, OWNER)) {
      for (int round = 0; round < 5; round++) {
        int offset = round;
        List<RowSink.VersionedRow> ascending =
            IntStream.range(0, rows)
                .mapToObj(i -> line("o" + i / 7, (long) i % 7, new byte[] {1}, "x", offset))
                .toList();
        List<RowSink.VersionedRow> descending = new ArrayList<>(ascending);
        Collections.reverse(descending);
        List<CompletableFuture<RowSink.Result>> writing = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          List<RowSink.VersionedRow> mine = i % 2 == 0 ? ascending : descending;
          writing.add(
              CompletableFuture.supplyAsync(
                  () -> sink.write(mine), task -> new Thread(task).start()));
        }
        assertThat(writing)
            .allSatisfy(write -> assertThat(write.join()).isEqualTo(RowSink.Result.WRITTEN));
      }
    }
    assertThat(database().count("met")).isEqualTo(rows);
  }

  @Test
  void aTableThatIsNotThereIsAnErrorWithTheStatementThatMakesIt() {
    String ddl = database().rows("absent").plan(USERS).ddl().get(0);
    assertThatThrownBy(() -> database().rows("absent").open(USERS, OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(sinkName("absent"))
        .hasMessageContaining(".autoCreate()")
        .hasMessageContaining("CREATE TABLE");

    database().execute(ddl.replaceFirst(";$", ""));

    try (RowSink sink = database().rows("absent").open(USERS, OWNER)) {
      write(sink, user("a", "Ada", 1));
    }
    assertThat(name("absent", "a")).isEqualTo("Ada");
  }

  @Test
  void sinksThatMakeTheSameTableAtTheSameTimeAllOpen() {
    for (int round = 0; round < 5; round++) {
      String table = "raced_" + round;
      List<CompletableFuture<RowSink>> opening = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        opening.add(
            CompletableFuture.supplyAsync(
                () -> database().rows(table).autoCreate().open(USERS, OWNER),
                task -> new Thread(task).start()));
      }
      opening.forEach(sink -> sink.join().close());
      assertThat(database().count(table)).isZero();
    }
  }

  @Test
  void aTableThatDoesNotFitIsRefusedWithAllItsFaults() {
    database()
        .execute(
            "CREATE TABLE wrong (id int PRIMARY KEY, user_id varchar(36), nam varchar(10),"
                + " age varchar(5), balance decimal(12,1), details json, tenant int NOT NULL,"
                + " rollcall_time_ms bigint, rollcall_offset bigint NOT NULL)");

    assertThatThrownBy(() -> database().rows("wrong").open(USERS, OWNER))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            refused ->
                assertThat(refused.problems())
                    .anyMatch(f -> f.contains("'name'") && f.contains("did you mean 'nam'?"))
                    .anyMatch(f -> f.contains("'name'") && f.contains("ALTER TABLE"))
                    .anyMatch(f -> f.contains("'age'") && f.contains("got varchar(5)"))
                    .anyMatch(f -> f.contains("'balance'") && f.contains("scale of at least 2"))
                    .anyMatch(f -> f.contains("'tenant'") && f.contains("give it a default"))
                    .anyMatch(f -> f.contains("'rollcall_time_ms'") && f.contains("NOT NULL"))
                    .anyMatch(f -> f.contains("'rollcall_ordinal'") && f.contains("ADD COLUMN"))
                    .anyMatch(f -> f.contains("'rollcall_deleted'") && f.contains("ADD COLUMN"))
                    .anyMatch(f -> f.contains("[(id)]") && f.contains("expected (user_id)")));
  }

  @Test
  void aTableThatIsChangedUnderTheRowsStopsTheRunInsteadOfRejectingThemAll() {
    try (RowSink sink = database().rows("changing").autoCreate().open(USERS, OWNER)) {
      write(sink, user("a", "Ada", 1));
      database()
          .execute(
              "ALTER TABLE changing ADD COLUMN tenant varchar(5)",
              "DELETE FROM changing",
              database().dialect() == PostgresDialect.INSTANCE
                  ? "ALTER TABLE changing ALTER COLUMN name TYPE varchar(2)"
                  : "ALTER TABLE changing MODIFY COLUMN name varchar(2)");

      assertThatThrownBy(() -> sink.write(List.of(user("a", "Ada", 2), user("b", "Bob", 2))))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("the table was changed");

      database().execute("DROP TABLE changing");

      assertThatThrownBy(() -> sink.write(List.of(user("a", "Ada", 3))))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining(sinkName("changing"))
          .hasMessageContaining("SQLSTATE 42");
    }
  }

  /** PostgreSQL compresses keys before it measures them. */
  private static String incompressible(int length) {
    Random random = new Random(length);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append((char) (' ' + random.nextInt(90)));
    }
    return text.toString();
  }

  private static RowSink.VersionedRow line(
      String order, Long number, byte[] part, String label, long offset) {
    return new RowSink.VersionedRow(
        Row.of(LINES, label, number, order, part), new Row.Version(1, Instant.EPOCH, offset, 0));
  }

  static RowSink.VersionedRow user(String id, String name, long offset) {
    return user(id, name, new Row.Version(1, Instant.EPOCH, offset, 0));
  }

  static RowSink.VersionedRow user(String id, String name, Row.Version version) {
    return new RowSink.VersionedRow(
        Row.of(USERS, id, name, 36L, new BigDecimal("0.50"), "{}"), version);
  }

  static RowSink.VersionedRow row(String id, String name, Long age, String balance, String json) {
    return new RowSink.VersionedRow(
        Row.of(USERS, id, name, age, balance == null ? null : new BigDecimal(balance), json),
        new Row.Version(1, Instant.EPOCH, 1, 0));
  }

  static void write(RowSink sink, RowSink.VersionedRow row) {
    assertThat(sink.write(List.of(row)).rejections()).isEmpty();
  }

  String name(String table, String id) {
    return database().row(table, USERS, id).orElseThrow().getString("name");
  }

  private List<Object> version(String table, String id) {
    List<Column> columns =
        RowTable.VERSION.stream().map(part -> Column.of(part, ColumnType.INT64)).toList();
    return database().values(table, columns, "user_id", id).orElseThrow();
  }

  String sinkName(String table) {
    return database().rows(table).name();
  }
}
