package dev.rollcall.kafka.internal.client;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Names;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the broker for a topic's id and partitions. Threadsafe. */
public final class TopicDescriptions {

  private TopicDescriptions() {}

  /**
   * The topic's identity now.
   *
   * @throws ConfigurationException if there is no such topic, or the broker gives it no id and the
   *     description has no {@code sourceId}
   */
  public static TopicIdentity resolve(Admin admin, KafkaTopic topic) {
    return identity(topic, require(admin, topic));
  }

  /**
   * The broker's description.
   *
   * @throws ConfigurationException if there is no such topic
   */
  public static TopicDescription require(Admin admin, KafkaTopic topic) {
    return find(admin, topic).orElseThrow(() -> missing(topic, names(admin, topic)));
  }

  /** The broker's description, or nothing if there is no such topic. */
  public static Optional<TopicDescription> find(Admin admin, KafkaTopic topic) {
    return find(admin, topic, new DescribeTopicsOptions());
  }

  static Optional<TopicDescription> find(
      Admin admin, KafkaTopic topic, DescribeTopicsOptions options) {
    try {
      return Optional.ofNullable(
          admin
              .describeTopics(List.of(topic.name()), options)
              .allTopicNames()
              .get()
              .get(topic.name()));
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
              + ": the broker gives the topic no id, so a topic that is deleted and created again"
              + " could not be told from the old one; name the source yourself:"
              + " KafkaTopic.named(\""
              + topic.name()
              + "\").sourceId(\"…\"), and change that name whenever the topic is created again");
    }
    return new TopicIdentity(topic.name(), topicId, sourceId, found.partitions().size());
  }

  private static ConfigurationException missing(KafkaTopic topic, Set<String> known) {
    return new ConfigurationException(
        topic.place()
            + ": there is no such topic, or this user may not see it"
            + Names.suggestion(topic.name(), known)
            + "; create it with KafkaTopics.create(…) or kafka-topics.sh --create --topic "
            + topic.name());
  }

  private static Set<String> names(Admin admin, KafkaTopic topic) {
    return KafkaErrors.await(topic.place(), admin.listTopics().names());
  }
}
