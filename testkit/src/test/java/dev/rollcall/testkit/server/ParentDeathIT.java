package dev.rollcall.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.testkit.process.ChildProcess;
import dev.rollcall.testkit.server.internal.JavaHome;
import dev.rollcall.testkit.server.internal.Parallel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server must not outlive the JVM that started it, however that JVM ends. */
class ParentDeathIT {

  private static final Duration START = Duration.ofMinutes(3);

  @TempDir Path directory;

  @Test
  void theServersOfAKilledJvmEndAndTheirDataCanBeUsedAtOnce() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                JavaHome.running().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    List<ProcessHandle> servers;
    try (ChildProcess parent = ChildProcess.start("parent", builder)) {
      servers = List.of(server(parent), server(parent));
      parent.kill();
    }
    try (KafkaServer again = KafkaServer.start(directory.resolve("kafka"))) {
      assertThat(again.process()).isPresent();
      assertThat(servers.get(0).isAlive()).isFalse();
      assertThat(directory.resolve("kafka").resolve("server.log.1"))
          .as("the log of a node that was not killed but stopped")
          .content()
          .contains("App info kafka.server for 1 unregistered");
    }
    servers.get(1).onExit().get(60, TimeUnit.SECONDS);
  }

  private static ProcessHandle server(ChildProcess parent) throws InterruptedException {
    return ProcessHandle.of(Long.parseLong(parent.awaitLine("", START))).orElseThrow();
  }

  /** Starts servers, prints their process ids and waits for its end. */
  static final class Starter {
    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      var kafka = Parallel.begin("kafka", () -> KafkaServer.start(folder.resolve("kafka")));
      var cassandra =
          Parallel.begin("cassandra", () -> CassandraServer.start(folder.resolve("cassandra")));
      System.out.println(Parallel.result(kafka).process().orElseThrow().pid());
      System.out.println(Parallel.result(cassandra).process().orElseThrow().pid());
      Thread.currentThread().join();
    }
  }
}
