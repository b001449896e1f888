package dev.rollcall.kafka;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a dead-letter topic as it is now, one letter per id. Holds all letters in memory.
 * Threadsafe.
 */
public final class DeadLetterReader {

  private final KafkaTopic topic;

  private DeadLetterReader(KafkaTopic topic) {
    this.topic = topic;
  }

  /** A reader of this topic. */
  public static DeadLetterReader of(DeadLetterTopic deadLetters) {
    return new DeadLetterReader(deadLetters.topic());
  }

  /**
   * All letters in the order in which their ids first came; of an id that came several times the
   * last letter. Messages that are no dead letters of Rollcall are passed over.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if there is no such topic
   */
  public List<StoredLetter> read() {
    Map<TopicPartition, Long> from;
    Map<TopicPartition, Long> ends;
    try (Admin admin = KafkaClients.admin(topic)) {
      int partitions = TopicIds.require(admin, topic).partitions().size();
      from = BoundedRead.offsets(admin, topic, partitions, OffsetSpec.earliest());
      ends = BoundedRead.offsets(admin, topic, partitions, OffsetSpec.latest());
    }
    Map<String, StoredLetter> letters = new LinkedHashMap<>();
    BoundedRead.read(
        topic,
        from,
        ends,
        BoundedRead.PATIENCE,
        message ->
            LetterMessages.read(message).ifPresent(letter -> letters.put(letter.id(), letter)));
    return List.copyOf(letters.values());
  }
}
