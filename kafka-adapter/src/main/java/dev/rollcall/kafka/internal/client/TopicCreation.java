package dev.rollcall.kafka.internal.client;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.kafka.KafkaTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates topics and reads their settings. Threadsafe. */
public final class TopicCreation {

  /** A new topic is known to every broker within moments. */
  private static final RetryPolicy UNTIL_KNOWN =
      new RetryPolicy(50, Duration.ofMillis(50), Duration.ofMillis(500));

  private TopicCreation() {}

  /** Creates the topic with these settings if there is none, and waits until it can be written. */
  public static void ensure(
      Admin admin, KafkaTopic topic, int partitions, Map<String, String> settings) {
    Optional<Uuid> created = create(admin, topic, partitions, settings);
    TopicDescription known =
        UNTIL_KNOWN.call(
            () ->
                TopicDescriptions.find(admin, topic)
                    .filter(found -> created.isEmpty() || created.get().equals(found.topicId()))
                    .orElseThrow(() -> new TransientException(topic.place() + ": not known yet")));
    if (created.isPresent()) {
      awaitLeaders(admin, topic, known.partitions().size());
    }
  }

  /**
   * The id of the topic if this call created it. Creates before it asks, because only the
   * controller knows for sure: a broker may still describe a topic that was just deleted.
   */
  private static Optional<Uuid> create(
      Admin admin, KafkaTopic topic, int partitions, Map<String, String> settings) {
    NewTopic wanted =
        new NewTopic(topic.name(), Optional.of(partitions), Optional.empty()).configs(settings);
    try {
      return Optional.of(admin.createTopics(List.of(wanted)).topicId(topic.name()).get());
    } catch (ExecutionException | InterruptedException e) {
      // not every user of a topic may create one
      if (e.getCause() instanceof TopicExistsException
          || (e instanceof ExecutionException
              && TopicDescriptions.find(admin, topic).isPresent())) {
        return Optional.empty();
      }
      throw KafkaErrors.map(topic.place() + ", creation", e);
    }
  }

  /**
   * Creates a compacted topic of one partition if there is none.
   *
   * @param otherwise for the message: what happens if the topic deletes messages
   * @throws ConfigurationException if the topic exists and deletes messages
   */
  public static void ensureCompacted(Admin admin, KafkaTopic topic, String otherwise) {
    String compact = TopicConfig.CLEANUP_POLICY_COMPACT;
    ensure(admin, topic, 1, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, compact));
    String policy = setting(admin, topic, TopicConfig.CLEANUP_POLICY_CONFIG);
    if (!policy.isEmpty() && !policy.equals(compact)) {
      throw new ConfigurationException(
          topic.place()
              + ": cleanup.policy: got '"
              + policy
              + "', expected 'compact', for "
              + otherwise
              + "; set it: kafka-configs.sh --alter --entity-type topics --entity-name "
              + topic.name()
              + " --add-config cleanup.policy=compact");
    }
  }

  /** A setting of a topic; "" if this user may not see it. */
  public static String setting(Admin admin, KafkaTopic topic, String name) {
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

  /**
   * Waits until each partition has a leader. A partition without one may refuse a producer's first
   * batch and take its second: then the first is out of sequence and fails after {@code
   * delivery.timeout.ms}. Only the leader answers for the end of a log.
   */
  private static void awaitLeaders(Admin admin, KafkaTopic topic, int partitions) {
    LogOffsets.ends(admin, topic, LogOffsets.partitions(topic, partitions));
  }
}
