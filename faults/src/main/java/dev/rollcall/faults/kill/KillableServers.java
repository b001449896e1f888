package dev.rollcall.faults.kill;

import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.EmbeddedServer;
import dev.rollcall.testkit.server.KafkaServer;
import dev.rollcall.testkit.server.MariaDbServer;
import dev.rollcall.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Servers of one's own, to be killed and started again on their data. Used by one thread; the
 * counts can be read by others.
 */
final class KillableServers implements AutoCloseable {

  /** What can be killed. */
  enum Kind {
    KAFKA(KafkaServer::start),
    CASSANDRA(CassandraServer::start),
    POSTGRESQL(PostgresServer::start),
    MARIADB(MariaDbServer::start);

    private final BiFunction<Path, Consumer<String>, EmbeddedServer> start;

    Kind(BiFunction<Path, Consumer<String>, EmbeddedServer> start) {
      this.start = start;
    }
  }

  private static final long KILLED_SECONDS = 60;

  private final Path folder;
  private final Map<Kind, EmbeddedServer> running = new EnumMap<>(Kind.class);
  private final Map<Kind, Integer> kills = new ConcurrentHashMap<>();

  private KillableServers(Path folder) {
    this.folder = folder;
  }

  /** Starts all at the same time, in a temporary folder. */
  static KillableServers start(List<Kind> kinds, Consumer<String> progress) throws IOException {
    KillableServers servers =
        new KillableServers(Files.createTempDirectory("rollcall-killable-servers"));
    Map<Kind, CompletableFuture<EmbeddedServer>> starting = new EnumMap<>(Kind.class);
    for (Kind kind : kinds) {
      starting.put(kind, CompletableFuture.supplyAsync(() -> servers.start(kind, progress)));
    }
    starting.forEach((kind, server) -> servers.running.put(kind, server.join()));
    return servers;
  }

  private EmbeddedServer start(Kind kind, Consumer<String> progress) {
    return kind.start.apply(directory(kind), progress);
  }

  private Path directory(Kind kind) {
    return folder.resolve(kind.name());
  }

  KafkaServer kafka() {
    return (KafkaServer) get(Kind.KAFKA);
  }

  CassandraServer cassandra() {
    return (CassandraServer) get(Kind.CASSANDRA);
  }

  /** The URL of the database of this kind. */
  String jdbcUrl(Kind kind) {
    return kind == Kind.POSTGRESQL
        ? ((PostgresServer) get(kind)).jdbcUrl()
        : ((MariaDbServer) get(kind)).jdbcUrl();
  }

  private EmbeddedServer get(Kind kind) {
    return Objects.requireNonNull(running.get(kind), kind.name());
  }

  /** {@code kill -9} of all its processes, then a new start on the same data and the same port. */
  void kill(Kind kind) {
    EmbeddedServer server = get(kind);
    ProcessHandle jvm = server.process().orElseThrow();
    List<ProcessHandle> processes = Stream.concat(besides(kind, jvm), Stream.of(jvm)).toList();
    if (kind == Kind.MARIADB && processes.size() == 1) {
      throw new IllegalStateException(server.name() + " has no process to kill");
    }
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(process -> awaitEnd(server, process));
    server.close(); // gives the data directory back
    EmbeddedServer again = start(kind, line -> {});
    running.put(kind, again);
    if (!server.address().equals(again.address())) {
      throw new IllegalStateException(
          server.name() + " came back at " + again.address() + ", not at " + server.address());
    }
    kills.merge(kind, 1, Integer::sum);
  }

  /** What a database runs outside of the JVM that started it; that JVM ends with it. */
  private Stream<ProcessHandle> besides(Kind kind, ProcessHandle jvm) {
    if (kind != Kind.POSTGRESQL) {
      return jvm.descendants(); // MariaDB and the shell that watches over it
    }
    try {
      // the postmaster, which is nobody's child, and what it has started
      Path pid = directory(kind).resolve("data").resolve("postmaster.pid");
      ProcessHandle postmaster =
          ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip())).orElseThrow();
      return Stream.concat(Stream.of(postmaster), postmaster.children());
    } catch (IOException e) {
      throw new IllegalStateException("PostgreSQL has no process to kill", e);
    }
  }

  private static void awaitEnd(EmbeddedServer server, ProcessHandle process) {
    try {
      process.onExit().orTimeout(KILLED_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException late) {
      throw new IllegalStateException(
          "%s: process %d does not end within %d s of kill -9"
              .formatted(server.name(), process.pid(), KILLED_SECONDS),
          late);
    }
  }

  /** How often one of this kind was killed. */
  int kills(Kind kind) {
    return kills.getOrDefault(kind, 0);
  }

  /** How often each was killed, for people. */
  Map<Kind, Integer> kills() {
    return Map.copyOf(kills);
  }

  @Override
  public void close() {
    running.values().forEach(EmbeddedServer::close);
  }
}
