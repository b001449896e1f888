package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaximumSizeExceededException;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoErrorsTest {

  private static final String WHERE = "mongodb:users_db.users";
  private static final MongoErrors ERRORS = new MongoErrors(WHERE, ServerReports.none());
  private static final ServerAddress HOST = new ServerAddress("db1");
  private static final MongoCredential ADA =
      MongoCredential.createCredential("ada", "admin", "s3cret".toCharArray());

  static Stream<Arguments> failures() {
    MongoException labelled = new MongoException(4243, "dup key: { name: \"Eve\" }");
    labelled.addLabel("RetryableWriteError");
    RuntimeException socket = new MongoSocketOpenException("refused", HOST);
    return Stream.of(
        Arguments.of(socket, TransientException.class),
        Arguments.of(new MongoTimeoutException("userName='ada', Eve"), TransientException.class),
        Arguments.of(
            new MongoNotPrimaryException(answer(10107, "NotWritablePrimary"), HOST),
            TransientException.class),
        Arguments.of(command(112, "WriteConflict"), TransientException.class),
        Arguments.of(labelled, TransientException.class),
        Arguments.of(new MongoSecurityException(ADA, "ada", socket), TransientException.class),
        Arguments.of(new MongoSecurityException(ADA, "ada"), FatalException.class),
        Arguments.of(login(18, "AuthenticationFailed"), FatalException.class),
        Arguments.of(login(91, "ShutdownInProgress"), TransientException.class),
        Arguments.of(login(11600, "InterruptedAtShutdown"), TransientException.class),
        Arguments.of(login(13436, "NotPrimaryOrSecondary"), TransientException.class),
        Arguments.of(login(262, "ExceededTimeLimit"), TransientException.class),
        Arguments.of(command(13, "Unauthorized"), FatalException.class),
        Arguments.of(command(4242, "Unheard"), FatalException.class),
        Arguments.of(command(10334, "BSONObjectTooLarge"), FatalException.class),
        Arguments.of(new BsonMaximumSizeExceededException("Eve"), FatalException.class),
        Arguments.of(new MongoConfigurationException("ada"), ConfigurationException.class),
        Arguments.of(new MongoClientException("Eve"), FatalException.class),
        Arguments.of(new IllegalStateException("Eve"), FatalException.class));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyFailureHasAKindAndSaysWhereWithoutQuotingAnything(
      RuntimeException failure, Class<? extends RollcallException> kind) {
    RollcallException error = ERRORS.of(failure);

    assertThat(error).isInstanceOf(kind).hasMessageStartingWith(WHERE + ": ");
    for (Throwable e = error; e != null; e = e.getCause()) {
      assertThat(e.getMessage()).doesNotContain("ada", "s3cret", "Eve");
    }
  }

  @Test
  void anErrorThatHasAKindKeepsIt() {
    DataException known = new DataException("known");

    assertThat(ERRORS.of(known)).isSameAs(known);
  }

  @Test
  void anInterruptIsTransientAndNotForgotten() {
    RollcallException error =
        ERRORS.of(new MongoInterruptedException("stop", new InterruptedException()));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(error).isInstanceOf(TransientException.class);
  }

  @Test
  void theReasonOfARejectionNamesTheIndexAndNoValue() {
    BulkWriteError duplicate =
        new BulkWriteError(
            11000,
            "E11000 duplicate key error collection: d.c index: one_name dup key: { name: \"Eve\" }",
            new BsonDocument(),
            0);
    BulkWriteError large = new BulkWriteError(17419, "Eve", new BsonDocument(), 0);

    assertThat(ERRORS.reason(duplicate)).contains("(one_name)").doesNotContain("Eve");
    assertThat(ERRORS.reason(large)).contains("over 16 MB").doesNotContain("Eve");
    assertThat(MongoErrors.isDuplicateKey(duplicate)).isTrue();
    assertThat(MongoErrors.isOfData(large)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {11601, 175, 237, 365, 202, 217, 225, 246, 402, 406, 407, 412, 433, 449, 43, 453, 462})
  void aCodeThatPassesIsTransientAndHasItsName(int code) {
    RollcallException ofCommand = ERRORS.of(command(code, ""));
    RollcallException ofWrite = ERRORS.of(new BulkWriteError(code, "Eve", new BsonDocument(), 0));

    assertThat(ofCommand).isInstanceOf(TransientException.class);
    assertThat(ofWrite)
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("code " + ServerCode.text(code));
    assertThat(ServerCode.text(code)).matches(code + " [A-Z][A-Za-z]+");
  }

  @Test
  void aCodeIsSpeltAsTheServerSpellsIt() {
    assertThat(ServerCode.text(11602)).isEqualTo("11602 InterruptedDueToReplStateChange");
    assertThat(ServerCode.text(365)).isEqualTo("365 TemporarilyUnavailable");
    assertThat(ServerCode.text(50)).isEqualTo("50 MaxTimeMSExpired");
    assertThat(ServerCode.text(230)).isEqualTo("230 DNSHostNotFound");
    assertThat(ServerCode.text(10334)).isEqualTo("10334 BSONObjectTooLarge");
    assertThat(ServerCode.text(10045600)).isEqualTo("10045600 InterruptedDueToFCVChange");
    assertThat(ServerCode.text(4242)).isEqualTo("4242");
  }

  @ParameterizedTest
  @CsvSource({
    "E11000 duplicate key error collection: d.c index: _id_ dup key: { _id: \"Eve\" },true,false",
    "E11000 duplicate key error collection: d.c index: by mail dup key: { m: 1 },false,true",
    "Duplicate key violation on the requested collection: Index '_id_',true,false",
    "Duplicate key violation on the requested collection: Index 'by_mail',false,true",
    "E11000 duplicate key error collection: d.c Failed _id or unique index constraint.,false,false",
    "E11000 duplicate key error collection: d.c dup key: { _id: 1 },false,false"
  })
  void theIndexThatRefusesIsKnownWhereTheServerNamesIt(
      String message, boolean ofTheKey, boolean ofAnother) {
    BulkWriteError error = new BulkWriteError(11000, message, new BsonDocument(), 0);

    assertThat(MongoErrors.isOfTheKey(error)).isEqualTo(ofTheKey);
    assertThat(MongoErrors.isOfAnotherIndex(error)).isEqualTo(ofAnother);
    assertThat(ERRORS.reason(error)).doesNotContain("Eve");
  }

  private static MongoSecurityException login(int code, String name) {
    return new MongoSecurityException(ADA, "ada", command(code, name));
  }

  private static MongoCommandException command(int code, String name) {
    return new MongoCommandException(answer(code, name), HOST);
  }

  private static BsonDocument answer(int code, String name) {
    return new BsonDocument("ok", new BsonInt32(0))
        .append("code", new BsonInt32(code))
        .append("codeName", new BsonString(name))
        .append("errmsg", new BsonString("s3cret of Eve"));
  }
}
