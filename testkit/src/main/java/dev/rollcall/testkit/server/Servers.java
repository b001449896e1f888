package dev.rollcall.testkit.server;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * All servers of a demonstration, started and stopped at the same time. Threadsafe.
 *
 * @param kafka the source
 * @param cassandra the store of rows
 * @param mongo the store of aggregates, or what stands in for it
 */
public record Servers(KafkaServer kafka, CassandraServer cassandra, MongoStandIn mongo)
    implements AutoCloseable {

  /**
   * Starts all, each in a folder of its own in {@code folder}; those that an environment variable
   * names are not started. If one fails the others are stopped again.
   *
   * @param progress is told in words what happens, one message at a time
   */
  public static Servers startAll(Path folder, Consumer<String> progress) {
    Consumer<String> oneByOne =
        message -> {
          synchronized (progress) {
            progress.accept(message);
          }
        };
    FutureTask<KafkaServer> kafka =
        Parallel.begin(
            "start-kafka", () -> KafkaServer.startOrExternal(folder.resolve("kafka"), oneByOne));
    FutureTask<CassandraServer> cassandra =
        Parallel.begin(
            "start-cassandra",
            () -> CassandraServer.startOrExternal(folder.resolve("cassandra"), oneByOne));
    FutureTask<MongoStandIn> mongo =
        Parallel.begin(
            "start-mongo", () -> MongoStandIn.startOrExternal(folder.resolve("mongo"), oneByOne));
    try {
      return new Servers(
          Parallel.result(kafka), Parallel.result(cassandra), Parallel.result(mongo));
    } catch (RuntimeException | Error failure) {
      try {
        Parallel.forEach(List.of(kafka, cassandra, mongo), Servers::closeIfStarted);
      } catch (RuntimeException another) {
        failure.addSuppressed(another);
      }
      throw failure;
    }
  }

  /** Has a folder deleted when the JVM ends, after all servers that run in it were stopped. */
  public static void deleteAtExit(Path folder) {
    ClosedAtExit.deleteAfterwards(folder);
  }

  /** Those that did not start have closed themselves. */
  private static void closeIfStarted(FutureTask<? extends EmbeddedServer> starting) {
    EmbeddedServer server;
    try {
      server = Parallel.result(starting);
    } catch (RuntimeException | Error failed) {
      return;
    }
    server.close();
  }

  /** The three, in the order in which data goes through them. */
  public List<EmbeddedServer> all() {
    return List.of(kafka, cassandra, mongo);
  }

  /** Stops all that were started here, at the same time; keeps their data. */
  @Override
  public void close() {
    Parallel.forEach(all(), EmbeddedServer::close);
  }
}
