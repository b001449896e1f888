package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
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
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that swallows packets, is slow, or is not where a URL says; and whose login counts. */
@Tag("long")
class AwayDatabaseIT {

  private static final Duration TOLD = Duration.ofSeconds(10);

  private static final RecordType GUEST =
      RecordType.named("guest").key("id").column("id", ColumnType.STRING).from("id").build();

  private static volatile Runnable atTheFirstRow = () -> {};

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "mysql", "mariadb"})
  void aServerThatAcceptsAndNeverAnswersIsATransientErrorWithinTenSeconds(String scheme)
      throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = "jdbc:%s://127.0.0.1:%d/d".formatted(scheme, mute.getLocalPort());
      JdbcTable table = JdbcTable.named("users").url(url).user("ada");
      long start = System.nanoTime();

      assertThatThrownBy(() -> table.open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("no answer in time");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TOLD);
    }
  }

  @Test
  void aRunSaysWithinTenSecondsThatAServerSwallowsPacketsAndOnceMoreWhenItAnswers()
      throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    InMemorySource source = InMemorySource.named("guests", 1);
    for (int i = 0; i < 100; i++) {
      source.add(0, "{\"id\":\"g%d\"}".formatted(i));
    }
    try (TestSchema database = TestSchema.onPostgres();
        SwallowingProxy proxy = new SwallowingProxy(port(database.url()))) {
      CompletableFuture<Long> swallowing = new CompletableFuture<>();
      atTheFirstRow =
          () -> {
            proxy.swallow();
            swallowing.complete(System.nanoTime());
          };
      Pipeline pipeline =
          Pipeline.named("guest-list")
              .records(GUEST)
              .where(row -> firstRowSeen())
              .rows(JdbcTable.named("guests").url(through(proxy, database.url())).autoCreate())
              .build();
      System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
      CompletableFuture<RunReport> run =
          CompletableFuture.supplyAsync(
              () -> PipelineRunner.runUntilCaughtUp(pipeline, source),
              task -> new Thread(task).start());

      long start = swallowing.get(60, TimeUnit.SECONDS);
      while (!run.isDone() && !text(log).contains("postgresql:guests is unavailable")) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TOLD);
      proxy.passOn();
      assertThat(run.get(60, TimeUnit.SECONDS).written()).isEqualTo(100);
      assertThat(text(log))
          .containsOnlyOnce("postgresql:guests is unavailable")
          .containsOnlyOnce("postgresql:guests is back after");
      assertThat(database.count("guests")).isEqualTo(100);
    } finally {
      System.setErr(before);
    }
  }

  private static boolean firstRowSeen() {
    Runnable once = atTheFirstRow;
    atTheFirstRow = () -> {};
    once.run();
    return true;
  }

  @Test
  void idleConnectionsToAServerThatSwallowsPacketsAreFoundDeadWithinTenSeconds() throws Exception {
    String trust = "com.zaxxer.hikari.aliveBypassWindowMs"; // in what was used a moment ago
    System.setProperty(trust, "-1");
    try (TestSchema database = TestSchema.onPostgres();
        SwallowingProxy proxy = new SwallowingProxy(port(database.url()))) {
      JdbcTable table = JdbcTable.named("users").url(through(proxy, database.url()));
      try (RowSink sink = table.autoCreate().open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER)) {
        sink.write(List.of(JdbcRowsTests.user("a", "Ada", 1)));
        proxy.swallow();
        long start = System.nanoTime();

        assertThatThrownBy(() -> sink.write(List.of(JdbcRowsTests.user("b", "Bob", 1))))
            .isInstanceOf(TransientException.class)
            .hasMessageContaining("no connection within 6 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TOLD);
      }
    } finally {
      System.clearProperty(trust);
    }
  }

  @Test
  void theGivenUserIsWhoLogsInWhateverTheUrlSays() {
    try (TestSchema database = TestSchema.onPostgres()) {
      String url = database.url().replaceFirst("user=[^&]*", "user=no_such_user");
      JdbcTable table = JdbcTable.named("users").url(url).autoCreate();

      assertThatThrownBy(() -> table.open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
          .isInstanceOf(FatalException.class);
      table.user("postgres").open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER).close();
      assertThatThrownBy(
              () ->
                  database
                      .rows("users")
                      .user("no_such_user")
                      .open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER))
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
