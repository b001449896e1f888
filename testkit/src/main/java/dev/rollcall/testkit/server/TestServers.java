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
 * One set of servers for all tests of a JVM. Each starts when it is first asked for, in a temporary
 * folder, and is stopped, and its folder deleted, when the JVM ends. Tests share them, so each
 * makes a topic, keyspace or database of its own. A server that could not start is not tried again:
 * all who ask get the same error. Threadsafe.
 *
 * <p>A build of several modules starts each server once if the system property {@value #SHARED_IN}
 * names a folder in the tests' JVMs: the servers run there, and end with the build.
 */
public final class TestServers {

  /** Names the folder of the servers that all test JVMs of a build share, {@value}. */
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

  /** The Kafka of this JVM's tests. */
  public static KafkaServer kafka() {
    return (KafkaServer) get(Kind.KAFKA);
  }

  /** The Cassandra of this JVM's tests. */
  public static CassandraServer cassandra() {
    return (CassandraServer) get(Kind.CASSANDRA);
  }

  /** The MongoDB of this JVM's tests: an external one, else a stand-in in memory. */
  public static MongoStandIn mongo() {
    return (MongoStandIn) get(Kind.MONGO);
  }

  /** The PostgreSQL of this JVM's tests. */
  public static PostgresServer postgres() {
    return (PostgresServer) get(Kind.POSTGRES);
  }

  /** The MariaDB of this JVM's tests; ask {@link MariaDbServer#isAvailable} first. */
  public static MariaDbServer mariadb() {
    return (MariaDbServer) get(Kind.MARIADB);
  }

  /** The one of this kind. */
  public static EmbeddedServer get(Kind kind) {
    FutureTask<EmbeddedServer> task = OF_THIS_JVM.task(kind);
    task.run(); // unless it runs or ran already
    return Parallel.result(task);
  }

  /**
   * Begins to start these at the same time and returns at once. For a test that needs several: the
   * accessors wait for what is on its way.
   */
  public static void prepare(Set<Kind> kinds) {
    for (Kind kind : kinds) {
      Thread thread = new Thread(OF_THIS_JVM.task(kind), "rollcall-test-servers-start");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** As {@link #prepare}, these two. */
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
