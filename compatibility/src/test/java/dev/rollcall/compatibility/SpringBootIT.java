package dev.rollcall.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.process.ChildProcess;
import dev.rollcall.testkit.server.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline as a bean of an own Spring Boot application, in a process of its own. */
class SpringBootIT {

  private static final int GUESTS = 200;
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration END = Duration.ofSeconds(5);

  private final String servers = TestServers.kafka().bootstrapServers();
  private final String topic = "guests-" + UUID.randomUUID();
  @TempDir Path folder;

  @Test
  void anApplicationThatIsToldToEndEndsWithinFiveSecondsAndAllIsCommitted() throws Exception {
    KafkaTopics.create(KafkaTopic.named(topic).bootstrapServers(servers), 2);
    produce();
    try (ChildProcess application = start()) {
      assertThat(application.awaitLine("caught up", START))
          .as(output())
          .startsWith("caught up: %d written, 1 dead-lettered".formatted(GUESTS))
          .contains("kafka-clients 3.9.1, Jackson 2.19.");
      application.stop();
      assertThat(application.awaitEnd(END)).as(output()).isIn(0, ChildProcess.STOPPED);
    }
    assertThat(output()).doesNotContain("NoClassDefFoundError", "NoSuchMethodError", "ERROR");
    assertThat(committed()).isEqualTo(GUESTS + 1);
  }

  private void produce() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", servers,
            "key.serializer", ByteArraySerializer.class,
            "value.serializer", ByteArraySerializer.class);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
      for (int i = 0; i < GUESTS; i++) {
        producer.send(message(i % 2, "{\"id\":\"guest-%d\",\"age\":%d}".formatted(i, i % 90)));
      }
      producer.send(message(0, "not json"));
    }
  }

  private ProducerRecord<byte[], byte[]> message(int partition, String json) {
    return new ProducerRecord<>(topic, partition, null, json.getBytes(StandardCharsets.UTF_8));
  }

  private ChildProcess start() throws IOException {
    return ChildProcess.start(
        "application",
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                GuestApplication.class.getName(),
                "--servers=" + servers,
                "--topic=" + topic,
                "--group=guests")
            .redirectError(ProcessBuilder.Redirect.appendTo(errors().toFile())));
  }

  private long committed() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin.listConsumerGroupOffsets("guests").partitionsToOffsetAndMetadata().get();
      return offsets.entrySet().stream()
          .filter(each -> each.getKey().topic().equals(topic))
          .mapToLong(each -> each.getValue().offset())
          .sum();
    }
  }

  private Path errors() {
    return folder.resolve("errors.txt");
  }

  private String output() throws IOException {
    return Files.exists(errors()) ? Files.readString(errors()) : "";
  }
}
