package dev.rollcall.mongo;

import static dev.rollcall.mongo.TestDatabase.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Filters;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import java.io.IOException;
import java.util.List;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins, which the stand-in for MongoDB does not know: a proxy before it answers them. */
class LoginIT {

  private static final Schema USERS =
      Schema.of(
          List.of(
              Column.of("user_id", ColumnType.INT64),
              Column.of("name", ColumnType.STRING),
              Column.decimal("balance", 40, 2)),
          "user_id");

  private TestDatabase database;
  private ReplyProxy proxy;
  private RowTarget target;

  @BeforeEach
  void start() {
    database = new TestDatabase();
    proxy = new ReplyProxy(database.port());
    String options = "authMechanism=PLAIN&authSource=$external";
    target =
        MongoRows.database(database.name())
            .collection("users")
            .connectionString(proxy.connectionString(options).replace("//", "//ada:s3cret@"));
  }

  @AfterEach
  void stop() {
    proxy.close();
    database.close();
  }

  @Test
  void aLoginThatIsRefusedFromTheStartEndsTheRunAndHidesThePassword() {
    proxy.play(LoginIT::refused);

    assertThatThrownBy(() -> target.open(USERS, OWNER))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("refuses the login; check user, password and authSource")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aLoginThatFailsBecauseTheServerStopsIsTriedAgain() {
    proxy.play((command, call) -> login(command, call, failure(91, "ShutdownInProgress")));

    assertThatThrownBy(() -> target.open(USERS, OWNER))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("91 ShutdownInProgress");
  }

  @Test
  void aLoginThatIsRefusedAfterOneThatWasNotIsTriedAgain() {
    proxy.play(LoginIT::accepted);
    try (RowSink sink = target.open(USERS, OWNER)) {
      sink.write(List.of(MongoRowSinkIT.row(1L, "Ada", 1)));
      proxy.play(LoginIT::refused);
      proxy.breakConnections();

      // the first call may find a connection broken, another has to log in
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 3; i++) {
                  try {
                    sink.write(List.of(MongoRowSinkIT.row(2L, "Bob", 1)));
                  } catch (TransientException broken) {
                    if (broken.getMessage().contains("login")) {
                      throw broken;
                    }
                  }
                }
              })
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("refuses the login, which it took before");

      proxy.play(LoginIT::accepted);
      sink.write(List.of(MongoRowSinkIT.row(2L, "Bob", 1)));
    }
    assertThat(database.collection("users").countDocuments(Filters.in("_id", 1L, 2L))).isEqualTo(2);
  }

  private static BsonDocument accepted(BsonDocument command, ReplyProxy.Call call)
      throws IOException {
    return login(
        command,
        call,
        new BsonDocument("ok", new BsonInt32(1))
            .append("conversationId", new BsonInt32(1))
            .append("done", BsonBoolean.TRUE)
            .append("payload", new BsonBinary(new byte[0])));
  }

  private static BsonDocument refused(BsonDocument command, ReplyProxy.Call call)
      throws IOException {
    return login(command, call, failure(18, "AuthenticationFailed"));
  }

  private static BsonDocument login(BsonDocument command, ReplyProxy.Call call, BsonDocument answer)
      throws IOException {
    return ReplyProxy.name(command).equals("saslStart") ? answer : call.forward();
  }

  private static BsonDocument failure(int code, String name) {
    return new BsonDocument("ok", new BsonInt32(0))
        .append("code", new BsonInt32(code))
        .append("codeName", new BsonString(name))
        .append("errmsg", new BsonString("no"));
  }
}
