package dev.rollcall.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A dead-letter topic as it was at some time: of each key the last message. Holds each payload
 * once, however many letters refer to it. Not threadsafe.
 */
final class LetterSnapshot {

  private final KafkaTopic topic;
  private final Map<String, ConsumerRecord<byte[], byte[]>> letters = new LinkedHashMap<>();
  private final Map<String, PayloadMessage> payloads = new HashMap<>();
  private Map<TopicPartition, Long> next = Map.of();

  LetterSnapshot(KafkaTopic topic) {
    this.topic = topic;
  }

  /**
   * Reads what has come since the last time, at first everything.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if there is no such topic
   * @throws dev.rollcall.core.error.FatalException if a newer release has written a letter
   */
  LetterSnapshot read() {
    Map<TopicPartition, Long> from;
    Map<TopicPartition, Long> ends;
    try (Admin admin = KafkaClients.admin(topic)) {
      int partitions = TopicIds.require(admin, topic).partitions().size();
      from = new HashMap<>(BoundedRead.offsets(admin, topic, partitions, OffsetSpec.earliest()));
      ends = BoundedRead.offsets(admin, topic, partitions, OffsetSpec.latest());
    }
    from.replaceAll((part, first) -> Math.max(first, next.getOrDefault(part, 0L)));
    BoundedRead.read(topic, from, ends, BoundedRead.PATIENCE, this::take);
    next = ends;
    return this;
  }

  /** Takes the next message of a partition. */
  void take(ConsumerRecord<byte[], byte[]> message) {
    if (message.key() == null) {
      return;
    }
    String key = new String(message.key(), UTF_8);
    if (message.value() == null) {
      letters.remove(key);
      payloads.remove(key);
      return;
    }
    int form = LetterForm.of(topic.place(), message.headers());
    if (!LetterMessages.isLetter(message)) {
      if (form > 1) {
        payloads.put(key, PayloadMessage.read(message));
      }
      return;
    }
    ConsumerRecord<byte[], byte[]> before = letters.get(key);
    // the forms may stand in different partitions, which have no common order
    if (before == null || LetterForm.of(topic.place(), before.headers()) <= form) {
      letters.put(key, message);
    }
  }

  /** All letters in the order in which their ids first came. */
  List<StoredLetter> letters() {
    return letters.values().stream().map(this::letter).toList();
  }

  private StoredLetter letter(ConsumerRecord<byte[], byte[]> message) {
    return LetterForm.of(topic.place(), message.headers()) == 1
        ? LetterMessages.former(message)
        : LetterMessages.read(message, payloads.get(LetterMessages.payloadKey(message)));
  }

  /** The payloads that are here, and the ids of the letters that refer to each. */
  Map<String, Set<String>> references() {
    Map<String, Set<String>> references = new LinkedHashMap<>();
    letters.forEach(
        (id, message) -> {
          String key = LetterMessages.payloadKey(message);
          if (payloads.containsKey(key)) {
            references.computeIfAbsent(key, any -> new LinkedHashSet<>()).add(id);
          }
        });
    return references;
  }

  /** The partition that a payload that is here stands in. */
  int partition(String payloadKey) {
    return Objects.requireNonNull(payloads.get(payloadKey)).partition();
  }
}
