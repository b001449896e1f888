package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed, cuts connections or refuses the login. */
@Tag("long")
class PostgresOutageIT {

  private static final Aggregation.Table TABLE =
      new Aggregation.Table(
          "users_by_gender",
          List.of(Column.of("gender", ColumnType.STRING)),
          List.of(Column.of("count", ColumnType.INT64), Column.decimal("mean_age", 38, 2)));

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedOutlivesAKillAndTheSameSinkGoesOnAfterwards() throws Exception {
    PostgresServer server = PostgresServer.start(folder);
    String url = server.jdbcUrl();
    AggregateKey key = JdbcAggregatesTests.key("outage", "x");
    try (RowSink sink =
            JdbcTable.named("users")
                .url(url)
                .autoCreate()
                .open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER);
        AggregateStore store = JdbcAggregates.url(url).autoCreate().open(List.of(TABLE))) {
      sink.write(List.of(JdbcRowsTests.user("a", "Ada", 1)));
      store.compareAndSet(List.of(JdbcAggregatesTests.write(key, null, "r1")));

      ProcessHandle postmaster = postmaster();
      server.process().orElseThrow().destroyForcibly();
      postmaster.onExit().get(30, TimeUnit.SECONDS); // it gives the port free
      assertThatThrownBy(
              () -> {
                while (true) {
                  sink.write(List.of(JdbcRowsTests.user("b", "Bob", 1)));
                }
              })
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("postgresql:users");
      server.close();
      server = PostgresServer.start(folder);
      assertThat(server.jdbcUrl()).as("the port is kept").isEqualTo(url);

      RetryPolicy patient = new RetryPolicy(20, Duration.ofMillis(100), Duration.ofSeconds(1));
      assertThat(
              patient.call(
                  () -> sink.write(List.of(JdbcRowsTests.user("c", "Cyd", 1))).rejections()))
          .isEmpty();
      assertThat(patient.call(() -> store.load(List.of(key))).get(key).revision()).isEqualTo("r1");
      assertThat(
              patient.call(
                  () -> store.compareAndSet(List.of(JdbcAggregatesTests.write(key, "r1", "r2")))))
          .isEmpty();
    } finally {
      server.close();
    }
  }

  @Test
  void aConnectionThatTheServerCutsIsATransientErrorAndTheNextCallGoesOn() throws SQLException {
    try (TestSchema database = TestSchema.onPostgres();
        JdbcConnections pool =
            JdbcConnections.acquire(
                JdbcAddress.DEFAULT.withUrl(database.url()).withMaxConnections(1))) {
      assertThatThrownBy(
              () ->
                  pool.run(
                      "test",
                      connection ->
                          execute(connection, "SELECT pg_terminate_backend(pg_backend_pid())")))
          .isInstanceOfSatisfying(
              SQLException.class,
              cut -> assertThat(JdbcErrors.of("test", cut)).isInstanceOf(TransientException.class));
      boolean answered = pool.run("test", connection -> execute(connection, "SELECT 1"));
      assertThat(answered).isTrue();
    }
  }

  @Test
  void aLoginThatIsRefusedEndsTheRunAndNamesNeitherUserNorPassword() {
    try (TestSchema database = TestSchema.onPostgres()) {
      String url = database.url().replaceAll("user=[^&]*&?", "").replaceAll("password=[^&]*&?", "");
      assertThatThrownBy(
              () ->
                  JdbcTable.named("users")
                      .url(url)
                      .user("no_such_ada")
                      .password("hunter2")
                      .open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("SQLSTATE 28")
          .hasMessageContaining("check user, password")
          .hasMessageNotContaining("ada")
          .hasMessageNotContaining("hunter2");
    }
  }

  private ProcessHandle postmaster() throws IOException {
    Path pidFile = folder.resolve("data").resolve("postmaster.pid");
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).strip()))
        .orElseThrow();
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }
}
