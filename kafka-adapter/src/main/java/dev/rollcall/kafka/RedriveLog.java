package dev.rollcall.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    KafkaTopics.ensure(
        admin,
        topic,
        1,
        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    String policy = setting(admin, topic, TopicConfig.CLEANUP_POLICY_CONFIG);
    if (!policy.isEmpty() && !policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      throw new ConfigurationException(
          topic.place()
              + ": cleanup.policy: got '"
              + policy
              + "', expected 'compact', for a letter whose mark is deleted would be sent twice;"
              + " set it: kafka-configs.sh --alter --entity-type topics --entity-name "
              + topic.name()
              + " --add-config cleanup.policy=compact");
    }
  }

  /** A setting of a topic; "" if this user may not ask: not everybody may see settings. */
  static String setting(Admin admin, KafkaTopic topic, String name) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    try {
      Config config =
          KafkaErrors.await(topic.place(), admin.describeConfigs(List.of(resource)).all())
              .get(resource);
      ConfigEntry entry = config == null ? null : config.get(name);
      return entry == null || entry.value() == null ? "" : entry.value();
    } catch (FatalException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return "";
      }
      throw e;
    }
  }

  static ProducerRecord<byte[], byte[]> message(String letterId, RedriveMark mark) {
    return new ProducerRecord<>(TOPIC, PARTITION, letterId.getBytes(UTF_8), mark.toBytes());
  }

  /** All marks committed up to now, by letter id; none if the topic is not there. */
  Map<String, RedriveMark> read() {
    Map<TopicPartition, Long> from;
    Map<TopicPartition, Long> ends;
    try (Admin admin = KafkaClients.admin(topic)) {
      if (TopicIds.find(admin, topic).isEmpty()) {
        return Map.of();
      }
      from = BoundedRead.offsets(admin, topic, 1, OffsetSpec.earliest());
      ends = BoundedRead.offsets(admin, topic, 1, OffsetSpec.latest());
    }
    Map<String, RedriveMark> marks = new HashMap<>();
    BoundedRead.read(
        topic,
        from,
        ends,
        BoundedRead.PATIENCE,
        message -> {
          if (message.key() != null && message.value() != null) {
            marks.put(
                new String(message.key(), UTF_8),
                RedriveMark.parse(topic.place(), message.value()));
          }
        });
    return marks;
  }
}
