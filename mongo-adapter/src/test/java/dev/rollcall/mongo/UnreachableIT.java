package dev.rollcall.mongo;

import static dev.rollcall.mongo.TestDatabase.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why a server cannot be used: the driver says the same of all of them. */
class UnreachableIT {

  private static final Schema USERS =
      Schema.of(List.of(Column.of("user_id", ColumnType.INT64)), "user_id");

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

  @Test
  void aServerThatIsDownIsSaidToBeDown() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }

    assertThat(trouble("mongodb://127.0.0.1:" + nobody + "/?"))
        .contains("127.0.0.1:" + nobody + ": it is down, or nothing listens there")
        .doesNotContain("TLS", "replica set");
  }

  @Test
  void aHostWithoutAnAddressIsSaidToBeUnknown() {
    assertThat(trouble("mongodb://nowhere.invalid:27017/?")).contains("name is not known");
  }

  @Test
  void tlsToAServerThatSpeaksNoneIsSaid() {
    assertThat(trouble(proxy.connectionString("tls=true&")))
        .contains("TLS")
        .doesNotContain("down", "replica set");
  }

  @Test
  void aServerThatClosesConnectionsMayWantTls() {
    proxy.play(
        (command, call) -> {
          throw new IOException("a server that requires TLS closes those without");
        });

    assertThat(trouble(proxy.connectionString("")))
        .contains("it closes connections; does it want TLS (tls=true)?")
        .doesNotContain("down", "replica set");
  }

  @Test
  void aServerOfNoReplicaSetIsSaidToBeThat() {
    assertThat(trouble(proxy.connectionString("replicaSet=rs0&")))
        .contains("got no replica set, expected the replica set 'rs0'")
        .doesNotContain("down", "TLS");
  }

  @Test
  void aServerOfAnotherReplicaSetIsSaidToBeThat() {
    proxy.play(
        (command, call) -> {
          BsonDocument reply = call.forward();
          return ReplyProxy.isHello(command)
              ? reply.append("setName", new BsonString("other"))
              : reply;
        });

    assertThat(trouble(proxy.connectionString("replicaSet=rs0&")))
        .contains("got replica set 'other', expected the replica set 'rs0'")
        .doesNotContain("down", "TLS");
  }

  private String trouble(String connectionString) {
    Throwable failure =
        catchThrowable(
            () ->
                MongoRows.database(database.name())
                    .collection("users")
                    .connectionString(connectionString + "serverSelectionTimeoutMS=1500")
                    .open(USERS, OWNER));
    assertThat(failure).isInstanceOf(TransientException.class);
    return failure.getMessage();
  }
}
