package dev.rollcall.mongo;

import static dev.rollcall.mongo.TestDatabase.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import java.io.IOException;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Collections as the stand-in for MongoDB cannot make them: a proxy before it describes them. */
class CollectionCheckIT {

  private static final Aggregation.Table COUNTS =
      new Aggregation.Table(
          "people",
          List.of(Column.of("country", ColumnType.STRING)),
          List.of(Column.of("count", ColumnType.INT64)));

  private TestDatabase database;
  private ReplyProxy proxy;

  @BeforeEach
  void start() {
    database = new TestDatabase();
    proxy = new ReplyProxy(database.port());
  }

  @AfterEach
  void stop() {
    proxy.close();
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: 'collection', options: {collation: {locale: 'en', strength: 2}}} | has a collation (locale en)",
        "{type: 'collection', options: {collation: {locale: 'fr', strength: 3}}} | has a collation (locale fr)",
        "{type: 'collection', options: {capped: true, size: 4096}} | is capped",
        "{type: 'view', options: {viewOn: 'x', pipeline: []}} | got a view",
        "{type: 'timeseries', options: {timeseries: {timeField: 't'}}} | got a timeseries"
      })
  void aCollectionThatDoesNotKeepOneDocumentPerKeyIsRefused(String description, String fault) {
    describe(BsonDocument.parse(description));

    assertThatThrownBy(() -> rows(ColumnType.STRING))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(database.name() + ".people")
        .hasMessageContaining(fault);
    assertThatThrownBy(this::aggregates)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(fault);
  }

  @Test
  void aCollationDoesNotTouchKeysWithoutText() {
    describe(
        BsonDocument.parse(
            "{type: 'collection', options: {collation: {locale: 'en', strength: 1}}}"));

    assertThatCode(() -> rows(ColumnType.INT64)).doesNotThrowAnyException();
    assertThatThrownBy(() -> rows(ColumnType.DATE)).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void aSimpleCollationAndAPlainCollectionAreTaken() {
    describe(BsonDocument.parse("{type: 'collection', options: {collation: {locale: 'simple'}}}"));
    assertThatCode(() -> rows(ColumnType.STRING)).doesNotThrowAnyException();
    describe(BsonDocument.parse("{type: 'collection', options: {capped: false}}"));
    assertThatCode(this::aggregates).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{country: 1} | country", "{_id: 1, country: 1} | _id, country"})
  void aShardKeyOtherThanTheIdIsRefused(String key, String named) {
    shard(BsonDocument.parse(key));

    assertThatThrownBy(() -> rows(ColumnType.STRING))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is sharded by " + named + ", expected by _id alone");
    assertThatThrownBy(this::aggregates).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void shardedByTheIdIsTakenAndSoIsACollectionThatIsNotSharded() {
    shard(BsonDocument.parse("{_id: 'hashed'}"));
    assertThatCode(() -> rows(ColumnType.STRING)).doesNotThrowAnyException();
    shard(null);
    assertThatCode(this::aggregates).doesNotThrowAnyException();
  }

  @Test
  void whoMayNotLookGoesOn() {
    proxy.play(
        (command, call) ->
            ReplyProxy.name(command).equals("listCollections")
                ? BsonDocument.parse("{ok: 0, code: 13, codeName: 'Unauthorized', errmsg: 'no'}")
                : call.forward());

    assertThatCode(() -> rows(ColumnType.STRING)).doesNotThrowAnyException();
  }

  private void describe(BsonDocument description) {
    proxy.play(
        (command, call) -> {
          if (!ReplyProxy.name(command).equals("listCollections")) {
            return call.forward();
          }
          assertThat(command.getDocument("filter"))
              .isEqualTo(new BsonDocument("name", new BsonString("people")));
          return cursor(description.append("name", new BsonString("people")));
        });
  }

  /** As a router of shards answers. */
  private void shard(BsonDocument key) {
    proxy.play(
        (command, call) -> {
          if (ReplyProxy.isHello(command)) {
            return call.forward().append("msg", new BsonString("isdbgrid"));
          }
          return ReplyProxy.name(command).equals("find")
                  && command.getString("find").getValue().equals("collections")
              ? shardKey(command, key)
              : call.forward();
        });
  }

  private BsonDocument shardKey(BsonDocument command, BsonDocument key) throws IOException {
    String id = database.name() + ".people";
    assertThat(command.getString("$db").getValue()).isEqualTo("config");
    assertThat(command.getDocument("filter").toString()).contains(id);
    return key == null
        ? cursor()
        : cursor(new BsonDocument("_id", new BsonString(id)).append("key", key));
  }

  private static BsonDocument cursor(BsonDocument... documents) {
    return new BsonDocument("ok", new BsonInt32(1))
        .append(
            "cursor",
            new BsonDocument("id", new BsonInt64(0))
                .append("ns", new BsonString("d.c"))
                .append("firstBatch", new BsonArray(List.of(documents))));
  }

  private void rows(ColumnType key) {
    Schema schema = Schema.of(List.of(Column.of("key", key)), "key");
    RowSink sink =
        MongoRows.database(database.name())
            .collection("people")
            .connectionString(proxy.connectionString(""))
            .open(schema, OWNER);
    sink.close();
  }

  private void aggregates() {
    AggregateStore store =
        MongoAggregates.database(database.name())
            .connectionString(proxy.connectionString(""))
            .open(List.of(COUNTS));
    store.close();
  }
}
