package dev.rollcall.kafka;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Suggestions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the broker what a topic's id and partitions are. Threadsafe. */
public final class TopicIds {

  private TopicIds() {}

  /**
   * The topic's identity now.
   *
   * @throws ConfigurationException if there is no such topic, or the broker gives it no id and the
   *     description has no {@code sourceId}
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   * @throws dev.rollcall.core.error.FatalException if this user may not ask
   */
  public static TopicIdentity resolve(KafkaTopic topic) {
    try (Admin admin = KafkaClients.admin(topic)) {
      return resolve(admin, topic);
    }
  }

  static TopicIdentity resolve(Admin admin, KafkaTopic topic) {
    return identity(topic, require(admin, topic));
  }

  /** The broker's description of a topic that must exist. */
  static TopicDescription require(Admin admin, KafkaTopic topic) {
    return find(admin, topic).orElseThrow(() -> missing(topic, names(admin, topic)));
  }

  /** The broker's description, or nothing if there is no such topic. */
  static Optional<TopicDescription> find(Admin admin, KafkaTopic topic) {
    try {
      return Optional.ofNullable(
          admin.describeTopics(List.of(topic.name())).allTopicNames().get().get(topic.name()));
    } catch (ExecutionException | InterruptedException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw KafkaErrors.map(topic.place(), e);
    }
  }

  static TopicIdentity identity(KafkaTopic topic, TopicDescription found) {
    Uuid uuid = found.topicId();
    String topicId = uuid == null || uuid.equals(Uuid.ZERO_UUID) ? null : uuid.toString();
    String sourceId = topic.sourceId() == null ? topicId : topic.sourceId();
    if (sourceId == null) {
      throw new ConfigurationException(
          topic.place()
              + ": the broker gives the topic no id, so a topic that is deleted and made again"
              + " could not be told from the old one; name the source yourself:"
              + " KafkaTopic.named(\""
              + topic.name()
              + "\").sourceId(\"…\"), and change that name whenever the topic is made again");
    }
    return new TopicIdentity(topic.name(), topicId, sourceId, found.partitions().size());
  }

  static ConfigurationException missing(KafkaTopic topic, Set<String> known) {
    return new ConfigurationException(
        topic.place()
            + ": there is no such topic, or this user may not see it"
            + Suggestions.suggestion(topic.name(), known)
            + "; make it with KafkaTopics.create(…) or kafka-topics.sh --create --topic "
            + topic.name());
  }

  private static Set<String> names(Admin admin, KafkaTopic topic) {
    return KafkaErrors.await(topic.place(), admin.listTopics().names());
  }
}
