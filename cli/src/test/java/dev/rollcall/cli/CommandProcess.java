package dev.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.testkit.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command in a JVM of its own, as the script starts it. */
public final class CommandProcess {

  /** The exit code of a command that {@link #stop()} has stopped. */
  public static final int STOPPED = ChildProcess.STOPPED;

  /** Ends a run that hangs, however busy the machine is. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final ChildProcess process;

  private CommandProcess(ChildProcess process) {
    this.process = process;
  }

  /** Begins it; the first argument is the subcommand. */
  public static CommandProcess start(Path home, String... arguments) throws IOException {
    return start(Map.of(), home, arguments);
  }

  /** The same with variables in its environment. */
  public static CommandProcess start(
      Map<String, String> environment, Path home, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("src", "main", "jvm", "spark.options").toAbsolutePath());
    command.add("-Drollcall.servers=" + System.getProperty("rollcall.servers"));
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("tmp")));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.rollcall.cli.Rollcall");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ROLLCALL_HOME", home.toString());
    builder.environment().putAll(environment);
    return new CommandProcess(ChildProcess.start("rollcall " + arguments[0], builder));
  }

  /** Reads on until a line holds the text. */
  public CommandProcess awaitLine(String text) throws InterruptedException {
    process.awaitLine(text, PATIENCE);
    return this;
  }

  /** The servers it started; call it while it runs. */
  public List<ProcessHandle> servers() {
    List<ProcessHandle> servers = process.handle().children().toList();
    assertThat(servers).as("two servers, each behind a JVM").hasSize(2);
    return servers;
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.close();
  }

  /** As SIGTERM does, and Ctrl-C where it is not ignored. */
  public void stop() {
    process.stop();
  }

  /** Waits for its end. */
  public int exitCode() throws InterruptedException {
    return process.awaitEnd(PATIENCE);
  }

  /** All it has said. */
  public String seen() {
    return process.seen();
  }

  /** What it wrote there, once it has ended well and found that all agrees. */
  public JsonNode agreedFigures(Path json) throws Exception {
    assertThat(exitCode()).as(this::seen).isZero();
    JsonNode figures = figures(json);
    assertThat(figures.path("agrees").asBoolean()).isTrue();
    return figures;
  }

  /** What it wrote. */
  public static JsonNode figures(Path json) throws IOException {
    return new ObjectMapper().readTree(json.toFile());
  }
}
