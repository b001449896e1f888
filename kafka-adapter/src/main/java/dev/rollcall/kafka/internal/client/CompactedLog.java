package dev.rollcall.kafka.internal.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.kafka.KafkaTopic;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A compacted topic of one partition in which Rollcall keeps progress, one message per key, written
 * in the transactions that it reports on. Reading takes one pass over the topic. Threadsafe.
 */
public final class CompactedLog {

  private static final int PARTITION = 0;

  private final KafkaTopic topic;
  private final String otherwise;

  /**
   * The log in this topic.
   *
   * @param otherwise for messages: what happens if the topic deletes messages
   */
  public CompactedLog(KafkaTopic topic, String otherwise) {
    this.topic = topic;
    this.otherwise = otherwise;
  }

  /**
   * Creates the topic if there is none.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if it exists and deletes messages
   */
  public void prepare(Admin admin) {
    TopicCreation.ensureCompacted(admin, topic, otherwise);
  }

  /** The message that stores a value under its key in the log of this name. */
  public static ProducerRecord<byte[], byte[]> message(String topic, String key, byte[] value) {
    return new ProducerRecord<>(topic, PARTITION, key.getBytes(UTF_8), value);
  }

  /**
   * Reads what is committed by now, in the order it was written; the last value of a key counts.
   *
   * @throws dev.rollcall.core.error.RollcallException if there is no such topic
   */
  public void read(BiConsumer<String, byte[]> each) {
    LogRange all;
    try (Admin admin = KafkaClients.admin(topic)) {
      all = LogRange.of(admin, topic, 1);
    }
    TopicSnapshotReader.read(
        topic,
        all,
        message -> {
          if (message.key() != null && message.value() != null) {
            each.accept(new String(message.key(), UTF_8), message.value());
          }
        });
  }

  /** Whether the topic exists. */
  public boolean exists() {
    try (Admin admin = KafkaClients.admin(topic)) {
      return TopicDescriptions.find(admin, topic).isPresent();
    }
  }

  /** For messages: {@code topic rollcall.loads at localhost:9092}. */
  public String place() {
    return topic.place();
  }
}
