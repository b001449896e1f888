package dev.rollcall.mongo;

import static dev.rollcall.mongo.TestDatabase.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.testkit.contract.RowSinkContract;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The contract against the stand-in for MongoDB (or a MongoDB that is named), and what is
 * MongoDB's.
 */
class MongoRowSinkIT extends RowSinkContract {

  private static final Schema USERS =
      Schema.of(
          List.of(
              Column.of("user_id", ColumnType.INT64),
              Column.of("name", ColumnType.STRING),
              Column.decimal("balance", 40, 2)),
          "user_id");

  /** Its key is not in the order of its columns. */
  private static final Schema LINES =
      Schema.of(
          List.of(
              Column.of("line_no", ColumnType.INT64),
              Column.of("order_id", ColumnType.STRING),
              Column.of("name", ColumnType.STRING)),
          "order_id",
          "line_no");

  private static TestDatabase database;

  @BeforeAll
  static void makeDatabase() {
    database = new TestDatabase();
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @Override
  protected RowTarget target(String table) {
    return database.rows(table);
  }

  @Override
  protected RowTarget sharedTarget(String table) {
    return database.rows(table).shared();
  }

  @Override
  protected Optional<Row> stored(String table, Schema schema, Row.Key key) {
    List<Object> parts = key.values();
    Object id = parts.get(0);
    if (parts.size() > 1) {
      BsonDocument whole = new BsonDocument();
      for (int i = 0; i < parts.size(); i++) {
        Column column = schema.column(schema.keys().get(i));
        whole.append(column.name(), BsonValues.toBson(column, parts.get(i)));
      }
      id = whole;
    }
    return Optional.ofNullable(database.collection(table).find(Filters.eq("_id", id)).first())
        .filter(document -> !document.getDocument("rollcall").getBoolean("deleted").getValue())
        .map(
            document ->
                Row.of(
                    schema,
                    schema.columns().stream()
                        .map(column -> BsonValues.fromBson(column, value(document, schema, column)))
                        .toArray()));
  }

  private static BsonValue value(BsonDocument document, Schema schema, Column column) {
    if (!schema.isKey(schema.position(column.name()))) {
      return document.get(column.name());
    }
    return schema.keys().size() == 1
        ? document.get("_id")
        : document.getDocument("_id").get(column.name());
  }

  /** Larger than any document. */
  @Override
  protected Optional<Row> unacceptable() {
    Object[] values = new Object[schema().size()];
    values[0] = "too large";
    values[schema().position("payload")] = new byte[MongoErrors.MAX_DOCUMENT_BYTES];
    return Optional.of(Row.of(schema(), values));
  }

  @Test
  void theKeyIsTheIdAndIsNotRepeated() {
    try (RowSink sink = database.rows("users").open(USERS, OWNER)) {
      sink.write(List.of(row(7L, "Ada", 1)));
    }

    BsonDocument stored = database.collection("users").find(Filters.eq("_id", 7L)).first();
    assertThat(stored.keySet()).containsExactly("_id", "name", "balance", "rollcall");
    assertThat(stored.get("_id")).isEqualTo(new BsonInt64(7));
    assertThat(stored.get("balance")).isEqualTo(new BsonString("0.50"));
    assertThat(stored.getDocument("rollcall").keySet())
        .containsExactly("definition", "recordTime", "row", "deleted");
    assertThat(stored.getDocument("rollcall").getDocument("row").keySet())
        .containsExactly("timestamp", "offset", "ordinal");
  }

  @Test
  void aRowWithoutAKeyIsRejectedAlone() {
    try (RowSink sink = database.rows("users").open(USERS, OWNER)) {
      List<RowSink.Rejection> rejections =
          sink.write(List.of(row(8L, "Ada", 1), row(null, "secret name", 1), row(9L, "Bob", 1)))
              .rejections();

      assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(1);
      assertThat(rejections.get(0).reason())
          .contains("key column 'user_id' is null")
          .doesNotContain("secret name");
    }
    assertThat(database.collection("users").countDocuments(Filters.in("_id", 8L, 9L))).isEqualTo(2);
  }

  @Test
  void theHigherOrdinalOfARecordWinsAndATimestampIsComparedToTheMillisecond() {
    Instant fine = Instant.parse("2024-02-29T12:00:00.000999Z");
    try (RowSink sink = database.rows("users").open(USERS, OWNER)) {
      sink.write(List.of(row(10L, "second", new Row.Version(1, fine, 1, 2))));
      assertThat(
              sink.write(List.of(row(10L, "first", new Row.Version(1, fine, 1, 1)))).rejections())
          .isEmpty();
      assertThat(
              sink.write(List.of(row(10L, "second", new Row.Version(1, fine, 1, 2)))).rejections())
          .isEmpty();
    }

    assertThat(database.collection("users").find(Filters.eq("_id", 10L)).first().get("name"))
        .isEqualTo(new BsonString("second"));
  }

  @Test
  void aCollectionOfOtherDocumentsIsNotTouched() {
    database
        .collection("customers")
        .insertOne(new BsonDocument("_id", new BsonInt64(1)).append("name", new BsonString("Eve")));

    assertThatThrownBy(() -> database.rows("customers").open(USERS, OWNER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(database.name() + ".customers")
        .hasMessageContaining("rollcall.row")
        .hasMessageNotContaining("Eve");
  }

  @Test
  void anotherDocumentThatTurnsUpLaterIsNotOverwritten() {
    try (RowSink sink = database.rows("mixed").open(USERS, OWNER)) {
      database
          .collection("mixed")
          .insertOne(
              new BsonDocument("_id", new BsonInt64(1)).append("name", new BsonString("Eve")));

      assertThatThrownBy(() -> sink.write(List.of(row(1L, "Ada", 1))))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("another collection");
    }
    assertThat(database.collection("mixed").find().first().get("name"))
        .isEqualTo(new BsonString("Eve"));
  }

  @Test
  void aRowThatAnotherUniqueIndexRefusesIsRejectedAlone() {
    database
        .collection("unique")
        .createIndex(
            new BsonDocument("name", new BsonInt64(1)),
            new IndexOptions().unique(true).name("unique_name"));
    try (RowSink sink = database.rows("unique").open(USERS, OWNER)) {
      sink.write(List.of(row(1L, "Ada", 1)));

      List<RowSink.Rejection> rejections =
          sink.write(List.of(row(2L, "Ada", 1), row(3L, "Bob", 1))).rejections();

      assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(0);
      assertThat(rejections.get(0).reason()).contains("unique index").doesNotContain("Ada");
    }
    assertThat(database.collection("unique").countDocuments()).isEqualTo(2);
  }

  @Test
  void aKeyOfSeveralColumnsIsADocumentInTheOrderOfTheKey() {
    try (RowSink sink = database.rows("lines").open(LINES, OWNER)) {
      assertThat(
              sink.write(List.of(line("a", 1, "first", 1), line("a", 2, "second", 1))).rejections())
          .isEmpty();
      assertThat(
              sink.write(List.of(line("a", 1, "newer", 2), line("a", 2, "older", 0))).rejections())
          .isEmpty();
      assertThat(
              sink.write(List.of(line(null, 3, "secret name", 2), line("b", 1, "b", 2)))
                  .rejections())
          .singleElement()
          .satisfies(rejection -> assertThat(rejection.index()).isZero())
          .satisfies(
              rejection ->
                  assertThat(rejection.reason())
                      .contains("key column 'order_id' is null")
                      .doesNotContain("secret"));
    }

    List<BsonDocument> stored =
        database
            .collection("lines")
            .find()
            .sort(new BsonDocument("_id", new BsonInt64(1)))
            .into(new ArrayList<>());
    assertThat(stored)
        .extracting(document -> document.getString("name").getValue())
        .containsExactly("newer", "second", "b");
    BsonDocument first = stored.get(0);
    assertThat(first.keySet()).containsExactly("_id", "name", "rollcall");
    assertThat(first.getDocument("_id").toJson())
        .as("not the order of the columns")
        .isEqualTo("{\"order_id\": \"a\", \"line_no\": 1}");
  }

  @Test
  void aTextWithHalfASurrogatePairIsRejectedAloneWithThatReason() {
    try (RowSink sink = database.rows("lines").open(LINES, OWNER)) {
      List<RowSink.Rejection> rejections =
          sink.write(
                  List.of(
                      line("x\uD83D", 1, "n", 1), line("y", 1, "\uDE00n", 1), line("z", 1, "n", 1)))
              .rejections();

      assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(0, 1);
      assertThat(rejections.get(0).reason())
          .contains("column 'order_id'", "one half of a surrogate pair");
      assertThat(rejections.get(1).reason())
          .contains("column 'name'", "one half of a surrogate pair");
    }
  }

  @Test
  void manyLongKeysAreReadBackInPartsThatAQueryHolds() {
    Schema named =
        Schema.of(
            List.of(Column.of("name", ColumnType.STRING), Column.of("age", ColumnType.INT64)),
            "name");
    List<RowSink.VersionedRow> rows = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      String name = i + "x".repeat(1 << 20);
      rows.add(
          new RowSink.VersionedRow(
              Row.of(named, name, 1L), new Row.Version(1, Instant.EPOCH, 1, 0)));
    }
    try (RowSink sink = database.rows("long_keys").open(named, OWNER)) {
      assertThat(sink.write(rows).rejections()).isEmpty();
      assertThat(sink.write(rows).rejections()).as("all are there already").isEmpty();
    }
    assertThat(database.collection("long_keys").countDocuments()).isEqualTo(17);
  }

  @Test
  void keysThatMongoDbTakesForOneAreFoundAgain() {
    Schema wide = Schema.of(List.of(Column.decimal("price", 10, 2)), "price");
    Schema narrow = Schema.of(List.of(Column.decimal("price", 10, 1)), "price");
    Row.Version version = new Row.Version(1, Instant.EPOCH, 5, 0);
    try (RowSink sink = database.rows("prices").open(narrow, OWNER)) {
      sink.write(List.of(new RowSink.VersionedRow(Row.of(narrow, new BigDecimal("1.0")), version)));
    }
    try (RowSink sink = database.rows("prices").open(wide, OWNER)) {
      assertThat(
              sink.write(
                      List.of(
                          new RowSink.VersionedRow(Row.of(wide, new BigDecimal("1.00")), version)))
                  .rejections())
          .as("it is there, and as new")
          .isEmpty();
    }
    assertThat(database.collection("prices").countDocuments()).isEqualTo(1);
  }

  @Test
  void aBulkIsWrittenInTheOrderOfItsKeysAndAsksForAMajorityWithTheJournal() {
    List<List<String>> seen = new CopyOnWriteArrayList<>();
    try (ReplyProxy proxy = new ReplyProxy(database.port())) {
      proxy.play(
          (command, call) -> {
            if (ReplyProxy.name(command).equals("update")) {
              seen.add(
                  command.getArray("updates").stream()
                      .map(each -> each.asDocument().getDocument("q").getDocument("_id").toJson())
                      .toList());
            }
            return call.forward();
          });
      try (RowSink sink =
          MongoRows.database(database.name())
              .collection("ordered")
              .connectionString(proxy.connectionString(""))
              .open(LINES, OWNER)) {
        sink.write(
            List.of(
                line("b", 1, "n", 1),
                line("a", 10, "n", 1),
                line("a", 9, "n", 1),
                line("c", -1, "n", 1)));
      }
    }
    assertThat(seen)
        .containsExactly(
            List.of(
                "{\"order_id\": \"a\", \"line_no\": 9}",
                "{\"order_id\": \"a\", \"line_no\": 10}",
                "{\"order_id\": \"b\", \"line_no\": 1}",
                "{\"order_id\": \"c\", \"line_no\": -1}"));
  }

  @Test
  void whatThePlanSaysSweepsPartsThatAreNotLive() {
    Schema orders = Schema.of(List.of(Column.of("order_id", ColumnType.STRING)), "order_id");
    MongoRows wholes = database.rows("swept_orders");
    MongoRows parts = database.rows("swept_lines");
    try (RowSink sink = wholes.open(orders, OWNER)) {
      sink.write(
          List.of(
              new RowSink.VersionedRow(Row.of(orders, "kept"), at(2)),
              new RowSink.VersionedRow(Row.of(orders, "erased"), at(2), true)));
    }
    try (RowSink sink = parts.open(LINES, OWNER)) {
      sink.write(
          List.of(
              new RowSink.VersionedRow(Row.of(LINES, 1L, "kept", "live"), at(2)),
              new RowSink.VersionedRow(Row.of(LINES, 2L, "kept", "of an older one"), at(1)),
              new RowSink.VersionedRow(Row.of(LINES, 3L, "kept", null), at(1), true),
              new RowSink.VersionedRow(Row.of(LINES, 1L, "erased", "personal"), at(1)),
              new RowSink.VersionedRow(Row.of(LINES, 1L, "begun", "before its row"), at(9))));
    }
    String note =
        parts
            .planParts(parts.plan(LINES), LINES, List.of(new RowTarget.Stored(wholes, orders)))
            .notes()
            .stream()
            .filter(each -> each.startsWith("a part that is not live stays"))
            .findFirst()
            .orElseThrow();
    assertThat(note)
        .contains(
            "in mongosh: db.getCollection('swept_lines').aggregate([",
            ".forEach(part => db.getCollection('swept_lines').deleteOne(part));");
    String stages =
        note.substring(note.indexOf(".aggregate(") + 11, note.indexOf(").forEach("))
            .replaceFirst("<the earliest [^>]*>", "ISODate('1970-01-01T00:00:00.009Z')");

    List<BsonDocument> found = new ArrayList<>();
    database
        .collection("swept_lines")
        .aggregate(BsonArray.parse(stages).stream().map(BsonValue::asDocument).toList())
        .forEach(found::add);
    found.forEach(part -> database.collection("swept_lines").deleteOne(part));

    assertThat(database.collection("swept_lines").find().into(new ArrayList<>()))
        .extracting(each -> each.get("name"))
        .containsExactlyInAnyOrder(
            new BsonString("live"), BsonNull.VALUE, new BsonString("before its row"));
  }

  private static Row.Version at(long millis) {
    return new Row.Version(1, Instant.ofEpochMilli(millis), 0, 0);
  }

  private static RowSink.VersionedRow line(String order, long line, String name, long offset) {
    return new RowSink.VersionedRow(
        Row.of(LINES, line, order, name), new Row.Version(1, Instant.EPOCH, offset, 0));
  }

  static RowSink.VersionedRow row(Long id, String name, long offset) {
    return row(id, name, new Row.Version(1, Instant.EPOCH, offset, 0));
  }

  private static RowSink.VersionedRow row(Long id, String name, Row.Version version) {
    return new RowSink.VersionedRow(Row.of(USERS, id, name, new BigDecimal("0.50")), version);
  }
}
