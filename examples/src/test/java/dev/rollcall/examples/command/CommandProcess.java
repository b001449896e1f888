package dev.rollcall.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command in a JVM of its own, as the script starts it. */
public final class CommandProcess {

  private static final long MINUTES = 4;

  private final Process process;
  private final BufferedReader output;
  private final StringBuilder seen = new StringBuilder();

  private CommandProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
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
    command.add("dev.rollcall.examples.command.Rollcall");
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ROLLCALL_HOME", home.toString());
    builder.environment().putAll(environment);
    return new CommandProcess(builder.start());
  }

  /** Reads on until a line holds the text. */
  public CommandProcess awaitLine(String text) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      seen.append(line).append('\n');
      if (line.contains(text)) {
        return this;
      }
    }
    throw new AssertionError("no line with '" + text + "' in:\n" + seen);
  }

  /** The servers it started; call it while it runs. */
  public List<ProcessHandle> servers() {
    List<ProcessHandle> servers = process.children().toList();
    assertThat(servers).as("two servers, each behind a JVM").hasSize(2);
    return servers;
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
  }

  /** As Ctrl-C does. */
  public void interrupt() throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for its end. */
  public int exitCode() throws Exception {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      seen.append(line).append('\n');
    }
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("it ends").isTrue();
    return process.exitValue();
  }

  /** All it has said. */
  public String seen() {
    return seen.toString();
  }

  /** What it wrote. */
  public static JsonNode figures(Path json) throws IOException {
    return new ObjectMapper().readTree(json.toFile());
  }
}
