package dev.rollcall.testkit.server.internal;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.testkit.server.node.ParentWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JVM of one server. It ends when its standard input closes, hence when this JVM dies, however
 * that happens; or when another process ends. All it prints is in {@code server.log} in the data
 * directory, which begins anew at each start; the log of the start before is {@code server.log.1}.
 * Threadsafe.
 */
final class ServerProcess {

  private static final Duration ORDERLY = Duration.ofSeconds(25);
  private static final Duration FORCED = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int TAIL_LINES = 25;

  /** How servers complain that a port is taken. */
  private static final Pattern PORT_TAKEN =
      Pattern.compile("BindException|Address already in use|is in use by another process");

  private final ServerRecipe recipe;
  private final Path directory;
  private final List<Integer> ports;
  private final Process process;

  private ServerProcess(ServerRecipe recipe, Path directory, List<Integer> ports, Process process) {
    this.recipe = recipe;
    this.directory = directory;
    this.ports = ports;
    this.process = process;
  }

  /**
   * Starts the JVM and does not wait for anything.
   *
   * @param owner the process with which it ends; null for this JVM
   */
  static ServerProcess launch(
      ServerRecipe recipe, Path directory, @Nullable ProcessHandle owner, List<Integer> ports)
      throws IOException {
    ServerModule module = recipe.module();
    Path temporary = Files.createDirectories(directory.resolve("tmp"));
    // A class path is too long for the command line of some systems, not for an argument file.
    Path arguments = directory.resolve("server.args");
    Files.write(
        arguments,
        List.of(
            quoted("-Djava.io.tmpdir=" + temporary),
            quoted("-XX:ErrorFile=" + directory.resolve("jvm-error.log")),
            "-cp",
            quoted(module.joined())));
    List<String> command = new ArrayList<>();
    command.add(recipe.java().toString());
    command.add("@" + module.jvmOptions());
    command.add("@" + arguments);
    if (owner != null) {
      command.add("-D" + ParentWatch.OWNER + "=" + owner.pid());
    }
    command.add(recipe.mainClass());
    command.add(directory.toString());
    ports.forEach(port -> command.add(port.toString()));
    Path log = logIn(directory);
    if (Files.exists(log)) {
      Files.move(log, directory.resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    return new ServerProcess(recipe, directory, ports, builder.start());
  }

  static Path logIn(Path directory) {
    return directory.resolve("server.log");
  }

  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  int clientPort() {
    return ports.get(0);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Waits until the server answers; false if its JVM has ended. */
  boolean awaitReady(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      // the process is asked again, so that a stranger on our port is not taken for it
      if (recipe.probe().isReady(clientPort()) && process.isAlive()) {
        return true;
      }
      if (System.nanoTime() > deadline) {
        throw failure("gave no answer within " + patience.toSeconds() + " s");
      }
    }
    return false;
  }

  /** Whether the JVM ended because another process was faster to take one of its ports. */
  boolean lostAPort() {
    return PORT_TAKEN.matcher(tailOfLog()).find();
  }

  FatalException ended() {
    return failure("ended with status " + process.exitValue() + " before it was ready");
  }

  private FatalException failure(String what) {
    return new FatalException(
        recipe.name()
            + " "
            + what
            + "; the end of "
            + logIn(directory)
            + ":\n"
            + tailOfLog()
            + "\nRemedy: the log names the cause; a data directory that no longer works may be"
            + " deleted ("
            + directory
            + "), and "
            + recipe.instead()
            + " names a server to use instead");
  }

  private String tailOfLog() {
    try {
      List<String> lines =
          new String(Files.readAllBytes(logIn(directory)), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException unreadable) {
      return "(not readable)";
    }
  }

  /** Stops the server in good order, then with more force; returns when its JVM is gone. */
  void stop() {
    boolean interrupted = false;
    try {
      process.getOutputStream().close();
    } catch (IOException closedAlready) {
      process.destroy();
    }
    try {
      if (!process.waitFor(ORDERLY.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroy();
      }
    } catch (InterruptedException hurry) {
      interrupted = true;
    }
    try {
      if (process.isAlive()
          && !process.destroyForcibly().waitFor(FORCED.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure("does not end, not even when killed");
      }
    } catch (InterruptedException hurry) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
