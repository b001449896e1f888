package dev.rollcall.kafka.internal.client;

import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopicSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Creates the Kafka clients with the settings that the guarantees rest on. The user's own settings
 * pass through untouched; {@link KafkaTopic} refuses those that would break a guarantee.
 * Threadsafe.
 */
public final class KafkaClients {

  /** Defaults that the user may change: new partitions are seen soon, and memory is bounded. */
  private static final Map<String, Object> MEMBER_DEFAULTS =
      Map.of(
          ConsumerConfig.METADATA_MAX_AGE_CONFIG,
          30_000,
          ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
          16 * 1024 * 1024,
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          1000);

  private KafkaClients() {}

  /** An admin client. */
  public static Admin admin(KafkaTopic topic) {
    return create(topic, Map.of(), Admin::create);
  }

  /** An admin client of the topics' cluster. */
  public static Admin admin(KafkaTopicSet topics) {
    return create(
        topics.place(), topics.bootstrapServers(), topics.properties(), Map.of(), Admin::create);
  }

  /** A consumer without a group, which reads committed records of assigned partitions. */
  public static Consumer<byte[], byte[]> consumer(KafkaTopic topic) {
    return create(topic, consumerSettings(), KafkaConsumer::new);
  }

  /** A consumer that reads committed records as a member of the group and never commits itself. */
  public static Consumer<byte[], byte[]> member(KafkaTopicSet topics, String group) {
    Map<String, Object> settings = new HashMap<>(MEMBER_DEFAULTS);
    settings.keySet().removeAll(topics.properties().keySet());
    settings.putAll(consumerSettings());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        List.of(CooperativeStickyAssignor.class));
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.CHECK_CRCS_CONFIG, true);
    return create(
        topics.place(),
        topics.bootstrapServers(),
        topics.properties(),
        settings,
        KafkaConsumer::new);
  }

  /** The names of the consumer groups that this user may see. */
  // its successor came with 4.1, and 3.9 works too
  @SuppressWarnings("removal")
  public static List<String> groups(String where, Admin admin) {
    return KafkaErrors.await(where, admin.listConsumerGroups().all()).stream()
        .map(group -> group.groupId())
        .toList();
  }

  /** Leaves the group and closes, within this time. */
  // its successor came with 4.1, and 3.9 works too
  @SuppressWarnings("deprecation")
  public static void close(Consumer<?, ?> consumer, Duration within) {
    consumer.close(within);
  }

  private static Map<String, Object> consumerSettings() {
    return Map.of(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
        "read_committed",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
        false,
        // a position that is not in the log any more is an error, never a silent jump
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "none",
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class,
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
        ByteArrayDeserializer.class);
  }

  /** An idempotent producer. */
  public static Producer<byte[], byte[]> producer(KafkaTopic topic) {
    return create(topic, producerSettings(), KafkaProducer::new);
  }

  /** A producer with this transactional id. */
  public static Producer<byte[], byte[]> transactionalProducer(
      KafkaTopic topic, String transactionalId) {
    Map<String, Object> settings = producerSettings();
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    return create(topic, settings, KafkaProducer::new);
  }

  private static Map<String, Object> producerSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return settings;
  }

  private static <T> T create(
      KafkaTopic topic, Map<String, Object> ours, Function<Map<String, Object>, T> constructor) {
    return create(topic.place(), topic.bootstrapServers(), topic.properties(), ours, constructor);
  }

  private static <T> T create(
      String place,
      String servers,
      Map<String, String> properties,
      Map<String, Object> ours,
      Function<Map<String, Object>, T> constructor) {
    Map<String, Object> all = new HashMap<>(properties);
    all.putAll(ours);
    all.put("bootstrap.servers", servers);
    try {
      return constructor.apply(all);
    } catch (RuntimeException e) {
      throw KafkaErrors.mapSettings(place, properties, e);
    }
  }
}
