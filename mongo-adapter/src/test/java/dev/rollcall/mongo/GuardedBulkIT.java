package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoSocketReadException;
import com.mongodb.ServerAddress;
import com.mongodb.client.model.IndexOptions;
import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a bulk that is rejected in part learns when others write between it and its re-read. */
class GuardedBulkIT {

  private static final Aggregation.Table TABLE =
      new Aggregation.Table(
          "counts",
          List.of(Column.of("country", ColumnType.STRING)),
          List.of(Column.of("count", ColumnType.INT64)));
  private static final AggregateKey FR = key("FR");
  private static final AggregateKey DE = key("DE");
  private static final Interference NONE = Interference.with("nothing");

  private TestDatabase database;

  @BeforeEach
  void makeDatabase() {
    database = new TestDatabase();
    writeTo(NONE, write(FR, null, "fr1"), write(DE, null, "de1"));
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void aBulkThatIsTakenWholeOrRejectedWholeIsNotReadBack() {
    Interference reads = Interference.with("find");

    assertThat(writeTo(reads, write(FR, "fr1", "fr2"), write(DE, "de1", "de2"))).isEmpty();
    assertThat(writeTo(reads, write(FR, "fr1", "fr3"), write(DE, "de1", "de3")))
        .containsExactlyInAnyOrder(FR, DE);

    assertThat(reads.calls()).isZero();
  }

  @Test
  void ofABulkTakenInPartTheStaleWriteIsNamed() {
    Interference reads = Interference.with("find");

    assertThat(writeTo(reads, write(FR, "fr1", "fr2"), write(DE, "stale", "de2")))
        .containsExactly(DE);

    assertThat(reads.calls()).isEqualTo(1);
  }

  @Test
  void aWriteThatAnotherReplacedBeforeTheReReadIsKnownToHaveTakenEffect() {
    Interference faster =
        Interference.with("find")
            .next(
                call -> {
                  writeTo(NONE, write(FR, "fr2", "fr3"));
                  return call.proceed();
                });

    assertThat(writeTo(faster, write(FR, "fr1", "fr2"), write(DE, "stale", "de2")))
        .containsExactly(DE);
  }

  @Test
  void aWriteThatWasReplacedTwiceBeforeTheReReadIsReportedForTheCallerToReadAgain() {
    Interference faster =
        Interference.with("find")
            .next(
                call -> {
                  writeTo(NONE, write(FR, "fr2", "fr3"));
                  writeTo(NONE, write(FR, "fr3", "fr4"));
                  return call.proceed();
                });

    assertThat(writeTo(faster, write(FR, "fr1", "fr2"), write(DE, "stale", "de2")))
        .containsExactlyInAnyOrder(FR, DE);
  }

  @Test
  void aConnectionThatBreaksIsTransient() {
    Interference broken =
        Interference.with("bulkWrite")
            .next(
                call -> {
                  throw new MongoSocketReadException("reset", new ServerAddress());
                });

    assertThatThrownBy(() -> writeTo(broken, write(FR, "fr1", "fr2")))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("mongodb:test.counts");
  }

  @Test
  void aLostAcknowledgementIsTransientAndTheSameWriteIsThenRejected() {
    Interference broken =
        Interference.with("bulkWrite")
            .next(
                call -> {
                  call.proceed();
                  throw new MongoSocketReadException("reset", new ServerAddress());
                });

    assertThatThrownBy(() -> writeTo(broken, write(FR, "fr1", "fr2"), write(DE, "stale", "de2")))
        .isInstanceOf(TransientException.class);

    assertThat(writeTo(NONE, write(FR, "fr1", "fr2"), write(DE, "de1", "de2")))
        .as("taken in part now, so that revisions are read back and FR's is found in effect")
        .isEmpty();
    assertThat(writeTo(NONE, write(FR, "fr1", "fr2"))).containsExactly(FR);
  }

  @Test
  void anotherUniqueIndexThatRefusesAReplacementEndsTheRun() {
    database
        .collection("counts")
        .createIndex(
            new BsonDocument("country", new BsonInt32(1)),
            new IndexOptions().unique(true).name("one_per_country"));
    AggregateStore.Write clash =
        new AggregateStore.Write(
            FR, "fr1", "fr2", new byte[0], Map.of("country", "DE", "count", 1L));

    assertThatThrownBy(() -> writeTo(NONE, clash))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("unique index (one_per_country)");
  }

  @Test
  void anotherUniqueIndexThatRefusesAnInsertEndsTheRunToo() {
    database
        .collection("counts")
        .createIndex(
            new BsonDocument("country", new BsonInt32(1)),
            new IndexOptions().unique(true).name("one per country"));
    AggregateStore.Write clash =
        new AggregateStore.Write(
            key("IT"), null, "it1", new byte[0], Map.of("country", "DE", "count", 1L));

    assertThatThrownBy(() -> writeTo(NONE, clash))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("unique index (one per country)")
        .hasMessageNotContaining("DE");
    assertThat(writeTo(NONE, write(FR, null, "late"))).as("of the key").containsExactly(FR);
  }

  private Set<AggregateKey> writeTo(Interference interference, AggregateStore.Write... writes) {
    return new GuardedBulk(
            new MongoErrors("mongodb:test.counts", ServerReports.none()),
            new DocumentLayout(TABLE),
            List.of(writes))
        .writeTo(interference.on(database.collection("counts")));
  }

  private static AggregateKey key(String country) {
    return new AggregateKey("test", "counts", List.of(country), null);
  }

  private static AggregateStore.Write write(AggregateKey key, String expected, String revision) {
    return new AggregateStore.Write(
        key,
        expected,
        revision,
        new byte[] {1},
        Map.of("country", String.valueOf(key.group().get(0)), "count", 1L));
  }
}
