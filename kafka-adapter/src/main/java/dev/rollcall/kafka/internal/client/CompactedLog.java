package dev.rollcall.kafka.internal.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.kafka.KafkaTopic;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A compacted topic of one partition in which Rollcall keeps progress: one small JSON message per
 * key, written in the transactions that it reports on. Reading takes one pass over the topic.
 * Threadsafe.
 */
public final class CompactedLog {

  private static final int VERSION = 1;
  private static final int PARTITION = 0;
  private static final ObjectMapper JSON = new ObjectMapper();

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
    TopicAdmin.ensureCompacted(admin, topic, otherwise);
  }

  /** The message that stores a value under its key. */
  public static ProducerRecord<byte[], byte[]> message(String topic, String key, byte[] value) {
    return new ProducerRecord<>(topic, PARTITION, key.getBytes(UTF_8), value);
  }

  /** Whether the topic exists. */
  public boolean exists() {
    try (Admin admin = KafkaClients.admin(topic)) {
      return TopicAdmin.find(admin, topic).isPresent();
    }
  }

  /** The last value of each key that is committed by now; the topic must exist. */
  public Map<String, byte[]> read() {
    LogRange all;
    try (Admin admin = KafkaClients.admin(topic)) {
      all = LogRange.of(admin, topic, 1);
    }
    Map<String, byte[]> values = new HashMap<>();
    TopicSnapshotReader.read(
        topic,
        all,
        message -> {
          if (message.key() != null && message.value() != null) {
            values.put(new String(message.key(), UTF_8), message.value());
          }
        });
    return values;
  }

  /**
   * Parses a value of version 1.
   *
   * @param what for messages: which value
   * @param isComplete whether it has the fields of this version
   * @throws FatalException if it is not JSON, or of another version
   */
  public static JsonNode parse(String what, byte[] value, Predicate<JsonNode> isComplete) {
    JsonNode json;
    try {
      json = JSON.readTree(value);
    } catch (IOException e) {
      throw new FatalException(what + " is not JSON", e);
    }
    int version = json.path("version").asInt();
    if (version != VERSION || !isComplete.test(json)) {
      throw new FatalException(
          "%s has version %d, expected %d; it was written by another release of Rollcall: use that one or a newer one"
              .formatted(what, version, VERSION));
    }
    return json;
  }

  /** For messages: {@code topic rollcall.loads at localhost:9092}. */
  public String place() {
    return topic.place();
  }
}
