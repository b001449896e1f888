package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.SampleUsers;
import dev.rollcall.testkit.server.Servers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The servers that some benchmarks need, each a process of its own, and a topic that holds the
 * sample users. Servers that {@code ROLLCALL_KAFKA}, {@code ROLLCALL_CASSANDRA} or {@code
 * ROLLCALL_JDBC} name are used instead; the topic is deleted at the end.
 */
final class BenchServers implements AutoCloseable {

  private static final int PARTITIONS = 4;

  private final Servers servers;
  private final String topic = "bench-users-" + UUID.randomUUID();

  private BenchServers(Servers servers) {
    this.servers = servers;
  }

  /** Starts what these benchmarks need and fills the topic. */
  static BenchServers start(List<Benchmark> benchmarks, int users, Consumer<String> progress)
      throws IOException, InterruptedException, ExecutionException {
    Path folder = Files.createTempDirectory("rollcall-bench");
    Servers.deleteAtExit(folder);
    BenchServers started = new BenchServers(Servers.start(kinds(benchmarks), folder, progress));
    try {
      progress.accept(
          "filling a topic of %d partitions with %,d users".formatted(PARTITIONS, users));
      started.fill(users);
      return started;
    } catch (IOException | InterruptedException | ExecutionException | RuntimeException failure) {
      started.close();
      throw failure;
    }
  }

  private static Set<Servers.Kind> kinds(List<Benchmark> benchmarks) {
    Set<Servers.Kind> kinds = EnumSet.of(Servers.Kind.KAFKA);
    for (Benchmark benchmark : benchmarks) {
      if (benchmark.store() == Benchmark.Store.POSTGRES) {
        kinds.add(Servers.Kind.POSTGRES);
      } else if (benchmark.store() == Benchmark.Store.CASSANDRA) {
        kinds.add(Servers.Kind.CASSANDRA);
      }
    }
    return kinds;
  }

  /** What a pipeline benchmark measures. */
  ForkInput input(Benchmark benchmark, int users) {
    String kafka = servers.kafka().bootstrapServers();
    String store = address(Objects.requireNonNull(benchmark.store()));
    return new ForkInput(benchmark.name(), "", users, 0, 0, kafka, topic, store);
  }

  private String address(Benchmark.Store store) {
    return switch (store) {
      case NONE -> "";
      case POSTGRES -> servers.postgres().jdbcUrl();
      case CASSANDRA -> {
        InetSocketAddress node = servers.cassandra().contactPoint();
        yield node.getHostString()
            + ":"
            + node.getPort()
            + "/"
            + servers.cassandra().localDatacenter();
      }
    };
  }

  private void fill(int users) throws IOException, InterruptedException, ExecutionException {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
    }
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", servers.kafka().bootstrapServers(),
            "linger.ms", "20",
            "batch.size", "131072",
            "compression.type", "lz4");
    Exception[] failed = {null};
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < users; i++) {
        byte[] key = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
        producer.send(
            new ProducerRecord<>(topic, key, SampleUsers.user(i)),
            (sent, failure) -> failed[0] = failure == null ? failed[0] : failure);
      }
    }
    if (failed[0] != null) {
      throw new IOException("filling topic " + topic, failed[0]);
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", servers.kafka().bootstrapServers()));
  }

  @Override
  public void close() {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(topic));
    } finally {
      servers.close();
    }
  }
}
