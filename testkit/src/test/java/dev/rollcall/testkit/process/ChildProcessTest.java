package dev.rollcall.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no SIGTERM")
class ChildProcessTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(200);

  @Test
  void aLineThatNeverComesEndsTheWaitAndTheProcess() throws Exception {
    try (ChildProcess child = start(Waiting.class)) {
      child.awaitLine("ready", PATIENCE);
      assertThatThrownBy(() -> child.awaitLine("steady", SHORT))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Waiting: waited 200 ms for a line with 'steady'")
          .hasMessageContaining("ready");
      child.handle().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void aProcessThatDoesNotEndIsKilledAtTheDeadline() throws Exception {
    try (ChildProcess child = start(Waiting.class)) {
      assertThatThrownBy(() -> child.awaitEnd(SHORT))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("waited 200 ms for its end");
      child.handle().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void aProcessThatEndsWithoutTheLineIsToldAtOnce() throws Exception {
    try (ChildProcess child = start(Stopping.class, "only says this")) {
      assertThatThrownBy(() -> child.awaitLine("another line", PATIENCE))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("ended without a line with 'another line'");
      assertThat(child.nextLine(SHORT)).isEmpty();
    }
  }

  @Test
  void aChildIsStoppedThoughItsParentIgnoresInterruptsAndHangUps() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\""));
    command.addAll(java(Stopping.class));
    try (ChildProcess parent = ChildProcess.start("parent", new ProcessBuilder(command))) {
      assertThat(parent.awaitEnd(PATIENCE)).as(parent::seen).isZero();
      assertThat(parent.seen()).contains("ready", "stopped in good order", "exit code 143");
    }
  }

  @Test
  void aProcessIsNotHeldUpByWhatNobodyReadsOfItsErrors() throws Exception {
    ProcessBuilder asking = new ProcessBuilder(java(Asking.class)).redirectErrorStream(true);
    try (ChildProcess parent = ChildProcess.start("asking", asking)) {
      assertThat(parent.awaitEnd(PATIENCE)).as(parent::seen).isZero();
      assertThat(parent.seen()).contains("x".repeat(1_000), "heard");
    }
  }

  @Test
  void aProcessThatHasEndedIsForgotten() throws Exception {
    try (ChildProcess child = start(Stopping.class, "only says this")) {
      assertThat(child.awaitEnd(PATIENCE)).isZero();
      assertThat(child.released.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  private static ChildProcess start(Class<?> program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(java(program));
    command.addAll(List.of(arguments));
    return ChildProcess.start(program.getSimpleName(), new ProcessBuilder(command));
  }

  private static List<String> java(Class<?> program) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        program.getName());
  }

  /** Says that it is ready and goes on until it is told to end. */
  static final class Waiting {
    public static void main(String[] args) throws Exception {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> System.out.println("stopped in good order")));
      System.out.println("ready");
      Thread.currentThread().join();
    }
  }

  /** Says more on its standard error than a pipe holds, and then that it is ready. */
  static final class Noisy {
    public static void main(String[] args) {
      for (int i = 0; i < 200; i++) {
        System.err.println("x".repeat(1_000));
      }
      System.out.println("ready");
    }
  }

  /** Hears of a noisy child that it is ready. */
  static final class Asking {
    public static void main(String[] args) throws Exception {
      try (ChildProcess child = start(Noisy.class)) {
        child.awaitLine("ready", Duration.ofSeconds(20));
        child.awaitEnd(PATIENCE);
        System.out.println("heard");
      }
    }
  }

  /** Stops a child and says how it went; with an argument, only says that. */
  static final class Stopping {
    public static void main(String[] args) throws Exception {
      if (args.length > 0) {
        System.out.println(args[0]);
        return;
      }
      try (ChildProcess child = start(Waiting.class)) {
        child.awaitLine("ready", PATIENCE);
        child.stop();
        int code = child.awaitEnd(PATIENCE);
        System.out.println(child.seen() + "exit code " + code);
      }
    }
  }
}
