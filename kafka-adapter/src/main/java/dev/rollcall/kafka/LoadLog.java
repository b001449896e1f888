package dev.rollcall.kafka;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * The compacted topic {@value #TOPIC} that keeps the progress of all loads of a cluster, one
 * message per load. Reading it takes one pass over the topic, which holds some hundred bytes per
 * load.
 */
final class LoadLog {

  static final String TOPIC = "rollcall.loads";

  private static final int PARTITION = 0;

  private final KafkaTopic topic;

  /** The log that this topic is. */
  LoadLog(KafkaTopic topic) {
    this.topic = topic;
  }

  /** The log on the cluster of the topic that is loaded. */
  static LoadLog beside(KafkaTopic loaded) {
    return new LoadLog(loaded.sibling(TOPIC));
  }

  /** Makes the topic if there is none. One that forgets is refused: its loads would run twice. */
  void prepare(Admin admin) {
    KafkaTopics.ensure(
        admin,
        topic,
        1,
        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    String policy = cleanupPolicy(admin);
    if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
      throw new ConfigurationException(
          topic.place()
              + ": cleanup.policy: got '"
              + policy
              + "', expected 'compact', for a load whose progress is deleted would run twice;"
              + " set it: kafka-configs.sh --alter --entity-type topics --entity-name "
              + topic.name()
              + " --add-config cleanup.policy=compact");
    }
  }

  /** As it should be if this user may not ask: not everybody who loads may see settings. */
  private String cleanupPolicy(Admin admin) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    try {
      Config config =
          KafkaErrors.await(topic.place(), admin.describeConfigs(List.of(resource)).all())
              .get(resource);
      ConfigEntry policy = config == null ? null : config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
      return policy == null ? TopicConfig.CLEANUP_POLICY_COMPACT : policy.value();
    } catch (FatalException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return TopicConfig.CLEANUP_POLICY_COMPACT;
      }
      throw e;
    }
  }

  /** The message that stores a load's progress. */
  static ProducerRecord<byte[], byte[]> message(String key, LoadProgress progress) {
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(TOPIC, PARTITION, keyBytes, progress.toBytes());
  }

  /** The last committed progress of a load, as of now. */
  LoadProgress read(String where, String key) {
    byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
    Map<TopicPartition, Long> from;
    Map<TopicPartition, Long> ends;
    try (Admin admin = KafkaClients.admin(topic)) {
      from = BoundedRead.offsets(admin, topic, 1, OffsetSpec.earliest());
      ends = BoundedRead.offsets(admin, topic, 1, OffsetSpec.latest());
    }
    AtomicReference<LoadProgress> last = new AtomicReference<>();
    BoundedRead.read(
        topic,
        from,
        ends,
        BoundedRead.PATIENCE,
        record -> {
          if (Arrays.equals(wanted, record.key()) && record.value() != null) {
            last.set(LoadProgress.parse(where, record.value()));
          }
        });
    LoadProgress found = last.get();
    return found == null ? LoadProgress.NONE : found;
  }
}
