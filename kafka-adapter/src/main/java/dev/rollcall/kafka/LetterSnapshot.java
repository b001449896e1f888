package dev.rollcall.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.kafka.StoredLetter.Payload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A dead-letter topic as it was at some time: of each key in each partition the last message. Holds
 * each payload once, however many letters refer to it. Not threadsafe.
 */
final class LetterSnapshot {

  private final KafkaTopic topic;
  private final Map<TopicKey, ConsumerRecord<byte[], byte[]>> letters = new LinkedHashMap<>();
  private final Map<TopicKey, PayloadMessage> payloads = new HashMap<>();
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
    TopicKey key = new TopicKey(message.partition(), new String(message.key(), UTF_8));
    if (message.value() == null) {
      letters.remove(key);
      payloads.remove(key);
      return;
    }
    int form = LetterForm.of(topic.place(), message.headers());
    if (LetterMessages.isLetter(message)) {
      letters.put(key, message);
    } else if (form > 1) {
      payloads.put(key, PayloadMessage.read(message));
    }
  }

  /** All letters, one of each id, in the order in which their ids first came. */
  List<StoredLetter> letters() {
    Map<String, StoredLetter> best = new LinkedHashMap<>();
    letters.forEach((key, message) -> best.merge(key.key(), letter(message), LetterSnapshot::best));
    return List.copyOf(best.values());
  }

  /** Of one id in two partitions, which have no common order. */
  private static StoredLetter best(StoredLetter one, StoredLetter other) {
    if (one.form() != other.form()) {
      return one.form() > other.form() ? one : other;
    }
    return one.payload() == Payload.KEPT ? one : other;
  }

  private StoredLetter letter(ConsumerRecord<byte[], byte[]> message) {
    return LetterForm.of(topic.place(), message.headers()) == 1
        ? LetterMessages.former(message)
        : LetterMessages.read(message, payloads.get(payload(message)));
  }

  /** The payload of a letter stands in its own partition. */
  private static TopicKey payload(ConsumerRecord<byte[], byte[]> letter) {
    return new TopicKey(letter.partition(), LetterMessages.payloadKey(letter));
  }

  /**
   * The payloads that nobody needs once these letters are settled: the ids of all that refer to
   * each. Without those behind which no such letter stands: a replay has written them again, and
   * its letters are still to come.
   */
  Map<Written, Set<String>> references() {
    Map<Written, Set<String>> references = new LinkedHashMap<>();
    Set<Written> followed = new HashSet<>();
    letters.forEach(
        (key, message) -> {
          TopicKey at = payload(message);
          PayloadMessage payload = payloads.get(at);
          if (payload != null) {
            Written written = new Written(at, payload.offset());
            references.computeIfAbsent(written, any -> new LinkedHashSet<>()).add(key.key());
            if (message.offset() > payload.offset()) {
              followed.add(written);
            }
          }
        });
    references.keySet().retainAll(followed);
    return references;
  }

  /** A payload as it was written at some time: a replay writes it again, at another offset. */
  record Written(TopicKey at, long offset) {}
}
