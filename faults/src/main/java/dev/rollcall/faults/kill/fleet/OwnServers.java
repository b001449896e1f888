package dev.rollcall.faults.kill.fleet;

import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.EmbeddedServer;
import dev.rollcall.testkit.server.KafkaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A Kafka and a Cassandra of one's own, to be killed. Used by one thread. */
public final class OwnServers implements AutoCloseable {

  private final Path folder;
  private KafkaServer kafka;
  private CassandraServer cassandra;
  private volatile int kafkaKills;
  private volatile int cassandraKills;

  private OwnServers(Path folder, KafkaServer kafka, CassandraServer cassandra) {
    this.folder = folder;
    this.kafka = kafka;
    this.cassandra = cassandra;
  }

  /** Starts both at the same time, in a temporary folder. */
  public static OwnServers start(Consumer<String> progress) throws IOException {
    Path folder = Files.createTempDirectory("rollcall-own-servers");
    CompletableFuture<KafkaServer> kafka =
        CompletableFuture.supplyAsync(() -> KafkaServer.start(folder.resolve("kafka"), progress));
    CassandraServer cassandra = CassandraServer.start(folder.resolve("cassandra"), progress);
    return new OwnServers(folder, kafka.join(), cassandra);
  }

  public KafkaServer kafka() {
    return kafka;
  }

  public CassandraServer cassandra() {
    return cassandra;
  }

  /** {@code kill -9}, then a new start on the same data and the same port. */
  public void killKafka() {
    String before = kafka.address();
    kill(kafka);
    kafka = KafkaServer.start(folder.resolve("kafka"));
    requireSame(before, kafka);
    kafkaKills++;
  }

  /** {@code kill -9}, then a new start on the same data and the same port. */
  public void killCassandra() {
    String before = cassandra.address();
    kill(cassandra);
    cassandra = CassandraServer.start(folder.resolve("cassandra"));
    requireSame(before, cassandra);
    cassandraKills++;
  }

  private static void kill(EmbeddedServer server) {
    ProcessHandle process = server.process().orElseThrow();
    if (!process.destroyForcibly()) {
      throw new IllegalStateException(server.name() + " cannot be killed");
    }
    process.onExit().join();
    server.close(); // gives the data directory back
  }

  private static void requireSame(String before, EmbeddedServer server) {
    if (!before.equals(server.address())) {
      throw new IllegalStateException(
          server.name() + " came back at " + server.address() + ", expected " + before);
    }
  }

  public int kafkaKills() {
    return kafkaKills;
  }

  public int cassandraKills() {
    return cassandraKills;
  }

  @Override
  public void close() {
    kafka.close();
    cassandra.close();
  }
}
