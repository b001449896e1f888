package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.Benchmark.Needs;
import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.SampleUsers;
import dev.rollcall.testkit.server.MongoStandIn;
import dev.rollcall.testkit.server.Servers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
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
import org.jspecify.annotations.Nullable;

/**
 * The servers that some benchmarks need, each a process of its own, except for the MongoDB
 * stand-in, and topics that hold the sample users. Servers that {@code ROLLCALL_KAFKA}, {@code
 * ROLLCALL_CASSANDRA}, {@code ROLLCALL_MONGODB} or {@code ROLLCALL_JDBC} name are used instead; the
 * topics are deleted at the end. Not threadsafe.
 */
final class BenchServers implements AutoCloseable {

  private record Topic(int partitions, int users) {}

  private final Servers servers;
  private final @Nullable MongoStandIn mongo;
  private final Consumer<String> progress;
  private final Map<Topic, String> topics = new HashMap<>();

  private BenchServers(Servers servers, @Nullable MongoStandIn mongo, Consumer<String> progress) {
    this.servers = servers;
    this.mongo = mongo;
    this.progress = progress;
  }

  /** Starts what these benchmarks need. */
  static BenchServers start(List<Benchmark> benchmarks, Consumer<String> progress)
      throws IOException {
    Path folder = Files.createTempDirectory("rollcall-bench");
    Servers.deleteAtExit(folder);
    Set<Needs> needs = EnumSet.noneOf(Needs.class);
    benchmarks.forEach(benchmark -> needs.add(benchmark.needs()));
    Set<Servers.Kind> kinds = EnumSet.of(Servers.Kind.KAFKA);
    if (needs.contains(Needs.POSTGRES)) {
      kinds.add(Servers.Kind.POSTGRES);
    }
    if (needs.contains(Needs.CASSANDRA)) {
      kinds.add(Servers.Kind.CASSANDRA);
    }
    Servers started = Servers.start(kinds, folder, progress);
    // not among the kinds, whose stand-in keeps its data in a file and is slow
    boolean mongo = needs.contains(Needs.MONGO);
    return new BenchServers(
        started, mongo ? MongoStandIn.inMemoryOrExternal(progress) : null, progress);
  }

  /**
   * The input with a topic of so many partitions, which is filled if it is the first to need it.
   */
  ForkInput input(ForkInput input, Needs needs, int partitions) throws IOException {
    Topic topic = new Topic(partitions, input.users());
    String name = topics.get(topic);
    if (name == null) {
      name = "bench-users-" + UUID.randomUUID();
      topics.put(topic, name);
      progress.accept(
          "filling a topic of %d partitions with %,d users".formatted(partitions, input.users()));
      fill(name, topic);
    }
    return input.topic(servers.kafka().bootstrapServers(), name, address(needs));
  }

  private String address(Needs needs) {
    return switch (needs) {
      case NOTHING, FILE, KAFKA -> "";
      case POSTGRES -> servers.postgres().jdbcUrl();
      case MONGO -> Objects.requireNonNull(mongo).connectionString();
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

  private void fill(String name, Topic topic) throws IOException {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(name, topic.partitions(), (short) 1))).all().get();
    } catch (InterruptedException | ExecutionException failure) {
      throw new IOException("creating topic " + name, failure);
    }
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", servers.kafka().bootstrapServers(),
            "linger.ms", "20",
            "batch.size", "131072",
            // several in flight to a leader that is not ready yet can get out of order for good
            "max.in.flight.requests.per.connection", "1",
            "compression.type", "lz4");
    Exception[] failed = {null};
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < topic.users(); i++) {
        byte[] key = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
        producer.send(
            new ProducerRecord<>(name, key, SampleUsers.user(i)),
            (sent, failure) -> failed[0] = failure == null ? failed[0] : failure);
      }
    }
    if (failed[0] != null) {
      throw new IOException("filling topic " + name, failed[0]);
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", servers.kafka().bootstrapServers()));
  }

  @Override
  public void close() {
    try (Admin admin = admin()) {
      admin.deleteTopics(topics.values());
    } finally {
      if (mongo != null) {
        mongo.close();
      }
      servers.close();
    }
  }
}
