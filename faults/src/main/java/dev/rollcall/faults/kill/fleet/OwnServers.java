package dev.rollcall.faults.kill.fleet;

import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.EmbeddedServer;
import dev.rollcall.testkit.server.KafkaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A Kafka, a Cassandra and perhaps a database of one's own, to be killed. Used by one thread. */
public final class OwnServers implements AutoCloseable {

  private static final Duration KILLED = Duration.ofSeconds(60);

  private final Path folder;
  private KafkaServer kafka;
  private CassandraServer cassandra;
  private SqlServer sqlKind = SqlServer.POSTGRESQL;
  private @Nullable EmbeddedServer sql;
  private volatile int sqlKills;
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

  /** Starts a database, too, and gives its URL. */
  public String startSql(SqlServer kind) {
    sqlKind = kind;
    sql = kind.start(folder);
    return kind.url(sql);
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
  public void killSql() {
    EmbeddedServer running = Objects.requireNonNull(sql);
    ProcessHandle jvm = running.process().orElseThrow();
    List<ProcessHandle> server = sqlKind.processes(folder, jvm);
    if (server.isEmpty()) {
      throw new IllegalStateException(running.name() + " has no process to kill");
    }
    server.forEach(ProcessHandle::destroyForcibly);
    jvm.destroyForcibly(); // it ends by itself when its server is gone
    server.forEach(process -> awaitEnd(running, process));
    awaitEnd(running, jvm);
    running.close(); // gives the data directory back
    sql = sqlKind.start(folder);
    requireSame(running.address(), sql);
    sqlKills++;
  }

  public int sqlKills() {
    return sqlKills;
  }

  private static void kill(EmbeddedServer server) {
    ProcessHandle process = server.process().orElseThrow();
    if (!process.destroyForcibly()) {
      throw new IllegalStateException(server.name() + " cannot be killed");
    }
    awaitEnd(server, process);
    server.close(); // gives the data directory back
  }

  private static void awaitEnd(EmbeddedServer server, ProcessHandle process) {
    try {
      process.onExit().orTimeout(KILLED.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException late) {
      throw new IllegalStateException(
          "%s: process %d does not end within %d s of kill -9"
              .formatted(server.name(), process.pid(), KILLED.toSeconds()),
          late);
    }
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
    if (sql != null) {
      sql.close();
    }
  }
}
