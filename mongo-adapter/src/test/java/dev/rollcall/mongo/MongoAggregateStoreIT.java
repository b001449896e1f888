package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Filters;
import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.testkit.contract.AggregateStoreContract;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The contract against the stand-in for MongoDB (or a MongoDB that is named), and what is
 * MongoDB's.
 */
class MongoAggregateStoreIT extends AggregateStoreContract {

  private static final Aggregation.Table TABLE =
      new Aggregation.Table(
          "users_by_gender",
          List.of(Column.of("gender", ColumnType.STRING)),
          List.of(Column.of("count", ColumnType.INT64), Column.decimal("mean_age", 38, 2)));

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
  protected AggregateStore open(List<Aggregation.Table> tables) {
    return database.aggregates().open(tables);
  }

  @Override
  protected AggregateTarget target() {
    return database.aggregates();
  }

  @Override
  protected Optional<Map<String, Object>> result(Aggregation.Table table, AggregateKey key) {
    try (MongoAggregateReader reader = database.aggregates().read()) {
      return reader.result(table, key);
    }
  }

  @Override
  protected void remove(AggregateKey key) {
    database.collection(key.aggregation()).deleteOne(Filters.eq("_id", key.id()));
  }

  @Test
  void aDocumentIsReadableAtItsTopAndKeepsRollcallsFieldsApart() {
    AggregateKey key = key("reading", "male");
    try (AggregateStore store = open(List.of(TABLE));
        MongoAggregateReader reader = database.aggregates().read()) {
      store.compareAndSet(List.of(write(key, null, "r1", new byte[] {1})));
      store.compareAndSet(List.of(write(key, "r1", "r2", new byte[] {1, 2})));

      BsonDocument stored =
          database.collection(TABLE.aggregation()).find(Filters.eq("_id", key.id())).first();
      assertThat(stored.keySet()).containsExactly("_id", "gender", "count", "mean_age", "rollcall");
      assertThat(stored.getDocument("rollcall").keySet())
          .containsExactly("pipeline", "revision", "previous", "state");
      MongoAggregateDocument document =
          reader.documents(TABLE.aggregation()).stream()
              .filter(d -> d.id().equals(key.id()))
              .findFirst()
              .orElseThrow();
      assertThat(document.pipeline()).isEqualTo("reading");
      assertThat(document.revision()).isEqualTo("r2");
      assertThat(document.state()).containsExactly(1, 2);
      assertThat(document.result()).containsEntry("gender", "male").containsEntry("count", 3L);
      assertThat(reader.results(TABLE.aggregation())).contains(document.result());
      assertThat(reader.results(TABLE)).contains(write(key, null, "", new byte[0]).result());
      assertThat(document).hasToString(key.id() + "@r2");
    }
  }

  @Test
  void aStateOverSixteenMegabytesEndsTheRunAndSaysWhatToDo() {
    AggregateStore.Write large =
        write(key("large", "male"), null, "r1", new byte[MongoErrors.MAX_DOCUMENT_BYTES]);
    try (AggregateStore store = open(List.of(TABLE))) {
      assertThatThrownBy(() -> store.compareAndSet(List.of(large)))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("users_by_gender")
          .hasMessageContaining("over 16 MB")
          .hasMessageContaining("shorter window");
      assertThat(store.load(List.of(large.key()))).isEmpty();
    }
  }

  @Test
  void aCollectionOfOtherDocumentsIsNotTouched() {
    Aggregation.Table foreign =
        new Aggregation.Table("customers", TABLE.groupColumns(), TABLE.measureColumns());
    database.collection("customers").insertOne(new BsonDocument("_id", new BsonInt32(1)));

    assertThatThrownBy(() -> open(List.of(foreign)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(database.name() + ".customers")
        .hasMessageContaining("rollcall.revision")
        .hasMessageContaining("another collection");
  }

  @Test
  void aDocumentThatLostItsStateEndsTheRun() {
    AggregateKey key = key("spoiled", "male");
    database
        .collection(TABLE.aggregation())
        .insertOne(new BsonDocument("_id", new BsonString(key.id())));
    try (AggregateStore store =
        MongoAggregateStore.openUnchecked(
            "mongodb:test", MongoConnections.acquire(address()), List.of(TABLE))) {
      assertThatThrownBy(() -> store.load(List.of(key)))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("rebuild it by replay");
    } finally {
      remove(key);
    }
  }

  @Test
  void anAggregationThatWasNotDeclaredIsRefused() {
    try (AggregateStore store = open(List.of(TABLE))) {
      assertThatThrownBy(
              () -> store.load(List.of(new AggregateKey("p", "other", List.of("x"), null))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[users_by_gender]");
    }
  }

  @Test
  void halvesOfSurrogatePairsAreGroupsOfTheirOwnAndShownAsReplacements() {
    AggregateKey high = key("halves", "\uD83D");
    AggregateKey low = key("halves", "\uDE00");
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("gender", "\uD83D");
    shown.put("count", 1L);
    try (AggregateStore store = open(List.of(TABLE))) {
      assertThat(
              store.compareAndSet(
                  List.of(
                      new AggregateStore.Write(high, null, "h1", new byte[] {1}, shown),
                      new AggregateStore.Write(low, null, "l1", new byte[] {2}, shown))))
          .isEmpty();
      assertThat(store.load(List.of(high, low))).hasSize(2);
    }
    assertThat(result(TABLE, high).orElseThrow()).containsEntry("gender", "\uFFFD");
  }

  @Test
  void aReaderOfResultsTriesAgainAndEndsWhatDoesNotPass() {
    AggregateKey key = key("read again", "male");
    try (AggregateStore store = open(List.of(TABLE))) {
      store.compareAndSet(List.of(write(key, null, "r1", new byte[] {1})));
    }
    AtomicInteger away = new AtomicInteger();
    AtomicInteger code = new AtomicInteger(11602);
    try (ReplyProxy proxy = new ReplyProxy(database.port());
        MongoAggregateReader reader =
            MongoAggregates.database(database.name())
                .connectionString(proxy.connectionString("retryReads=false"))
                .read()) {
      proxy.play(
          (command, call) ->
              ReplyProxy.name(command).equals("find") && away.getAndDecrement() > 0
                  ? new BsonDocument("ok", new BsonInt32(0))
                      .append("code", new BsonInt32(code.get()))
                  : call.forward());
      away.set(3);
      assertThat(reader.result(TABLE, key)).isPresent();

      away.set(1);
      code.set(13);
      assertThatThrownBy(() -> reader.result(TABLE, key))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("13 Unauthorized");
    }
  }

  private static MongoAddress address() {
    return new MongoAddress(database.name(), TestDatabase.connectionString());
  }

  private static AggregateKey key(String pipeline, String gender) {
    return new AggregateKey(pipeline, TABLE.aggregation(), List.of(gender), null);
  }

  private static AggregateStore.Write write(
      AggregateKey key, String expected, String revision, byte[] state) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("gender", "male");
    result.put("count", 3L);
    result.put("mean_age", new BigDecimal("41.50"));
    return new AggregateStore.Write(key, expected, revision, state, result);
  }
}
