package dev.rollcall.faults.kill;

import dev.rollcall.testkit.server.EmbeddedServer;
import dev.rollcall.testkit.server.MariaDbServer;
import dev.rollcall.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A server of one's own, to be killed and started again on its data. Used by one thread; the count
 * can be read by others.
 */
final class KillableServer<S extends EmbeddedServer> implements AutoCloseable {

  private static final long KILLED_SECONDS = 60;

  private final Path folder;
  private final BiFunction<Path, Consumer<String>, S> start;
  private CompletableFuture<S> running;
  private volatile int kills;

  /** Begins to start it in this folder, and does not wait. */
  KillableServer(
      Path folder, BiFunction<Path, Consumer<String>, S> start, Consumer<String> progress) {
    this.folder = folder;
    this.start = start;
    this.running = CompletableFuture.supplyAsync(() -> start.apply(folder, progress));
  }

  /** The server, once it is started. */
  S server() {
    return running.join();
  }

  /** How often it was killed. */
  int kills() {
    return kills;
  }

  /** {@code kill -9} of all its processes, then a new start on the same data and the same port. */
  void kill() {
    S server = server();
    ProcessHandle jvm = server.process().orElseThrow();
    List<ProcessHandle> processes = Stream.concat(besides(server, jvm), Stream.of(jvm)).toList();
    if (server instanceof MariaDbServer && processes.size() == 1) {
      throw new IllegalStateException(server.name() + " has no process to kill");
    }
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(
        process -> process.onExit().orTimeout(KILLED_SECONDS, TimeUnit.SECONDS).join());
    server.close(); // gives the data directory back
    S again = start.apply(folder, line -> {});
    running = CompletableFuture.completedFuture(again);
    if (!server.address().equals(again.address())) {
      throw new IllegalStateException(
          server.name() + " came back at " + again.address() + ", not at " + server.address());
    }
    kills++;
  }

  /** What a database runs outside of the JVM that started it; that JVM ends with it. */
  private Stream<ProcessHandle> besides(S server, ProcessHandle jvm) {
    if (!(server instanceof PostgresServer)) {
      return jvm.descendants(); // MariaDB and the shell that watches over it
    }
    try {
      // the postmaster, which is nobody's child, and what it has started
      Path pid = folder.resolve("data").resolve("postmaster.pid");
      ProcessHandle postmaster =
          ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip())).orElseThrow();
      return Stream.concat(Stream.of(postmaster), postmaster.children());
    } catch (IOException e) {
      throw new IllegalStateException("PostgreSQL has no process to kill", e);
    }
  }

  @Override
  public void close() {
    server().close();
  }
}
