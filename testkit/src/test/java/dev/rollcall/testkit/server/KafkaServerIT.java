package dev.rollcall.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.testkit.server.internal.DataLock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerIT {

  private static final String TOPIC = "letters";

  @TempDir Path directory;

  @Test
  void aStartOnTheSameDataGoesOnWhereTheLastOneStopped() throws Exception {
    String cluster;
    try (KafkaServer server = KafkaServer.start(directory)) {
      cluster = clusterId(server);
      createTopic(server);
      sendInTransaction(server, "a", "b");
      assertThat(readNext(server, 2)).containsExactly("a", "b");
    }
    assertThat(directory.resolve(DataLock.FILE)).doesNotExist();
    try (KafkaServer server = KafkaServer.start(directory)) {
      assertThat(clusterId(server)).isEqualTo(cluster);
      sendInTransaction(server, "c");
      assertThat(readNext(server, 1)).containsExactly("c");
    }
  }

  @Test
  void aKilledNodeLosesNothingItHadAcknowledged() throws Exception {
    try (KafkaServer server = KafkaServer.start(directory)) {
      createTopic(server);
      sendInTransaction(server, "a");
      ProcessHandle process = server.process().orElseThrow();
      process.destroyForcibly();
      process.onExit().get(30, TimeUnit.SECONDS);
    }
    try (KafkaServer server = KafkaServer.start(directory)) {
      sendInTransaction(server, "b");
      assertThat(readNext(server, 2)).containsExactly("a", "b");
    }
  }

  @Test
  void aTopicIsNeverMadeByItself() {
    try (KafkaServer server = KafkaServer.start(directory);
        Admin admin = admin(server)) {
      assertThatThrownBy(() -> admin.describeTopics(List.of("never-made")).allTopicNames().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
  }

  private static Admin admin(KafkaServer server) {
    return Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()));
  }

  private static String clusterId(KafkaServer server) throws Exception {
    try (Admin admin = admin(server)) {
      return admin.describeCluster().clusterId().get();
    }
  }

  private static void createTopic(KafkaServer server) throws Exception {
    try (Admin admin = admin(server)) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  private static void sendInTransaction(KafkaServer server, String... values) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", server.bootstrapServers(), "transactional.id", "writer");
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (String value : values) {
        producer.send(new ProducerRecord<>(TOPIC, value));
      }
      producer.commitTransaction();
    }
  }

  /** Reads from where the group is, and commits. */
  private static List<String> readNext(KafkaServer server, int count) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", server.bootstrapServers(),
            "group.id", "readers",
            "auto.offset.reset", "earliest",
            "enable.auto.commit", "false",
            "isolation.level", "read_committed");
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      Instant deadline = Instant.now().plusSeconds(60);
      while (values.size() < count && Instant.now().isBefore(deadline)) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          values.add(record.value());
        }
      }
      consumer.commitSync();
    }
    return values;
  }
}
