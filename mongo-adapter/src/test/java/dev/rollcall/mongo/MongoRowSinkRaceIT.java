package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.client.model.Filters;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two upserts of a new key at once: MongoDB may refuse either with a duplicate-key error. The
 * stand-in for MongoDB does one thing at a time and never shows it, so the error is injected here.
 */
class MongoRowSinkRaceIT {

  private static final Schema USERS =
      Schema.of(
          List.of(Column.of("user_id", ColumnType.STRING), Column.of("name", ColumnType.STRING)),
          "user_id");

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
  void theNewerRowIsWrittenAgainWhenAnOlderOneWonTheRace() {
    Interference race =
        Interference.with("bulkWrite")
            .next(
                call -> {
                  sink(Interference.with("nothing")).write(List.of(row("a", "older", 1)));
                  throw refused(error(0, 11000, "E11000 ... index: _id_ dup key: { _id: \"a\" }"));
                });

    assertThat(sink(race).write(List.of(row("a", "newer", 2))).rejections()).isEmpty();

    assertThat(nameOf("a")).isEqualTo("newer");
    assertThat(race.calls()).isEqualTo(2);
  }

  @Test
  void theSameRowIsWrittenAgainWhenItWonTheRaceItself() {
    Interference race =
        Interference.with("bulkWrite")
            .next(
                call -> {
                  sink(Interference.with("nothing")).write(List.of(row("a", "damaged", 1)));
                  throw refused(error(0, 11000, "E11000 ... index: _id_ dup key: { _id: \"a\" }"));
                });

    assertThat(sink(race).write(List.of(row("a", "repaired", 1))).rejections()).isEmpty();

    assertThat(nameOf("a")).isEqualTo("repaired");
    assertThat(race.calls()).isEqualTo(2);
  }

  @Test
  void theRowOfAHigherDefinitionIsWrittenAgainWhenALaterOneOfALowerWonTheRace() {
    Interference race =
        Interference.with("bulkWrite")
            .next(
                call -> {
                  sink(Interference.with("nothing")).write(List.of(row("a", "lower", 9)));
                  throw refused(error(0, 11000, "E11000 ... index: _id_ dup key: { _id: \"a\" }"));
                });
    RowSink.VersionedRow higher =
        new RowSink.VersionedRow(
            Row.of(USERS, "a", "higher"), new Row.Version(2, Instant.EPOCH, 1, 0));

    assertThat(sink(race).write(List.of(higher)).rejections()).isEmpty();

    assertThat(nameOf("a")).isEqualTo("higher");
    assertThat(race.calls()).isEqualTo(2);
  }

  @Test
  void theOlderRowIsDoneWhenANewerOneWonTheRace() {
    Interference race =
        Interference.with("bulkWrite")
            .next(
                call -> {
                  sink(Interference.with("nothing")).write(List.of(row("a", "newer", 2)));
                  throw refused(error(0, 11000, "E11000 ... index: _id_ dup key: { _id: \"a\" }"));
                });

    assertThat(sink(race).write(List.of(row("a", "older", 1))).rejections()).isEmpty();

    assertThat(nameOf("a")).isEqualTo("newer");
    assertThat(race.calls()).isEqualTo(1);
  }

  @Test
  void aRefusedRowWhoseRivalIsDeletedIsWrittenAgain() {
    Interference race =
        Interference.with("bulkWrite")
            .next(call -> throwing(refused(error(0, 11000, "E11000 ... index: _id_ dup key: {}"))));

    assertThat(sink(race).write(List.of(row("a", "only", 1))).rejections()).isEmpty();

    assertThat(nameOf("a")).isEqualTo("only");
  }

  @Test
  void aKeyThatIsTakenByARowThatReadsDoNotShowYetIsTriedAgainLaterAndNotRejected() {
    Interference hidden = Interference.with("bulkWrite");
    for (int attempt = 0; attempt < 4; attempt++) {
      hidden.next(call -> throwing(refused(error(0, 11000, "E11000 ... index: _id_ dup key: {}"))));
    }

    assertThatThrownBy(() -> sink(hidden).write(List.of(row("a", "x", 1))))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("taken by a row that cannot be read");
  }

  @Test
  void aRowThatAnotherIndexRefusesIsRejectedAtOnceWhereTheIndexIsNamed() {
    Interference unique =
        Interference.with("bulkWrite")
            .next(call -> throwing(refused(error(0, 11000, "E11000 ... index: mail dup key: {}"))));

    assertThat(sink(unique).write(List.of(row("a", "x", 1))).rejections())
        .singleElement()
        .satisfies(rejection -> assertThat(rejection.reason()).contains("unique index (mail)"));
    assertThat(unique.calls()).isEqualTo(1);
  }

  @Test
  void aRowThatAValidatorRefusesIsRejectedAloneAndQuotesNothing() {
    Interference validator =
        Interference.with("bulkWrite")
            .next(
                call -> {
                  call.proceed();
                  throw refused(error(1, 121, "Document failed validation: secret name"));
                });

    List<RowSink.Rejection> rejections =
        sink(validator).write(List.of(row("a", "x", 1), row("b", "secret name", 1))).rejections();

    assertThat(rejections).extracting(RowSink.Rejection::index).containsExactly(1);
    assertThat(rejections.get(0).reason()).contains("validator").doesNotContain("secret name");
  }

  @Test
  void aStepDownWithinABulkIsTransientAndAnUnknownErrorFatal() {
    Interference failing =
        Interference.with("bulkWrite")
            .next(call -> throwing(refused(error(0, 189, "PrimarySteppedDown"))))
            .next(call -> throwing(refused(error(0, 4242, "what is this"))));
    RowSink sink = sink(failing);

    assertThatThrownBy(() -> sink.write(List.of(row("a", "x", 1))))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("189");
    assertThatThrownBy(() -> sink.write(List.of(row("a", "x", 1))))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("4242");
  }

  @Test
  void aBulkWithoutItsMajorityIsTransient() {
    Interference slow =
        Interference.with("bulkWrite")
            .next(
                call ->
                    throwing(
                        new MongoBulkWriteException(
                            BulkWriteResult.unacknowledged(),
                            List.of(),
                            new WriteConcernError(
                                64, "WriteConcernTimeout", "waiting timed out", new BsonDocument()),
                            new ServerAddress(),
                            Set.of())));

    assertThatThrownBy(() -> sink(slow).write(List.of(row("a", "x", 1))))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("majority");
  }

  private static Object throwing(Throwable failure) throws Throwable {
    throw failure;
  }

  private RowSink sink(Interference interference) {
    return new MongoRowSink(
        new MongoErrors("mongodb:users", ServerReports.none()),
        USERS,
        interference.on(database.collection("users")),
        DefinitionRegistry.NONE,
        () -> {});
  }

  private String nameOf(String id) {
    return database
        .collection("users")
        .find(Filters.eq("_id", id))
        .first()
        .getString("name")
        .getValue();
  }

  private static BulkWriteError error(int index, int code, String message) {
    return new BulkWriteError(code, message, new BsonDocument("quoted", new BsonInt32(1)), index);
  }

  private static MongoBulkWriteException refused(BulkWriteError error) {
    return new MongoBulkWriteException(
        BulkWriteResult.acknowledged(0, 0, 0, 0, List.of(), List.of()),
        List.of(error),
        null,
        new ServerAddress(),
        Set.of());
  }

  private static RowSink.VersionedRow row(String id, String name, long offset) {
    return new RowSink.VersionedRow(
        Row.of(USERS, id, name), new Row.Version(1, Instant.EPOCH, offset, 0));
  }
}
