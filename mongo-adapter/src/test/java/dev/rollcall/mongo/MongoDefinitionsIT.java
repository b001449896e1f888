package dev.rollcall.mongo;

import static dev.rollcall.mongo.TestDatabase.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.DefinitionRegistry.Entry;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which definitions write a collection, as it is kept beside it. */
class MongoDefinitionsIT {

  private static final Entry FIRST = new Entry("visits", 1);
  private static final Entry SECOND = new Entry("visits", 2);
  private static final Schema USERS =
      Schema.of(List.of(Column.of("user_id", ColumnType.INT64)), "user_id");

  private TestDatabase database;

  @BeforeEach
  void makeDatabase() {
    database = new TestDatabase();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void theDocumentIsAStoredForm() {
    assertThat(definitions("users").replace(null, FIRST)).isTrue();

    assertThat(stored().find().first().toJson())
        .isEqualTo(Golden.document("documents-with-definition/definition.json").toJson());
  }

  @Test
  void anEntryIsAddedOnceAndReplacedOnlyIfItIsTheOneThatWasRead() {
    MongoDefinitions users = definitions("users");

    assertThat(users.entries()).isEmpty();
    assertThat(users.replace(SECOND, FIRST)).as("there is none").isFalse();
    assertThat(users.replace(null, FIRST)).isTrue();
    assertThat(users.replace(null, SECOND)).as("added by another").isFalse();
    assertThat(users.replace(FIRST, SECOND)).isTrue();
    assertThat(users.replace(FIRST, new Entry("visits", 3))).as("another by now").isFalse();
    assertThat(users.replace(null, new Entry("sales", 7))).isTrue();
    assertThat(users.entries()).containsExactlyInAnyOrder(SECOND, new Entry("sales", 7));
    assertThat(definitions("Users").entries()).as("another collection").isEmpty();
    assertThat(stored().countDocuments()).isEqualTo(2);
  }

  @Test
  void ofManyThatReplaceOneEntryOneSucceeds() {
    MongoDefinitions users = definitions("users");
    for (int round = 1; round < 20; round++) {
      Entry found = round == 1 ? null : new Entry("visits", round - 1);
      Entry next = new Entry("visits", round);
      assertThat(IntStream.range(0, 8).parallel().filter(i -> users.replace(found, next)).count())
          .as("round %d", round)
          .isOne();
    }
  }

  @Test
  void anEntryThatWasDamagedIsNamedAndNotReadAsNone() {
    stored().insertOne(BsonDocument.parse("{_id: {target: 'users', pipeline: 'visits'}}"));

    assertThatThrownBy(() -> database.rows("users").open(USERS, FIRST))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "users", "rollcall_definitions", "without a pipeline, a version or details");
  }

  @Test
  void aCollectionThatDoesNotFitIsNotEntered() {
    database.collection("users").insertOne(BsonDocument.parse("{_id: 1, name: 'Eve'}"));

    assertThatThrownBy(() -> database.rows("users").open(USERS, FIRST))
        .isInstanceOf(ConfigurationException.class);
    assertThat(stored().countDocuments()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"find", "insert", "update"})
  void aUserWhoMayUseTheCollectionOnlyIsToldWhatToGrant(String denied) {
    if (denied.equals("update")) {
      database.rows("users").open(USERS, FIRST).close();
    }
    try (ReplyProxy proxy = new ReplyProxy(database.port())) {
      proxy.play(
          (command, call) ->
              isOf(command, denied)
                  ? BsonDocument.parse(
                      "{ok: 0, code: 13, codeName: 'Unauthorized', errmsg: 'not authorized'}")
                  : call.forward());

      assertThatThrownBy(() -> rows(proxy).open(USERS, SECOND))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll(
              "mongodb:" + database.name() + ".users",
              "db.grantPrivilegesToRole(",
              "db: \"" + database.name() + "\", collection: \"rollcall_definitions\"",
              "\"find\", \"insert\", \"update\"");
    }
  }

  @Test
  void anEntryWithoutItsMajorityIsTriedAgain() {
    try (ReplyProxy proxy = new ReplyProxy(database.port())) {
      LostMajority fault = new LostMajority(1, true);
      proxy.play(fault);

      assertThatThrownBy(() -> rows(proxy).open(USERS, OWNER))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("majority");
      assertThatCode(() -> rows(proxy).open(USERS, OWNER).close()).doesNotThrowAnyException();
      assertThat(fault.timeouts()).isOne();
    }
    assertThat(definitions("users").entries()).containsExactly(OWNER);
  }

  @Test
  void itIsWrittenByMajorityWithTheJournal() {
    try (ReplyProxy proxy = new ReplyProxy(database.port())) {
      proxy.play(
          (command, call) -> {
            if (isOf(command, "insert") || isOf(command, "update")) {
              BsonDocument concern = command.getDocument("writeConcern");
              assertThat(concern.get("w")).isEqualTo(new BsonString("majority"));
              assertThat(concern.get("j")).isEqualTo(BsonBoolean.TRUE);
            }
            return call.forward();
          });

      rows(proxy).open(USERS, FIRST).close();
      rows(proxy).open(USERS, SECOND).close();
    }
    assertThat(stored().find().first().get("version")).isEqualTo(new BsonInt32(2));
  }

  private static boolean isOf(BsonDocument command, String name) {
    BsonValue collection = command.get(name);
    return ReplyProxy.name(command).equals(name)
        && new BsonString(DefinitionRegistry.NAME).equals(collection);
  }

  private MongoRows rows(ReplyProxy proxy) {
    return MongoRows.database(database.name())
        .collection("users")
        .connectionString(proxy.connectionString(""));
  }

  private MongoDefinitions definitions(String target) {
    return new MongoDefinitions(
        new MongoErrors("mongodb:" + target, ServerReports.none()),
        stored(),
        target,
        Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));
  }

  private MongoCollection<BsonDocument> stored() {
    return database.collection(DefinitionRegistry.NAME);
  }
}
