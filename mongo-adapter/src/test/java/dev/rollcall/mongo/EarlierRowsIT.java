package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that an earlier release stored, and that release beside this one. */
class EarlierRowsIT {

  /** Needs quotes in a statement, and is not ASCII. */
  private static final String COLLECTION = "order \"lines\" \\ é";

  private static final Schema LINES =
      Schema.of(
          List.of(
              Column.of("line_no", ColumnType.INT64),
              Column.of("order_id", ColumnType.STRING),
              Column.of("name", ColumnType.STRING)),
          "order_id",
          "line_no");

  private static final DefinitionRegistry.Entry SECOND = new DefinitionRegistry.Entry("orders", 2);
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  private TestDatabase database;
  private MongoCollection<BsonDocument> collection;

  @BeforeEach
  void storeAnEarlierRow() {
    database = new TestDatabase();
    collection = database.collection(COLLECTION);
    collection.insertOne(earlier());
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void theyAreRefusedWithTheStatementThatTakesThemOver() {
    assertThatThrownBy(() -> database.rows(COLLECTION).open(LINES, SECOND))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            database.name(), "'rollcall.version'", "stop all earlier workers", "in place of the 1")
        .hasMessageEndingWith(EarlierRows.migration(collection.getNamespace()))
        .hasMessageNotContaining("first");
    assertThat(collection.find().first()).as("untouched").isEqualTo(earlier());
    assertThat(database.collection(DefinitionRegistry.NAME).countDocuments()).isZero();
  }

  @Test
  void onceStampedTheyAreContinuedAndReplayed() {
    assertThat(Mongosh.run(refusal())).isEqualTo(1);

    assertThat(collection.find().first())
        .isEqualTo(Golden.document("documents-with-definition/line.json"));
    assertThat(Mongosh.run(migration())).as("again").isZero();
    try (RowSink sink = database.rows(COLLECTION).open(LINES, SECOND)) {
      write(sink, 1, 6, "older");
      assertThat(name()).isEqualTo("first");
      write(sink, 1, 7, "replayed");
      assertThat(name()).isEqualTo("replayed");
      write(sink, 1, 8, "newer");
      assertThat(name()).isEqualTo("newer");
      write(sink, 2, 7, "corrected");
      assertThat(name()).isEqualTo("corrected");
    }
    assertThat(collection.countDocuments()).isEqualTo(1);
  }

  @Test
  void aRowOfTheSameVersionIsWrittenInThePresentForm() {
    Mongosh.run(migration());
    try (RowSink sink = database.rows(COLLECTION).open(LINES, SECOND)) {
      write(sink, 1, 7, "first");
    }

    assertThat(collection.find().first().toJson())
        .isEqualTo(Golden.document("documents-with-definition/line.json").toJson());
  }

  @Test
  void theUserNamesTheDefinitionThatWroteThem() {
    String stamp = "\"rollcall.definition\": ";
    Mongosh.run(migration().replace(stamp + 1, stamp + 2));

    try (RowSink sink = database.rows(COLLECTION).open(LINES, SECOND)) {
      write(sink, 1, 9, "of a lower definition");
      assertThat(name()).isEqualTo("first");
      write(sink, 2, 7, "replayed");
      assertThat(name()).isEqualTo("replayed");
    }
  }

  @Test
  void theyAreOfNoDefinitionThatOrdersByAColumn() {
    Mongosh.run(migration());
    String rule = "rows ordered by 'changed'";

    assertThatThrownBy(
            () ->
                database
                    .rows(COLLECTION)
                    .open(LINES, new DefinitionRegistry.Entry("orders", 1, rule)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(rule, "ordered by the record's time", "raise the version above 1");
    assertThat(database.collection(DefinitionRegistry.NAME).countDocuments()).isZero();

    database.rows(COLLECTION).open(LINES, new DefinitionRegistry.Entry("orders", 2, rule)).close();
    database.rows(COLLECTION).open(LINES, new DefinitionRegistry.Entry("orders", 2, rule)).close();
  }

  @Test
  void oneThatIsLeftOrComesLaterEndsTheRunAndTheStatementCanBeRunAgain() {
    Mongosh.run(migration());
    BsonDocument late = earlier();
    late.getDocument("_id").append("line_no", new BsonInt64(2));
    try (RowSink sink = database.rows(COLLECTION).open(LINES, SECOND)) {
      collection.insertOne(late);

      assertThatThrownBy(() -> write(sink, List.of(line(2, 2, 9, "newer"))))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageEndingWith(migration());
      assertThat(collection.find(Filters.eq("_id", late.get("_id"))).first()).isEqualTo(late);

      assertThat(Mongosh.run(migration())).isEqualTo(1);
      write(sink, List.of(line(2, 2, 9, "newer")));
      assertThat(collection.countDocuments(Filters.eq("name", "newer"))).isEqualTo(1);
    }
  }

  /** What that release does: see its CollectionOwnership, MongoRowSink and StoredVersion. */
  @Test
  void theEarlierReleaseRefusesTheCollectionAtOpenAndAtTheFirstKeyThatItMeets() {
    assertThat(earlierReleaseOpens()).as("its own").isTrue();
    assertThat(earlierReleaseReplaces(8)).as("its own").isTrue();
    Mongosh.run(migration());

    assertThat(earlierReleaseOpens()).as("stamped").isFalse();
    assertThat(earlierReleaseReplaces(9)).as("stamped").isFalse();

    try (RowSink sink = database.rows(COLLECTION).open(LINES, SECOND)) {
      write(sink, 2, 7, "corrected");
    }
    assertThat(earlierReleaseOpens()).as("written").isFalse();
    assertThat(earlierReleaseReplaces(9)).as("written").isFalse();
    assertThat(name()).isEqualTo("corrected");
    assertThat(collection.countDocuments()).isEqualTo(1);
  }

  private boolean earlierReleaseOpens() {
    return collection.find().first().get("rollcall") instanceof BsonDocument own
        && own.get("version") != null;
  }

  /** Its guarded upsert; if the key exists it reads the version back, and ends without one. */
  private boolean earlierReleaseReplaces(int offset) {
    BsonDocument document = earlier();
    BsonDocument version = document.getDocument("rollcall").getDocument("version");
    version.append("offset", new BsonInt64(offset));
    try {
      collection.replaceOne(
          new BsonDocument("_id", document.get("_id"))
              .append("rollcall.version", new BsonDocument("$lt", version)),
          document,
          new ReplaceOptions().upsert(true));
      return true;
    } catch (MongoWriteException duplicate) {
      assertThat(duplicate.getCode()).isEqualTo(11_000);
      assertThat(
              collection
                  .find(Filters.in("_id", document.get("_id")))
                  .projection(Projections.include("rollcall.version"))
                  .first()
                  .getDocument("rollcall", new BsonDocument()))
          .as("so it says that the collection is another application's")
          .doesNotContainKey("version");
      return false;
    }
  }

  private String refusal() {
    return Mongosh.statement(
        catchThrowable(() -> database.rows(COLLECTION).open(LINES, SECOND)).getMessage());
  }

  private String migration() {
    return EarlierRows.migration(collection.getNamespace());
  }

  private static void write(RowSink sink, int definition, long offset, String name) {
    write(sink, List.of(line(1, definition, offset, name)));
  }

  private static void write(RowSink sink, List<RowSink.VersionedRow> rows) {
    assertThat(sink.write(rows).rejections()).isEmpty();
  }

  private static RowSink.VersionedRow line(long line, int definition, long offset, String name) {
    return new RowSink.VersionedRow(
        Row.of(LINES, line, "a", name), new Row.Version(definition, NEW_YEAR, offset, 0));
  }

  private String name() {
    return collection.find().first().getString("name").getValue();
  }

  private static BsonDocument earlier() {
    return Golden.document("documents-0.1/line.json");
  }
}
