package dev.rollcall.kafka.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.StoredLetter.Payload;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.LogRange;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import dev.rollcall.kafka.internal.client.TopicSnapshotReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A dead-letter topic as it was when it was read: the last message of each key in each partition.
 * Holds all letters in memory, and each payload once, however many letters refer to it. Not
 * threadsafe.
 */
public final class DeadLetterSnapshot {

  private final KafkaTopic topic;
  private final Map<PartitionKey, ConsumerRecord<byte[], byte[]>> letters = new LinkedHashMap<>();
  private final Map<PartitionKey, PayloadMessage> payloads = new HashMap<>();
  private Map<TopicPartition, Long> next = Map.of();

  DeadLetterSnapshot(KafkaTopic topic) {
    this.topic = topic;
  }

  /**
   * Reads the topic up to its present end. Skips messages that are not dead letters of Rollcall,
   * and letters that were deleted (a null under their key).
   *
   * @throws dev.rollcall.core.error.ConfigurationException if there is no such topic
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   * @throws dev.rollcall.core.error.FatalException if a newer release wrote a letter
   */
  public static DeadLetterSnapshot read(DeadLetterTopic deadLetters) {
    DeadLetterSnapshot snapshot = new DeadLetterSnapshot(deadLetters.topic());
    snapshot.refresh();
    return snapshot;
  }

  /** Reads what was written since the last time, at first everything. */
  void refresh() {
    LogRange range;
    try (Admin admin = KafkaClients.admin(topic)) {
      int partitions = TopicAdmin.require(admin, topic).partitions().size();
      range = LogRange.of(admin, topic, partitions);
    }
    range = range.startingAt((part, first) -> Math.max(first, next.getOrDefault(part, 0L)));
    TopicSnapshotReader.read(topic, range, this::add);
    next = range.ends();
  }

  /** Adds the next message of a partition. */
  void add(ConsumerRecord<byte[], byte[]> message) {
    if (message.key() == null) {
      return;
    }
    PartitionKey key = new PartitionKey(message.partition(), new String(message.key(), UTF_8));
    if (message.value() == null) {
      letters.remove(key);
      payloads.remove(key);
      return;
    }
    int form = DeadLetterForm.of(topic.place(), message.headers());
    if (DeadLetterCodec.isLetter(message)) {
      letters.put(key, message);
    } else if (form > 1) {
      payloads.put(key, PayloadMessage.read(message));
    }
  }

  /**
   * One letter per id, in the order in which the ids first appeared; if an id appeared several
   * times, its last letter.
   */
  public List<StoredLetter> letters() {
    Map<String, StoredLetter> best = new LinkedHashMap<>();
    letters.forEach(
        (key, message) -> best.merge(key.key(), letter(message), DeadLetterSnapshot::best));
    return List.copyOf(best.values());
  }

  /** Chooses between letters of one id in two partitions, which have no common order. */
  private static StoredLetter best(StoredLetter one, StoredLetter other) {
    if (one.form() != other.form()) {
      return one.form() > other.form() ? one : other;
    }
    return one.payload() == Payload.KEPT ? one : other;
  }

  private StoredLetter letter(ConsumerRecord<byte[], byte[]> message) {
    return DeadLetterForm.of(topic.place(), message.headers()) == 1
        ? DeadLetterCodec.readForm1(message)
        : DeadLetterCodec.readForm2(message, payloads.get(payload(message)));
  }

  /** The payload of a letter is in the letter's partition. */
  private static PartitionKey payload(ConsumerRecord<byte[], byte[]> letter) {
    return new PartitionKey(letter.partition(), DeadLetterCodec.payloadKey(letter));
  }

  /**
   * Deletes the payloads whose letters are all re-driven. Reads the topic again before it deletes,
   * and leaves a payload that was written again since. Logs a failure: what this call does not
   * delete, the next one does.
   *
   * @param redriven reads the ids of all letters that are re-driven; called only if needed
   */
  public void deleteSettledPayloads(Supplier<Set<String>> redriven) {
    new PayloadCleanup(topic, this, redriven).delete();
  }

  /**
   * The ids of all letters that refer to each payload: once these are settled, nobody needs the
   * payload. Leaves out a payload with no such letter behind it: a replay has written it again, and
   * its letters are still to come.
   */
  Map<Written, Set<String>> references() {
    Map<Written, Set<String>> references = new LinkedHashMap<>();
    Set<Written> followed = new HashSet<>();
    letters.forEach(
        (key, message) -> {
          PartitionKey at = payload(message);
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

  /**
   * A key in one partition of the topic. Compaction works per partition: after the topic got more
   * partitions, a key may be in several, each with a message of its own.
   */
  record PartitionKey(int partition, String key) {}

  /** A payload as it was written once: a replay writes it again, at another offset. */
  record Written(PartitionKey at, long offset) {}
}
