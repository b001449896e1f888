package dev.rollcall.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.LogRange;
import dev.rollcall.kafka.internal.client.TopicSnapshotReader;
import dev.rollcall.kafka.topic.KafkaTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaRecordsIT {

  private final KafkaTopic topic = FreshTopics.create("records", 2);
  private final TopicIdentity identity = KafkaTopics.identify(topic);

  @Test
  void anEmptyTopicEndsWhereItBegins() {
    List<SourceRecord> found = new ArrayList<>();

    assertThat(KafkaRecords.read(topic, found::add))
        .containsEntry(identity.partition(0), 0L)
        .containsEntry(identity.partition(1), 0L);
    assertThat(found).isEmpty();
  }

  @Test
  void recordsComeAsTheyAreAndInOffsetOrder() {
    send(0, 1_000_000_000_123L, "k", "v");
    send(0, 5, null, null);
    send(1, 7, "other", "");

    List<SourceRecord> found = new ArrayList<>();
    KafkaRecords.read(topic, found::add);

    assertThat(found.stream().filter(r -> r.partition().partition() == 0))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(record(0, 0, 1_000_000_000_123L, "k", "v"), record(0, 1, 5, null, null));
    assertThat(found.stream().filter(r -> r.partition().partition() == 1))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(record(1, 0, 7, "other", ""));
  }

  @Test
  void aLaterReadGoesOnWhereTheFirstEnded() {
    send(0, 1, "k", "first");
    Map<SourcePartition, Long> ends = KafkaRecords.read(topic, record -> {});
    send(0, 2, "k", "second");
    send(1, 3, "k", "third");

    List<String> found = new ArrayList<>();
    KafkaRecords.read(topic, ends, record -> found.add(FreshTopics.value(record)));

    assertThat(found).containsExactlyInAnyOrder("second", "third");
  }

  @Test
  void anOffsetThatIsNoLongerInTheLogIsANamedHalt() throws Exception {
    send(0, 1, "k", "v");
    try (var admin = KafkaClients.admin(topic)) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topic.name(), 0), RecordsToDelete.beforeOffset(1)))
          .all()
          .get();
    }
    send(0, 2, "k", "w");

    assertHalts(Map.of(identity.partition(0), 0L));
  }

  @Test
  void anOffsetBeyondTheEndOfTheLogIsANamedHalt() {
    send(0, 1, "k", "v");

    assertHalts(Map.of(identity.partition(0), 2L));
  }

  @Test
  void anOffsetOfAnotherTopicIsANamedHalt() {
    assertHalts(Map.of(new SourcePartition("another", 0), 0L));
  }

  private void assertHalts(Map<SourcePartition, Long> from) {
    assertThatThrownBy(() -> KafkaRecords.read(topic, from, record -> {}))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining(topic.name());
  }

  @Test
  void anOpenTransactionIsNeverReadPast() {
    try (Producer<byte[], byte[]> open = KafkaClients.transactionalProducer(topic, topic.name())) {
      open.initTransactions();
      open.beginTransaction();
      open.send(new ProducerRecord<>(topic.name(), 0, null, "open".getBytes()));
      open.flush();
      send(0, 1, "k", "behind");
      TopicPartition part = new TopicPartition(topic.name(), 0);

      assertThatThrownBy(
              () ->
                  TopicSnapshotReader.read(
                      topic,
                      new LogRange(Map.of(part, 0L), Map.of(part, 2L)),
                      Duration.ofSeconds(1),
                      r -> {}))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("makes no progress");
      open.abortTransaction();
    }

    assertThat(FreshTopics.committed(topic)).containsExactly("behind");
  }

  private void send(int partition, long timestamp, String key, String value) {
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(topic)) {
      producer.send(
          new ProducerRecord<>(topic.name(), partition, timestamp, bytes(key), bytes(value)));
    }
  }

  private SourceRecord record(int partition, long offset, long millis, String key, String value) {
    return new SourceRecord(
        identity.partition(partition),
        topic.name(),
        offset,
        Instant.ofEpochMilli(millis),
        bytes(key),
        bytes(value));
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes();
  }
}
