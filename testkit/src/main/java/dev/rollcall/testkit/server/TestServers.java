package dev.rollcall.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One set of servers for all tests of a JVM. Each starts when it is first asked for, in a temporary
 * folder, and is stopped, and its folder deleted, when the JVM ends. Tests share them, so each
 * makes a topic, keyspace or database of its own. A server that could not start is not tried again:
 * all who ask get the same error. Threadsafe.
 */
public final class TestServers {

  private static final TestServers SHARED = new TestServers();

  private final Path folder = temporaryFolder();
  private final Consumer<String> progress = message -> {};
  private final FutureTask<KafkaServer> kafka =
      new FutureTask<>(() -> KafkaServer.startOrExternal(folder.resolve("kafka"), progress));
  private final FutureTask<CassandraServer> cassandra =
      new FutureTask<>(
          () -> CassandraServer.startOrExternal(folder.resolve("cassandra"), progress));
  private final FutureTask<MongoStandIn> mongo =
      new FutureTask<>(() -> MongoStandIn.inMemoryOrExternal(progress));
  private final FutureTask<PostgresServer> postgres =
      new FutureTask<>(() -> PostgresServer.startOrExternal(folder.resolve("postgres"), progress));
  private final FutureTask<MariaDbServer> mariadb =
      new FutureTask<>(() -> MariaDbServer.startOrExternal(folder.resolve("mariadb"), progress));

  private TestServers() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "rollcall-test-servers-stop"));
  }

  /** The Kafka of this JVM's tests. */
  public static KafkaServer kafka() {
    return started(SHARED.kafka);
  }

  /** The Cassandra of this JVM's tests. */
  public static CassandraServer cassandra() {
    return started(SHARED.cassandra);
  }

  /** The MongoDB of this JVM's tests: an external one, else a stand-in in memory. */
  public static MongoStandIn mongo() {
    return started(SHARED.mongo);
  }

  /** The PostgreSQL of this JVM's tests. */
  public static PostgresServer postgres() {
    return started(SHARED.postgres);
  }

  /** The MariaDB of this JVM's tests; ask {@link MariaDbServer#isAvailable} first. */
  public static MariaDbServer mariadb() {
    return started(SHARED.mariadb);
  }

  /**
   * Begins to start Kafka and Cassandra at the same time and returns at once. For a test that needs
   * both: the accessors wait for what is on its way.
   */
  public static void prepareKafkaAndCassandra() {
    for (FutureTask<?> task : List.of(SHARED.kafka, SHARED.cassandra)) {
      Thread thread = new Thread(task, "rollcall-test-servers-start");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Runs the task here, unless it runs or ran already. */
  private static <T> T started(FutureTask<T> task) {
    task.run();
    return Parallel.result(task);
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
          Stream.of(kafka, cassandra, mongo, postgres, mariadb).filter(FutureTask::isDone).toList(),
          TestServers::close);
    } finally {
      delete(folder);
    }
  }

  private static void close(FutureTask<? extends EmbeddedServer> task) {
    EmbeddedServer server;
    try {
      server = Parallel.result(task);
    } catch (RuntimeException | Error didNotStart) {
      return;
    }
    server.close();
  }

  /** As far as it goes: what cannot be deleted is left to the system's own cleaning. */
  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException left) {
      // nothing more can be done while the JVM ends
    }
  }
}
