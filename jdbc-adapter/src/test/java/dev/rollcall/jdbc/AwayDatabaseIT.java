package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.RowSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that swallows packets, is slow, or is not where a URL says; and whose login counts. */
class AwayDatabaseIT {

  private static final Duration TOLD = Duration.ofSeconds(10);

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "mysql", "mariadb"})
  @Timeout(60)
  void aServerThatAcceptsAndNeverAnswersIsATransientErrorWithinTenSeconds(String scheme)
      throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = "jdbc:%s://127.0.0.1:%d/d".formatted(scheme, mute.getLocalPort());
      JdbcTable table = JdbcTable.named("users").url(url).user("ada");
      long start = System.nanoTime();

      assertThatThrownBy(() -> table.open(JdbcRowsTests.USERS))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("no answer in time");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TOLD);
    }
  }

  @Test
  @Timeout(120)
  void aServerThatSwallowsPacketsInMidCallIsToldWithinTenSecondsAndOnceMoreWhenItAnswers()
      throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try (TestSchema database = TestSchema.onPostgres();
        SwallowingProxy proxy = new SwallowingProxy(port(database.url()))) {
      JdbcTable table = JdbcTable.named("users").url(through(proxy, database.url()));
      try (RowSink sink = table.autoCreate().open(JdbcRowsTests.USERS)) {
        sink.write(List.of(JdbcRowsTests.user("a", "Ada", 1)));
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        proxy.swallow();
        long start = System.nanoTime();
        CompletableFuture<Void> write =
            CompletableFuture.runAsync(
                () -> sink.write(List.of(JdbcRowsTests.user("b", "Bob", 1))),
                task -> new Thread(task).start());

        while (!write.isDone() && !text(log).contains("no answer for 5 s")) {
          Thread.onSpinWait();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TOLD);
        proxy.passOn();
        write.get(30, TimeUnit.SECONDS);
        assertThat(text(log))
            .containsOnlyOnce("postgresql:users: no answer")
            .containsOnlyOnce("postgresql:users: answered after")
            .doesNotContain("Bob");
      }
    } finally {
      System.setErr(before);
    }
  }

  @Test
  @Timeout(120)
  void idleConnectionsToAServerThatSwallowsPacketsAreFoundDeadWithinTenSeconds() throws Exception {
    try (TestSchema database = TestSchema.onPostgres();
        SwallowingProxy proxy = new SwallowingProxy(port(database.url()))) {
      JdbcTable table = JdbcTable.named("users").url(through(proxy, database.url()));
      try (RowSink sink = table.autoCreate().open(JdbcRowsTests.USERS)) {
        sink.write(List.of(JdbcRowsTests.user("a", "Ada", 1)));
        TimeUnit.MILLISECONDS.sleep(600); // the pool trusts what was used within half a second
        proxy.swallow();
        long start = System.nanoTime();

        assertThatThrownBy(() -> sink.write(List.of(JdbcRowsTests.user("b", "Bob", 1))))
            .isInstanceOf(TransientException.class)
            .hasMessageContaining("no connection within 6 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TOLD);
      }
    }
  }

  @Test
  void theGivenUserIsWhoLogsInWhateverTheUrlSays() {
    try (TestSchema database = TestSchema.onPostgres()) {
      String url = database.url().replaceFirst("user=[^&]*", "user=no_such_user");
      JdbcTable table = JdbcTable.named("users").url(url).autoCreate();

      assertThatThrownBy(() -> table.open(JdbcRowsTests.USERS)).isInstanceOf(FatalException.class);
      table.user("postgres").open(JdbcRowsTests.USERS).close();
      assertThatThrownBy(
              () -> database.rows("users").user("no_such_user").open(JdbcRowsTests.USERS))
          .isInstanceOf(FatalException.class);
    }
  }

  private static String text(ByteArrayOutputStream log) {
    return log.toString(StandardCharsets.UTF_8);
  }

  private static int port(String url) {
    return URI.create(url.substring("jdbc:".length())).getPort();
  }

  private static String through(SwallowingProxy proxy, String url) {
    return url.replaceFirst("//[^/]+", "//127.0.0.1:" + proxy.port());
  }
}
