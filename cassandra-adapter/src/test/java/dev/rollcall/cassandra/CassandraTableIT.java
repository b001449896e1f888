package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row.Version;
import dev.rollcall.core.record.Schema;
import dev.rollcall.testkit.server.TestServers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What only Cassandra has: tables that are there already, types, time to live, size limits. */
class CassandraTableIT {

  private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");

  private static final Schema USERS =
      Schema.of(
          List.of(
              Column.of("id", ColumnType.UUID),
              Column.of("gender", ColumnType.STRING),
              Column.of("birthday", ColumnType.TIMESTAMP),
              Column.of("age", ColumnType.INT64),
              Column.of("email", ColumnType.STRING).with(Column.Sensitivity.PERSONAL)),
          "id");

  private static final Schema NOTES =
      Schema.of(
          List.of(
              Column.of("note_id", ColumnType.STRING),
              Column.of("title", ColumnType.STRING),
              Column.of("body", ColumnType.STRING)),
          "note_id");

  private static TestKeyspace keyspace;

  @BeforeAll
  static void makeAKeyspace() {
    keyspace = TestKeyspace.made();
  }

  @AfterAll
  static void dropIt() {
    keyspace.close();
  }

  @Test
  void aTableThatIsThereTakesRowsInItsOwnTypes() {
    keyspace.execute(
        "CREATE TABLE %s.user_table (id uuid PRIMARY KEY, gender text, birthday text, age int,"
            + " email ascii, inscription text)");
    UUID id = UUID.fromString("936da01f-9abd-4d9d-80c7-02af85c822a8");

    try (RowSink sink = keyspace.table("user_table").open(USERS, TestKeyspace.OWNER)) {
      assertThat(
              sink.write(
                      List.of(
                          at(
                              NOON,
                              1,
                              USERS,
                              id,
                              "female",
                              Instant.parse("1990-05-25T01:02:03Z"),
                              34L,
                              "a@b")))
                  .rejections())
          .isEmpty();
    }

    Row stored = keyspace.execute("SELECT * FROM %s.user_table").get(0);
    assertThat(stored.getUuid("id")).isEqualTo(id);
    assertThat(stored.getString("gender")).isEqualTo("female");
    assertThat(stored.getString("birthday")).isEqualTo("1990-05-25T01:02:03Z");
    assertThat(stored.getInt("age")).isEqualTo(34);
    assertThat(stored.getString("email")).isEqualTo("a@b");
    assertThat(stored.isNull("inscription")).isTrue();
  }

  @Test
  void columnsThatCannotHoldOneValuePerRowAreRefused() {
    keyspace.execute(
        "CREATE TABLE %s.shared_values (id uuid, gender text STATIC, birthday timestamp, age bigint,"
            + " email set<text>, PRIMARY KEY (id, birthday))");
    assertThatThrownBy(
            () ->
                keyspace
                    .table("shared_values")
                    .open(Schema.of(USERS.columns(), "id", "birthday"), TestKeyspace.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("column 'gender' is static")
        .hasMessageContaining("column 'email' (STRING): the table's type is set<text>");
    keyspace.execute(
        "CREATE TABLE %s.counts (note_id text PRIMARY KEY, title counter, body counter)");
    assertThatThrownBy(() -> keyspace.table("counts").open(NOTES, TestKeyspace.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("column 'body' (STRING): the table's type is counter");
  }

  @Test
  void aUuidIsTakenForATextThatIsOne() {
    keyspace.execute(
        "CREATE TABLE %s.text_uuids (note_id uuid PRIMARY KEY, title timeuuid, body text)");
    String id = "936da01f-9abd-1d9d-80c7-02af85c822a8";
    try (RowSink sink = keyspace.table("text_uuids").open(NOTES, TestKeyspace.OWNER)) {
      assertThat(
              sink.write(
                      List.of(
                          at(NOON, 1, NOTES, id, id, null),
                          at(NOON, 2, NOTES, id.toUpperCase(java.util.Locale.ROOT), id, null)))
                  .rejections())
          .extracting(RowSink.Rejection::index)
          .containsExactly(1);
    }
    assertThat(keyspace.execute("SELECT * FROM %s.text_uuids"))
        .extracting(row -> row.getUuid("note_id"))
        .containsExactly(UUID.fromString(id));
  }

  @Test
  void aValueOutOfItsColumnsRangeRejectsItsRowOnlyAndPersonalOnesAreNotShown() {
    keyspace.execute(
        "CREATE TABLE %s.narrow (id uuid PRIMARY KEY, gender text, birthday date, age tinyint,"
            + " email ascii)");
    Instant birthday = Instant.parse("1990-05-25T23:59:59Z");
    List<RowSink.VersionedRow> rows =
        List.of(
            at(NOON, 1, USERS, new UUID(0, 1), null, birthday, 127L, null),
            at(NOON, 2, USERS, new UUID(0, 2), null, birthday, 128L, null),
            at(NOON, 3, USERS, new UUID(0, 3), null, birthday, 1L, "jörg@example.org"),
            at(NOON, 4, USERS, null, null, birthday, 1L, null),
            at(NOON, 5, USERS, new UUID(0, 5), "half \uD83D", birthday, 1L, null),
            at(NOON, 6, USERS, new UUID(0, 6), "male", birthday, -128L, "joerg@example.org"));

    List<RowSink.Rejection> rejections;
    try (RowSink sink = keyspace.table("narrow").open(USERS, TestKeyspace.OWNER)) {
      rejections = sink.write(rows).rejections();
    }

    String name = "cassandra:" + keyspace.name() + ".narrow: ";
    assertThat(rejections)
        .containsExactly(
            new RowSink.Rejection(
                1, name + "column 'age': got '128', expected a CQL tinyint, from -128 to 127"),
            new RowSink.Rejection(
                2,
                name
                    + "column 'email': got [personal], expected a CQL ascii, with no character"
                    + " beyond 127"),
            new RowSink.Rejection(3, name + "key column 'id': got null, expected a value"),
            new RowSink.Rejection(
                4,
                name
                    + "column 'gender': got 'half \uFFFD', expected well-formed Unicode, without"
                    + " half surrogate pairs"));
    assertThat(keyspace.execute("SELECT id, birthday FROM %s.narrow"))
        .extracting(row -> row.getUuid("id") + " " + row.getLocalDate("birthday"))
        .containsExactlyInAnyOrder(new UUID(0, 1) + " 1990-05-25", new UUID(0, 6) + " 1990-05-25");
  }

  @Test
  void theWriteTimestampComesFromTheRecordAlone() {
    Version version = new Version(3, NOON, 12_345, 7);
    try (RowSink sink = keyspace.table("timed").autoCreate().open(NOTES, TestKeyspace.OWNER)) {
      sink.write(List.of(new RowSink.VersionedRow(row(NOTES, "n", "t", null), version)));
    }

    assertThat(keyspace.execute("SELECT WRITETIME(title) FROM %s.timed").get(0).getLong(0))
        .isEqualTo(NOON.toEpochMilli() * 1_000 + 345);
  }

  @Test
  void aRowLivesFromItsRecordsTimestampOn() {
    Instant now = Instant.now();
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    CassandraTable table = keyspace.table("fading").autoCreate().ttl(Duration.ofHours(10));

    try (RowSink sink = table.open(NOTES, clock)) {
      assertThat(
              sink.write(
                      List.of(
                          at(now.minus(Duration.ofHours(4)), 1, NOTES, "lives", "t", null),
                          at(now.minus(Duration.ofHours(10)), 2, NOTES, "is over", "t", null)))
                  .rejections())
          .isEmpty();
    }

    List<Row> rows = keyspace.execute("SELECT note_id, TTL(title) FROM %s.fading");
    assertThat(rows).extracting(row -> row.getString(0)).containsExactly("lives");
    assertThat(rows.get(0).getInt(1)).isBetween(6 * 3_600 - 600, 6 * 3_600);
  }

  @Test
  void mergedByColumnARowLeavesOlderValuesWhereItHasNone() {
    CassandraTable table = keyspace.table("merged").autoCreate().mergeByColumn();

    try (RowSink sink = table.open(NOTES, TestKeyspace.OWNER)) {
      sink.write(List.of(at(NOON.plusMillis(1), 2, NOTES, "n", "new", null)));
      sink.write(List.of(at(NOON, 1, NOTES, "n", "old", "body")));
    }

    Row stored = keyspace.execute("SELECT title, body FROM %s.merged").get(0);
    assertThat(stored.getString("title")).isEqualTo("new");
    assertThat(stored.getString("body")).isEqualTo("body");
  }

  @Test
  void namesThatNeedQuotesGetThem() {
    Schema schema =
        Schema.of(
            List.of(Column.of("userId", ColumnType.STRING), Column.of("order", ColumnType.INT64)),
            "userId");
    try (RowSink sink = keyspace.table("Table").autoCreate().open(schema, TestKeyspace.OWNER)) {
      assertThat(sink.write(List.of(at(NOON, 1, schema, "u", 3L))).rejections()).isEmpty();
    }

    assertThat(keyspace.execute("SELECT \"order\" FROM %s.\"Table\" WHERE \"userId\" = 'u'"))
        .extracting(row -> row.getLong(0))
        .containsExactly(3L);
  }

  @Test
  void aMissingTableIsAnErrorThatPrintsTheStatementsThatMakeIt() {
    CassandraTable table = keyspace.table("absent").columnType("title", "ascii");

    assertThatThrownBy(() -> table.open(NOTES, TestKeyspace.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(table.name() + ": there is no such table; add .autoCreate()")
        .hasMessageContaining("CREATE KEYSPACE IF NOT EXISTS " + keyspace.name())
        .hasMessageContaining("  title ascii,");
  }

  @Test
  void aTableThatDoesNotFitIsAnErrorThatNamesEveryFault() {
    keyspace.execute(
        "CREATE TABLE %s.misfit (note_id text, titles text, body float,"
            + " PRIMARY KEY (note_id, titles))");

    assertThatThrownBy(() -> keyspace.table("misfit").autoCreate().open(NOTES, TestKeyspace.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has 3 problems:")
        .hasMessageContaining(
            "column 'title' is not in the table; did you mean 'titles'?; say evolve(), or add it with: ALTER TABLE "
                + keyspace.name()
                + ".misfit ADD title text;")
        .hasMessageContaining(
            "column 'body' (STRING): the table's type is float, expected one of text, ascii, uuid, timeuuid")
        .hasMessageContaining(
            "the table's primary key is ((note_id), titles), expected (note_id), the key of the rows;"
                + " name another table");
  }

  @Test
  void missingColumnsAreAddedByAllWorkersAtOnceAndOldRowsHaveNullUntilTheyAreReplayed() {
    keyspace.execute("CREATE TABLE %s.grown (note_id text PRIMARY KEY)");
    keyspace.execute("INSERT INTO %s.grown (note_id) VALUES ('n') USING TIMESTAMP 1");
    CassandraTable table = keyspace.table("grown").evolve();
    List<CompletableFuture<RowSink>> opening =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> table.open(NOTES, TestKeyspace.OWNER),
                        task -> new Thread(task).start()))
            .toList();
    opening.subList(1, opening.size()).forEach(sink -> sink.join().close());

    try (RowSink sink = opening.get(0).join()) {
      assertThat(keyspace.read("grown", NOTES, "n").orElseThrow())
          .isEqualTo(row(NOTES, "n", null, null));
      assertThat(sink.write(List.of(at(NOON, 1, NOTES, "n", "t", "b"))).rejections()).isEmpty();
    }
    assertThat(keyspace.read("grown", NOTES, "n").orElseThrow())
        .isEqualTo(row(NOTES, "n", "t", "b"));
    assertThat(table.plan(NOTES).notes())
        .anyMatch(
            note ->
                note.endsWith(
                    "ALTER TABLE " + keyspace.name() + ".grown ADD (title text, body text);"));
  }

  @Test
  void aTableThatDoesNotFitOtherwiseGetsNoColumn() {
    keyspace.execute("CREATE TABLE %s.not_grown (id text PRIMARY KEY, body float)");

    assertThatThrownBy(() -> keyspace.table("not_grown").evolve().open(NOTES, TestKeyspace.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("column 'note_id' is not in the table")
        .hasMessageNotContaining("ADD note_id");
    assertThat(
            StoredTable.read(keyspace.session(), keyspace.name(), "not_grown")
                .orElseThrow()
                .types())
        .containsOnlyKeys("id", "body");
  }

  @Test
  void aColumnThatWasDroppedIsNotAddedAgainForItWouldHideOlderRecords() {
    keyspace.table("shrunk").autoCreate().open(NOTES, TestKeyspace.OWNER).close();
    keyspace.execute("ALTER TABLE %s.shrunk DROP body");

    assertThatThrownBy(() -> keyspace.table("shrunk").evolve().open(NOTES, TestKeyspace.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("column 'body' is not in the table; it was dropped")
        .hasMessageNotContaining("ALTER TABLE");
    keyspace.execute("ALTER TABLE %s.shrunk ADD body text");
    try (RowSink sink = keyspace.table("shrunk").open(NOTES, TestKeyspace.OWNER)) {
      assertThat(sink.write(List.of(at(NOON, 1, NOTES, "n", "t", "hidden"))).rejections())
          .isEmpty();
    }
    assertThat(keyspace.read("shrunk", NOTES, "n").orElseThrow())
        .isEqualTo(row(NOTES, "n", "t", null));
  }

  @Test
  void theStatementOfAMissingColumnMendsTheTable() {
    keyspace.execute("CREATE TABLE %s.mended (note_id text PRIMARY KEY, title text)");
    CassandraTable table = keyspace.table("mended");
    assertThatThrownBy(() -> table.open(NOTES, TestKeyspace.OWNER))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            error -> {
              String fault = error.problems().get(0);
              keyspace.execute(fault.substring(fault.indexOf("ALTER")));
            });

    try (RowSink sink = table.open(NOTES, TestKeyspace.OWNER)) {
      assertThat(sink.write(List.of(at(NOON, 1, NOTES, "n", "t", "b"))).rejections()).isEmpty();
    }
  }

  @Test
  void rowsThatAreTooLargeForTheServerAreRejectedAlone() {
    List<RowSink.VersionedRow> rows =
        List.of(
            at(NOON, 1, NOTES, "small", "t", "b"),
            at(NOON, 2, NOTES, "secret key", "t", "b".repeat(5 << 20)),
            at(NOON, 3, NOTES, "", "t", "b"),
            at(NOON, 4, NOTES, "small too", "t", "b"));

    List<RowSink.Rejection> rejections;
    try (RowSink sink = keyspace.table("large").autoCreate().open(NOTES, TestKeyspace.OWNER)) {
      rejections = sink.write(rows).rejections();
    }

    assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(1, 2);
    assertThat(rejections.get(0).reason())
        .contains("CQL Message of size 5242", " bytes exceeds allowed maximum of 4194304 bytes")
        .contains("its largest column is 'body', 5,242,880 bytes")
        .doesNotContain("secret key");
    assertThat(rejections.get(1).reason()).contains("key column 'note_id': got nothing");
    assertThat(keyspace.execute("SELECT note_id FROM %s.large"))
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("small", "small too");
  }

  @Test
  void aRowLargerThanAFrameIsRejectedAlone() {
    List<RowSink.Rejection> rejections;
    try (RowSink sink = keyspace.table("huge").autoCreate().open(NOTES, TestKeyspace.OWNER)) {
      rejections =
          sink.write(
                  List.of(
                      at(NOON, 1, NOTES, "huge", "t", "b".repeat(40 << 20)),
                      at(NOON, 2, NOTES, "small", "t", "b")))
              .rejections();
    }

    assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(0);
    assertThat(rejections.get(0).reason())
        .contains("CQL Message of size 41943", " bytes exceeds allowed maximum");
    assertThat(keyspace.execute("SELECT note_id FROM %s.huge")).hasSize(1);
  }

  @Test
  void aTableThatIsDroppedWhileRowsAreWrittenStopsTheRunAndRejectsNone() {
    List<RowSink.VersionedRow> rows =
        IntStream.range(0, 20).mapToObj(i -> at(NOON, i, NOTES, "n" + i, "t", "b")).toList();
    try (RowSink sink = keyspace.table("dropped").autoCreate().open(NOTES, TestKeyspace.OWNER)) {
      assertThat(sink.write(rows).rejections()).isEmpty();
      keyspace.execute("DROP TABLE %s.dropped");

      assertThatThrownBy(() -> sink.write(rows))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("the table was dropped while rows were written");
    }
  }

  @Test
  void aColumnThatIsDroppedWhileRowsAreWrittenStopsTheRunAndRejectsNone() {
    List<RowSink.VersionedRow> rows =
        IntStream.range(0, 20).mapToObj(i -> at(NOON, i, NOTES, "n" + i, "t", "b")).toList();
    try (RowSink sink = keyspace.table("altered").autoCreate().open(NOTES, TestKeyspace.OWNER)) {
      keyspace.execute("ALTER TABLE %s.altered DROP body");

      assertThatThrownBy(() -> sink.write(rows))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("the table was changed while rows were written");
    }
  }

  @Test
  void aDatacenterThatIsNotThereIsAnErrorThatNamesThoseThatAre() {
    assertThatThrownBy(
            () ->
                keyspace
                    .table("large")
                    .localDatacenter("elsewhere")
                    .autoCreate()
                    .open(NOTES, TestKeyspace.OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("localDatacenter: got 'elsewhere', expected one of [");
  }

  @Test
  void withoutADatacenterThatOfTheContactPointsIsTaken() {
    CassandraTable table =
        CassandraTable.in(keyspace.name())
            .named("inferred")
            .contactPoint(TestServers.cassandra().address())
            .autoCreate();

    try (RowSink sink = table.open(NOTES, TestKeyspace.OWNER)) {
      assertThat(sink.write(List.of(at(NOON, 1, NOTES, "n", "t", "b"))).rejections()).isEmpty();
    }
  }

  @Test
  void oneInsertAtATimeIsEnough() {
    List<RowSink.VersionedRow> rows =
        IntStream.range(0, 50).mapToObj(i -> at(NOON, i, NOTES, "n" + i, "t", "b")).toList();
    try (RowSink sink =
        keyspace.table("slow").autoCreate().maxInFlight(1).open(NOTES, TestKeyspace.OWNER)) {
      assertThat(sink.write(rows).rejections()).isEmpty();
    }

    assertThat(keyspace.execute("SELECT note_id FROM %s.slow")).hasSize(50);
  }

  private static dev.rollcall.core.record.Row row(Schema schema, Object... values) {
    return dev.rollcall.core.record.Row.of(schema, values);
  }

  private static RowSink.VersionedRow at(
      Instant time, long offset, Schema schema, Object... values) {
    return new RowSink.VersionedRow(row(schema, values), new Version(1, time, offset, 0));
  }
}
