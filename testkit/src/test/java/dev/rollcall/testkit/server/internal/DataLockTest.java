package dev.rollcall.testkit.server.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {

  @TempDir Path directory;

  @Test
  void aDirectoryInUseIsRefusedAndFreeAgainAfterClosing() throws IOException {
    Path data = directory.resolve("made").resolve("if need be");
    try (DataLock lock = DataLock.take(data)) {
      assertThat(lock).isNotNull();
      assertThat(data.resolve(DataLock.FILE)).exists();
      assertThatThrownBy(() -> DataLock.take(data))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(data.toString())
          .hasMessageContaining("in use");
    }
    assertThat(data.resolve(DataLock.FILE)).doesNotExist();
    DataLock.take(data).close();
  }

  @Test
  void anotherProcessIsRefusedTooAndCannotLoosenTheLock() throws Exception {
    try (DataLock lock = DataLock.take(directory)) {
      lock.heldFor(ProcessHandle.current());
      assertThatThrownBy(() -> DataLock.take(directory)).isInstanceOf(ConfigurationException.class);
      for (int i = 0; i < 2; i++) {
        assertThat(takenByAnotherProcess()).contains("ConfigurationException", "in use");
      }
    }
    assertThat(takenByAnotherProcess()).isEqualTo("taken");
  }

  private String takenByAnotherProcess() throws Exception {
    ProcessBuilder taker =
        new ProcessBuilder(
                JavaHome.running().toString(),
                "-cp",
                classPath(),
                Taker.class.getName(),
                directory.toString())
            .redirectErrorStream(true);
    try (ChildProcess process = ChildProcess.start("taker", taker)) {
      process.awaitEnd(Duration.ofSeconds(60));
      return process.seen().strip();
    }
  }

  @Test
  void aFileLeftBehindByAProcessThatDiedIsTakenOver() throws IOException {
    Files.writeString(directory.resolve(DataLock.FILE), "1\nlong ago\n");
    DataLock.take(directory).close();
    assertThat(directory.resolve(DataLock.FILE)).doesNotExist();
  }

  @Test
  void whoTakesTheLockNextWaitsForTheServerOfADeadHolder() throws Exception {
    Process server =
        new ProcessBuilder(
                JavaHome.running().toString(), "-cp", classPath(), Sleeper.class.getName())
            .start();
    try {
      String leftBehind;
      try (DataLock lock = DataLock.take(directory)) {
        lock.heldFor(server.toHandle());
        leftBehind = Files.readString(directory.resolve(DataLock.FILE));
      }
      Files.writeString(directory.resolve(DataLock.FILE), leftBehind);
      var taking = Parallel.begin("taking", () -> DataLock.take(directory));
      assertThatThrownBy(() -> taking.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      server.getOutputStream().close();
      taking.get(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS).close();
      assertThat(server.isAlive()).isFalse();
    } finally {
      server.destroyForcibly();
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** Takes the directory and says so. */
  static final class Taker {
    public static void main(String[] args) throws IOException {
      DataLock.take(Path.of(args[0])).close();
      System.out.println("taken");
    }
  }

  /** Ends when its standard input does. */
  static final class Sleeper {
    public static void main(String[] args) throws IOException {
      System.in.transferTo(System.out);
    }
  }
}
