package dev.rollcall.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfEnvironmentVariable(named = "ROLLCALL_KAFKA", matches = ".+")
@DisabledIfEnvironmentVariable(named = "ROLLCALL_CASSANDRA", matches = ".+")
class ServersIT {

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
    Process tests =
        new ProcessBuilder(
                JavaHome.running().toString(),
                "-D" + ServerModule.PROPERTY + "=" + System.getProperty(ServerModule.PROPERTY),
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                SomeTests.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = tests.inputReader()) {
      List<ProcessHandle> servers = List.of(process(output.readLine()), process(output.readLine()));
      assertThat(folder).isNotEmptyDirectory();
      tests.destroy();
      assertThat(tests.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(servers).noneMatch(ProcessHandle::isAlive);
      try (var left = Files.list(folder)) {
        assertThat(left.filter(path -> path.toString().contains("rollcall"))).isEmpty();
      }
    } finally {
      tests.destroyForcibly();
    }
  }

  private static ProcessHandle process(String pid) {
    assertThat(pid).as("the pid that the JVM prints").isNotNull();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
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
