package dev.rollcall.faults.kill.fleet;

import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.EmbeddedServer;
import dev.rollcall.testkit.server.KafkaServer;
import dev.rollcall.testkit.server.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Kafka, a Cassandra and perhaps a PostgreSQL of one's own, to be killed. Used by one thread. */
public final class OwnServers implements AutoCloseable {

  private final Path folder;
  private KafkaServer kafka;
  private CassandraServer cassandra;
  private @Nullable PostgresServer postgres;
  private volatile int postgresKills;
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

  /** The PostgreSQL, started when it is first asked for. */
  public PostgresServer postgres() {
    PostgresServer running = postgres;
    if (running == null) {
      running = PostgresServer.start(folder.resolve("postgres"));
      postgres = running;
    }
    return running;
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

  /** {@code kill -9} of all its processes, then a new start on the same data and the same port. */
  public void killPostgres() {
    PostgresServer running = postgres();
    ProcessHandle jvm = running.process().orElseThrow();
    List<ProcessHandle> server = postgresProcesses();
    server.forEach(ProcessHandle::destroyForcibly);
    jvm.destroyForcibly(); // it ends by itself when its server is gone
    server.forEach(process -> process.onExit().join());
    jvm.onExit().join();
    running.close(); // gives the data directory back
    postgres = PostgresServer.start(folder.resolve("postgres"));
    requireSame(running.address(), postgres);
    postgresKills++;
  }

  /** The postmaster, which is nobody's child, and what it has started. */
  private List<ProcessHandle> postgresProcesses() {
    try {
      Path pid = folder.resolve("postgres").resolve("data").resolve("postmaster.pid");
      ProcessHandle postmaster =
          ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip())).orElseThrow();
      return Stream.concat(Stream.of(postmaster), postmaster.children()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int postgresKills() {
    return postgresKills;
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
    if (postgres != null) {
      postgres.close();
    }
  }
}
