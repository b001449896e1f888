package dev.rollcall.kafka.topic;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import java.util.List;
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
   * The same of several topics, sorted by name: those that are named, all of which must exist, or
   * those that match now, which may be none.
   *
   * @throws ConfigurationException as {@link #identify(KafkaTopic)} does
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  public static List<TopicIdentity> identify(KafkaTopicSet topics) {
    try (Admin admin = KafkaClients.admin(topics)) {
      return TopicAdmin.identifyAll(admin, topics);
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
