package dev.rollcall.kafka.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.TopicCreation;
import dev.rollcall.kafka.internal.client.TopicDescriptions;
import dev.rollcall.kafka.internal.client.TopicSnapshotReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The compacted topic {@value #TOPIC} that keeps which letters of a cluster were sent again: the
 * key is the letter's id, the value a {@link RedriveMark}. It is read in one pass, some hundred
 * bytes per letter.
 */
final class RedriveLog {

  static final String TOPIC = "rollcall.redrives";

  private static final int PARTITION = 0;

  private final KafkaTopic topic;

  private RedriveLog(KafkaTopic topic) {
    this.topic = topic;
  }

  /** The log on the cluster of this topic. */
  static RedriveLog beside(KafkaTopic deadLetters) {
    return new RedriveLog(deadLetters.sibling(TOPIC));
  }

  /** Makes the topic if there is none. One that forgets is refused: letters would go twice. */
  void prepare(Admin admin) {
    TopicCreation.ensureCompacted(
        admin, topic, "a letter whose mark is deleted would be sent twice");
  }

  static ProducerRecord<byte[], byte[]> message(String letterId, RedriveMark mark) {
    return new ProducerRecord<>(TOPIC, PARTITION, letterId.getBytes(UTF_8), mark.toBytes());
  }

  /** All marks committed up to now, by letter id; none if the topic is not there. */
  Map<String, RedriveMark> read() {
    try (Admin admin = KafkaClients.admin(topic)) {
      if (TopicDescriptions.find(admin, topic).isEmpty()) {
        return Map.of();
      }
    }
    Map<String, RedriveMark> marks = new HashMap<>();
    TopicSnapshotReader.readFirstPartition(
        topic,
        message -> {
          if (message.key() != null && message.value() != null) {
            marks.put(
                new String(message.key(), UTF_8),
                RedriveMark.parse(topic.place(), message.value()));
          }
        });
    return marks;
  }

  /** The ids of all letters that need nothing more. */
  Set<String> redriven() {
    return read().entrySet().stream()
        .filter(entry -> entry.getValue().done())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
