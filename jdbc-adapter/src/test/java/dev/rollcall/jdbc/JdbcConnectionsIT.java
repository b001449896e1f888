package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.SharedResources;
import dev.rollcall.jdbc.JdbcConnector.Connected;
import dev.rollcall.testkit.server.TestServers;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdbcConnectionsIT {

  private final Deque<Runnable> later = new ArrayDeque<>();
  private final SharedResources<JdbcAddress, Connected> shared =
      new SharedResources<>(Connected::close, later::add);
  private final JdbcAddress address =
      JdbcAddress.DEFAULT.withUrl(TestServers.postgres().jdbcUrl()).withMaxConnections(2);

  @Test
  void targetsOfOneAddressShareAPoolThatOutlivesTheLastOfThemForAWhile() throws SQLException {
    JdbcConnections first = acquire(address);
    JdbcConnections second = acquire(address);
    assertThat(second.pool()).isSameAs(first.pool());

    first.close();
    first.close();
    assertThat(answer(second)).isEqualTo(1);
    second.close();
    JdbcConnections third = acquire(address);
    later.remove().run();
    assertThat(third.pool()).isSameAs(first.pool());
    assertThat(answer(third)).isEqualTo(1);

    third.close();
    later.remove().run();
    JdbcConnections fourth = acquire(address);
    assertThat(fourth.pool()).isNotSameAs(first.pool());
    assertThatThrownBy(() -> answer(third)).isInstanceOf(FatalException.class);
    fourth.close();
    later.remove().run();
  }

  @Test
  void aTransactionThatFailsLeavesNothingAndTheConnectionIsUsedAgain() throws SQLException {
    try (TestSchema database = TestSchema.onPostgres();
        JdbcConnections pool =
            acquire(JdbcAddress.DEFAULT.withUrl(database.url()).withMaxConnections(1))) {
      database.execute("CREATE TABLE numbers (number int PRIMARY KEY)");
      assertThatThrownBy(
              () ->
                  pool.transaction(
                      "test",
                      connection -> {
                        connection.createStatement().execute("INSERT INTO numbers VALUES (1)");
                        connection.createStatement().execute("INSERT INTO numbers VALUES (1)");
                        return 0;
                      }))
          .isInstanceOf(SQLException.class);

      assertThat(database.count("numbers")).isZero();
      boolean commits = pool.run("test", connection -> connection.getAutoCommit());
      assertThat(commits).isTrue();
    }
  }

  @Test
  void acknowledgedIsDurableWhateverTheServersDefaultIs() throws SQLException {
    JdbcConnections pool = acquire(address);
    List<String> settings =
        List.of(text(pool, "SHOW synchronous_commit"), text(pool, "SHOW transaction_isolation"));
    assertThat(settings).containsExactly("on", "read committed");
    pool.close();
  }

  @Test
  void aLockIsGivenUpBeforeTheConnectionIsAndSoonerIfTheUserSaysSo() throws SQLException {
    String own = TestServers.postgres().jdbcUrl();
    own += (own.contains("?") ? "&" : "?") + "options=-c%20lock_timeout=7s";
    try (JdbcConnections pool = acquire(address);
        JdbcConnections sooner = acquire(address.withUrl(own))) {
      assertThat(text(pool, "SHOW lock_timeout")).isEqualTo("20s");
      assertThat(text(sooner, "SHOW lock_timeout")).isEqualTo("7s");
    }
  }

  @Test
  void aPoolThatIsUsedUpIsNotToldAsAServerThatIsAway() throws SQLException {
    try (JdbcConnections pool = acquire(address.withMaxConnections(1))) {
      pool.run(
          "test",
          held ->
              assertThatThrownBy(() -> answer(pool))
                  .isInstanceOfSatisfying(
                      SQLException.class,
                      busy ->
                          assertThat(JdbcErrors.of("test", busy))
                              .isInstanceOf(TransientException.class)
                              .hasMessage(
                                  "test: all 1 connections of this JVM are in use and none came"
                                      + " free within 6 s; raise maxConnections, or let fewer"
                                      + " targets and partitions share them")));
      assertThat(answer(pool)).isEqualTo(1);
    }
  }

  @Test
  void aSinkThatIsClosedSaysSo() {
    try (TestSchema database = TestSchema.onPostgres()) {
      RowSink sink =
          database.rows("closing").autoCreate().open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER);
      sink.close();
      assertThatThrownBy(() -> sink.write(List.of(JdbcRowsTests.user("a", "Ada", 1))))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("closed");
    }
  }

  private JdbcConnections acquire(JdbcAddress at) {
    return JdbcConnections.acquire(at, shared);
  }

  private static int answer(JdbcConnections pool) throws SQLException {
    return Integer.parseInt(text(pool, "SELECT 1"));
  }

  private static String text(JdbcConnections pool, String sql) throws SQLException {
    return pool.run(
        "test",
        connection -> {
          try (var statement = connection.createStatement();
              var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
          }
        });
  }
}
