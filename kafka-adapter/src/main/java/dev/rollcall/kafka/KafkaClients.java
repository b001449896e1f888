package dev.rollcall.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the Kafka clients with the settings that the guarantees rest on. The user's own settings
 * pass through untouched; {@link KafkaTopic} refuses those that would break a guarantee.
 */
final class KafkaClients {

  private KafkaClients() {}

  static Admin admin(KafkaTopic topic) {
    return make(topic, Map.of(), Admin::create);
  }

  /** Reads committed records of partitions it is given; belongs to no group. */
  static Consumer<byte[], byte[]> consumer(KafkaTopic topic) {
    Map<String, Object> ours =
        Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            // a position that has left the log is an error, never a silent jump
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none",
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class);
    return make(topic, ours, KafkaConsumer::new);
  }

  static Producer<byte[], byte[]> producer(KafkaTopic topic) {
    return make(topic, producerSettings(), KafkaProducer::new);
  }

  static Producer<byte[], byte[]> transactionalProducer(KafkaTopic topic, String transactionalId) {
    Map<String, Object> settings = producerSettings();
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    return make(topic, settings, KafkaProducer::new);
  }

  private static Map<String, Object> producerSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return settings;
  }

  private static <T> T make(
      KafkaTopic topic, Map<String, Object> ours, Function<Map<String, Object>, T> constructor) {
    Map<String, Object> all = new HashMap<>(topic.properties());
    all.putAll(ours);
    all.put("bootstrap.servers", topic.bootstrapServers());
    try {
      return constructor.apply(all);
    } catch (RuntimeException e) {
      throw KafkaErrors.mapSettings(topic.place(), topic.properties(), e);
    }
  }
}
