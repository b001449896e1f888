package dev.rollcall.testkit.server.postgres;

import dev.rollcall.testkit.server.node.Guard;
import dev.rollcall.testkit.server.node.ParentWatch;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One PostgreSQL server, started and stopped from a JVM of its own. User and database are {@code
 * postgres}, there is no password. It stops in good order when the standard input of this JVM
 * closes; if this JVM is killed, the server is stopped at once, as by a crash.
 */
public final class PostgresNode {

  private static final Duration STARTUP = Duration.ofMinutes(4);

  private static final Duration END = Duration.ofSeconds(10);

  private PostgresNode() {}

  /**
   * Runs the server until it is told to stop.
   *
   * @param args the data directory and the port
   * @throws Exception if PostgreSQL cannot be unpacked or refuses to start
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      throw new IllegalArgumentException("expected: data-directory port");
    }
    Path directory = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
    Path pidFile = directory.resolve("data").resolve("postmaster.pid");
    awaitEndOfLast(pidFile);
    // before the server, which can be found, and this JVM be killed, as soon as it listens
    Guard.atTheEnd("[ -f \"$0\" ] && kill -QUIT \"$(head -n 1 \"$0\")\"", pidFile.toString());
    EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(directory.resolve("binaries").toFile())
        .setDataDirectory(directory.resolve("data"))
        .setCleanDataDirectory(false)
        .setPort(Integer.parseInt(args[1]))
        // the library switches it off; what is committed is to outlive a kill of the server
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("max_connections", "200")
        .setServerConfig("timezone", "UTC")
        .setPGStartupWait(STARTUP)
        .setErrorRedirector(ProcessBuilder.Redirect.INHERIT)
        .setOutputRedirector(ProcessBuilder.Redirect.INHERIT)
        .start();
    ParentWatch.start();
    process(pidFile).orElseThrow().onExit().join();
    System.exit(1);
  }

  /**
   * A server whose JVM was killed has a moment to go yet. After that the file says nothing, unless
   * the number in it was given to another process since; then PostgreSQL looks closer.
   */
  private static void awaitEndOfLast(Path pidFile) throws Exception {
    Optional<ProcessHandle> last = Files.exists(pidFile) ? process(pidFile) : Optional.empty();
    try {
      if (last.isPresent()) {
        last.get().onExit().get(END.toSeconds(), TimeUnit.SECONDS);
      }
      Files.deleteIfExists(pidFile);
    } catch (TimeoutException another) {
      System.err.println("process " + last.get().pid() + " is still there");
    }
  }

  private static Optional<ProcessHandle> process(Path pidFile) throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0).strip()));
  }
}
