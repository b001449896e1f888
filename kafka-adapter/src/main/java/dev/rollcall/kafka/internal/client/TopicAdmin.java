package dev.rollcall.kafka.internal.client;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.record.Texts;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.TopicIdentity;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Describes topics, creates them, and reads their settings. Threadsafe. */
public final class TopicAdmin {

  /** A new topic is known to every broker within moments. */
  private static final RetryPolicy UNTIL_KNOWN =
      new RetryPolicy(50, Duration.ofMillis(50), Duration.ofMillis(500));

  private TopicAdmin() {}

  /**
   * The topic's identity now.
   *
   * @throws ConfigurationException if there is no such topic, or the broker gives it no id and the
   *     description has no {@code sourceId}
   */
  public static TopicIdentity identify(Admin admin, KafkaTopic topic) {
    return identity(topic, require(admin, topic));
  }

  /** The same; nothing if the broker does not know the topic. */
  public static Optional<TopicIdentity> findIdentity(Admin admin, KafkaTopic topic) {
    return find(admin, topic).map(found -> identity(topic, found));
  }

  /** The names of the topics that are read, as far as this user may see them. */
  public static List<String> names(Admin admin, KafkaTopicSet topics) {
    return KafkaErrors.await(topics.place(), admin.listTopics().names()).stream()
        .filter(topics::includes)
        .sorted()
        .toList();
  }

  /** Those that are named, all of which must exist, or those that match now, by name. */
  public static List<TopicIdentity> identifyAll(Admin admin, KafkaTopicSet topics) {
    return topics.pattern() == null
        ? topics.topics().stream()
            .map(topic -> identify(admin, topic))
            .sorted(Comparator.comparing(TopicIdentity::topic))
            .toList()
        : names(admin, topics).stream()
            .map(name -> findIdentity(admin, topics.topic(name)))
            .flatMap(Optional::stream)
            .toList();
  }

  static TopicIdentity identity(KafkaTopic topic, TopicDescription found) {
    Uuid uuid = found.topicId();
    String topicId = uuid == null || uuid.equals(Uuid.ZERO_UUID) ? null : uuid.toString();
    String sourceId = topic.sourceId() == null ? topicId : topic.sourceId();
    if (sourceId == null) {
      throw new ConfigurationException(
          "%s: the broker gives the topic no id, so a topic that is deleted and created again could not be told from the old one; name the source yourself: KafkaTopic.named(\"%s\").sourceId(\"…\"), and change that name whenever the topic is created again"
              .formatted(topic.place(), topic.name()));
    }
    return new TopicIdentity(topic.name(), topicId, sourceId, found.partitions().size());
  }

  /**
   * The broker's description of the topic.
   *
   * @throws ConfigurationException if there is no such topic
   */
  public static TopicDescription require(Admin admin, KafkaTopic topic) {
    return find(admin, topic)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "%s: there is no such topic, or this user may not see it%s; create it with KafkaTopics.create(…) or kafka-topics.sh --create --topic %s"
                        .formatted(
                            topic.place(),
                            Texts.didYouMean(
                                topic.name(),
                                KafkaErrors.await(topic.place(), admin.listTopics().names())),
                            topic.name())));
  }

  /** The broker's description of the topic, or nothing if there is no such topic. */
  public static Optional<TopicDescription> find(Admin admin, KafkaTopic topic) {
    return find(admin, topic, new DescribeTopicsOptions());
  }

  static Optional<TopicDescription> find(
      Admin admin, KafkaTopic topic, DescribeTopicsOptions options) {
    return KafkaErrors.awaitUnless(
            topic.place(),
            admin.describeTopics(List.of(topic.name()), options).allTopicNames(),
            UnknownTopicOrPartitionException.class)
        .flatMap(found -> Optional.ofNullable(found.get(topic.name())));
  }

  /** The same of several topics, by name, in one request. */
  public static Map<String, Optional<TopicDescription>> findAll(
      Admin admin, Collection<KafkaTopic> topics, DescribeTopicsOptions options) {
    Map<String, KafkaFuture<TopicDescription>> asked =
        admin
            .describeTopics(topics.stream().map(KafkaTopic::name).toList(), options)
            .topicNameValues();
    Map<String, Optional<TopicDescription>> found = new HashMap<>();
    for (KafkaTopic topic : topics) {
      found.put(
          topic.name(),
          KafkaErrors.awaitUnless(
              topic.place(),
              Objects.requireNonNull(asked.get(topic.name())),
              UnknownTopicOrPartitionException.class));
    }
    return found;
  }

  /** Creates the topic with these settings if there is none, and waits until it can be written. */
  public static void ensure(
      Admin admin, KafkaTopic topic, int partitions, Map<String, String> settings) {
    Optional<Uuid> created = create(admin, topic, partitions, settings);
    TopicDescription known =
        UNTIL_KNOWN.call(
            () ->
                find(admin, topic)
                    .filter(found -> created.isEmpty() || created.get().equals(found.topicId()))
                    .orElseThrow(() -> new TransientException(topic.place() + ": not known yet")));
    if (created.isPresent()) {
      // Only the leader of a partition answers for its log. A partition without one may refuse a
      // producer's first batch and take its second: then the first is out of sequence and fails
      // after delivery.timeout.ms.
      LogRange.of(admin, topic, known.partitions().size());
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
          || (e instanceof ExecutionException && find(admin, topic).isPresent())) {
        return Optional.empty();
      }
      throw KafkaErrors.map(topic.place() + ", creation", e);
    }
  }

  /** A setting of a topic; "" if this user may not see it. */
  public static String setting(Admin admin, KafkaTopic topic, String name) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    return KafkaErrors.awaitUnless(
            topic.place(),
            admin.describeConfigs(List.of(resource)).all(),
            AuthorizationException.class)
        .flatMap(found -> Optional.ofNullable(found.get(resource)))
        .map(config -> config.get(name))
        .map(ConfigEntry::value)
        .orElse("");
  }

  /**
   * Creates a compacted topic of one partition if there is none.
   *
   * @param otherwise for the message: what happens if the topic deletes messages
   * @throws ConfigurationException if the topic exists and deletes messages
   */
  static void ensureCompacted(Admin admin, KafkaTopic topic, String otherwise) {
    String compact = TopicConfig.CLEANUP_POLICY_COMPACT;
    ensure(admin, topic, 1, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, compact));
    String policy = setting(admin, topic, TopicConfig.CLEANUP_POLICY_CONFIG);
    if (!policy.isEmpty() && !policy.equals(compact)) {
      throw new ConfigurationException(
          "%s: cleanup.policy: got '%s', expected 'compact', for %s; set it: kafka-configs.sh --alter --entity-type topics --entity-name %s --add-config cleanup.policy=compact"
              .formatted(topic.place(), policy, otherwise, topic.name()));
    }
  }
}
