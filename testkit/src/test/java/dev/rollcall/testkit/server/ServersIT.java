package dev.rollcall.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.process.ChildProcess;
import dev.rollcall.testkit.server.internal.DataLock;
import dev.rollcall.testkit.server.internal.JavaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfEnvironmentVariable(named = "ROLLCALL_KAFKA", matches = ".+")
@DisabledIfEnvironmentVariable(named = "ROLLCALL_CASSANDRA", matches = ".+")
class ServersIT {

  private static final Duration START = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  void ifOneServerCannotStartTheOthersAreStoppedAgain() throws IOException {
    List<String> told = new CopyOnWriteArrayList<>();
    try (DataLock taken = DataLock.take(folder.resolve("kafka"))) {
      assertThat(taken).isNotNull();
      assertThatThrownBy(() -> Servers.startAll(folder, told::add))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("in use");
    }
    assertThat(told).anyMatch(message -> message.startsWith("Cassandra: ready"));
    assertThat(folder.resolve("cassandra").resolve("server.log")).exists();
    assertThat(folder.resolve("cassandra").resolve(DataLock.FILE)).doesNotExist();
    assertThat(folder.resolve("mongo").resolve(DataLock.FILE)).doesNotExist();
  }

  @Test
  void theServersOfTestsAndTheirFolderAreGoneWhenTheJvmIsToldToEnd() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                JavaHome.running().toString(),
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                SomeTests.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    try (ChildProcess tests = ChildProcess.start("tests", builder)) {
      List<ProcessHandle> servers = List.of(server(tests), server(tests));
      assertThat(folder).isNotEmptyDirectory();
      tests.stop();
      assertThat(tests.awaitEnd(Duration.ofSeconds(60))).isEqualTo(ChildProcess.STOPPED);
      assertThat(servers).noneMatch(ProcessHandle::isAlive);
      try (var left = Files.list(folder)) {
        assertThat(left.filter(path -> path.toString().contains("rollcall"))).isEmpty();
      }
    }
  }

  private static ProcessHandle server(ChildProcess tests) throws InterruptedException {
    return ProcessHandle.of(Long.parseLong(tests.awaitLine("", START))).orElseThrow();
  }

  /** Asks for servers as tests do, more than once, and prints their process ids. */
  static final class SomeTests {
    public static void main(String[] args) throws Exception {
      TestServers.prepareKafkaAndCassandra();
      if (TestServers.kafka() != TestServers.kafka()) {
        throw new IllegalStateException("two Kafkas");
      }
      TestServers.mongo();
      System.out.println(TestServers.kafka().process().orElseThrow().pid());
      System.out.println(TestServers.cassandra().process().orElseThrow().pid());
      Thread.currentThread().join();
    }
  }
}
