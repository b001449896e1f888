package dev.rollcall.kafka.topic;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Creates topics and identifies them. Threadsafe. */
public final class KafkaTopics {

  private KafkaTopics() {}

  /**
   * Creates the topic if there is none of its name, with the broker's default replication, and
   * waits until every partition has a leader. An existing topic is left as it is, with as many
   * partitions as it has.
   *
   * @param partitions at least 1
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   * @throws dev.rollcall.core.error.FatalException if this user may not create topics
   */
  public static TopicIdentity create(KafkaTopic topic, int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions: got " + partitions + ", expected at least 1");
    }
    try (Admin admin = KafkaClients.admin(topic)) {
      TopicAdmin.ensure(admin, topic, partitions, Map.of());
      return TopicAdmin.identify(admin, topic);
    }
  }

  /**
   * Asks the broker for the topic's identity now.
   *
   * @throws ConfigurationException if there is no such topic, or the broker gives it no id and the
   *     description has no {@code sourceId}
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   * @throws dev.rollcall.core.error.FatalException if this user may not describe the topic
   */
  public static TopicIdentity identify(KafkaTopic topic) {
    try (Admin admin = KafkaClients.admin(topic)) {
      return TopicAdmin.identify(admin, topic);
    }
  }

  /**
   * Whether there is a topic of this name that this user may see.
   *
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public static boolean exists(KafkaTopic topic) {
    try (Admin admin = KafkaClients.admin(topic)) {
      return TopicAdmin.find(admin, topic).isPresent();
    }
  }
}
