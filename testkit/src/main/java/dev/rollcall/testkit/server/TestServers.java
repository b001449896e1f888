package dev.rollcall.testkit.server;

import dev.rollcall.testkit.server.Servers.Kind;
import dev.rollcall.testkit.server.internal.Folders;
import dev.rollcall.testkit.server.internal.Parallel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;

/**
 * One set of servers for all tests of a JVM. A server starts when a test first asks for it, in a
 * temporary folder; when the JVM ends, it is stopped and its folder deleted. Tests share the
 * servers, so give each test a topic, keyspace or database of its own. A server that failed to
 * start is not started again: every caller gets the same error. Threadsafe.
 *
 * <p>A build of several modules starts each server once if the system property {@value #SHARED_IN}
 * names a folder in the tests' JVMs: the servers run there, and end with the build.
 */
public final class TestServers {

  /**
   * The system property that names the folder of the servers shared by all test JVMs of a build:
   * {@value}.
   */
  public static final String SHARED_IN = "rollcall.test-servers";

  private static final TestServers OF_THIS_JVM = new TestServers();

  private final boolean shared = !System.getProperty(SHARED_IN, "").isBlank();
  private final Path folder =
      shared ? Path.of(System.getProperty(SHARED_IN)).toAbsolutePath() : temporaryFolder();
  private final Map<Kind, FutureTask<EmbeddedServer>> servers = new EnumMap<>(Kind.class);

  private TestServers() {
    for (Kind kind : Kind.values()) {
      servers.put(kind, new FutureTask<>(() -> kind.startForTests(folder, shared)));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "rollcall-test-servers-stop"));
  }

  /** Returns the shared Kafka; starts it on the first call, as the other accessors do. */
  public static KafkaServer kafka() {
    return (KafkaServer) get(Kind.KAFKA);
  }

  /** Returns the shared Cassandra. */
  public static CassandraServer cassandra() {
    return (CassandraServer) get(Kind.CASSANDRA);
  }

  /**
   * Returns the external MongoDB if the environment names one, else the shared stand-in in memory.
   */
  public static MongoStandIn mongo() {
    return (MongoStandIn) get(Kind.MONGO);
  }

  /** Returns the shared PostgreSQL. */
  public static PostgresServer postgres() {
    return (PostgresServer) get(Kind.POSTGRES);
  }

  /** Returns the shared MariaDB; check {@link MariaDbServer#isAvailable} first. */
  public static MariaDbServer mariadb() {
    return (MariaDbServer) get(Kind.MARIADB);
  }

  /** Returns the shared server of this kind. */
  public static EmbeddedServer get(Kind kind) {
    FutureTask<EmbeddedServer> task = OF_THIS_JVM.task(kind);
    task.run(); // unless it runs or ran already
    return Parallel.result(task);
  }

  /**
   * Starts these servers in parallel in the background and returns at once. The accessors wait for
   * a server that is starting.
   */
  public static void prepare(Set<Kind> kinds) {
    for (Kind kind : kinds) {
      Thread thread = new Thread(OF_THIS_JVM.task(kind), "rollcall-test-servers-start");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** As {@link #prepare}, for Kafka and Cassandra. */
  public static void prepareKafkaAndCassandra() {
    prepare(EnumSet.of(Kind.KAFKA, Kind.CASSANDRA));
  }

  private FutureTask<EmbeddedServer> task(Kind kind) {
    FutureTask<EmbeddedServer> task = servers.get(kind);
    if (task == null) {
      throw new IllegalStateException("no task for " + kind);
    }
    return task;
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("rollcall-test-servers");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void stop() {
    try {
      Parallel.forEach(
          servers.values().stream().filter(FutureTask::isDone).toList(), TestServers::close);
    } finally {
      if (!shared) {
        Folders.delete(folder);
      }
    }
  }

  private static void close(FutureTask<EmbeddedServer> task) {
    EmbeddedServer server;
    try {
      server = Parallel.result(task);
    } catch (RuntimeException | Error didNotStart) {
      return;
    }
    server.close();
  }
}
