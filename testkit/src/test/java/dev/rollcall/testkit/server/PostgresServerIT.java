package dev.rollcall.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.process.ChildProcess;
import dev.rollcall.testkit.server.internal.JavaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

  private static final Duration START = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  void aStartOnTheSameDataKeepsWhatWasCommittedEvenAfterAKill() throws Exception {
    Path directory = folder.resolve("it's a folder");
    try (PostgresServer server = PostgresServer.start(directory)) {
      assertThat(server.external()).isFalse();
      assertThat(server.address()).endsWith("/postgres");
      execute(server, "CREATE TABLE colours (name text)", "INSERT INTO colours VALUES ('ochre')");
    }
    PostgresServer killed = PostgresServer.start(directory);
    ProcessHandle jvm = killed.process().orElseThrow();
    execute(killed, "INSERT INTO colours VALUES ('vermilion')");
    jvm.destroyForcibly();
    jvm.onExit().get(30, TimeUnit.SECONDS);
    killed.close();
    try (PostgresServer server = PostgresServer.start(directory);
        Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM colours")) {
      assertThat(count.next()).isTrue();
      assertThat(count.getInt(1)).isEqualTo(2);
    }
  }

  @Test
  void theServerOfAKilledJvmEndsAndItsDataCanBeUsedAtOnce() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                JavaHome.running().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    ProcessHandle jvm;
    ProcessHandle postmaster;
    try (ChildProcess parent = ChildProcess.start("parent", builder)) {
      jvm = ProcessHandle.of(Long.parseLong(parent.awaitLine("", START))).orElseThrow();
      postmaster = postmaster();
      parent.kill();
    }
    try (PostgresServer again = PostgresServer.start(folder)) {
      assertThat(jvm.isAlive()).isFalse();
      assertThat(postmaster.isAlive()).isFalse();
      execute(again, "SELECT 1");
    }
  }

  private ProcessHandle postmaster() throws IOException {
    Path pidFile = folder.resolve("data").resolve("postmaster.pid");
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).strip()))
        .orElseThrow();
  }

  /** Starts a server, prints its process id and waits for its end. */
  static final class Starter {
    public static void main(String[] args) throws Exception {
      PostgresServer server = PostgresServer.start(Path.of(args[0]));
      System.out.println(server.process().orElseThrow().pid());
      Thread.currentThread().join();
    }
  }

  private static void execute(PostgresServer server, String... statements) throws Exception {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
