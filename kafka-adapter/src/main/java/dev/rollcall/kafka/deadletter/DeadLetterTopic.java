package dev.rollcall.kafka.deadletter;

import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.SharedResources.Lease;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Keeps dead letters as messages of a topic: the key is the letter's id, and headers named {@code
 * rollcall.…} say where it failed and why. The original record is a message of its own, once for
 * all letters of its elements, in the same partition before them. A replay writes the same keys
 * again; the re-drive of a record's last letter deletes the record's message.
 *
 * <p>The original bytes are not redacted, so they are kept only if the source is on the same
 * cluster as this topic: the broker is asked whether it has a topic of the source's id. State this
 * with {@link #localSource} for a source that the user named ({@link KafkaTopic#sourceId(String)}).
 * Otherwise a letter has id, reason and SHA-256 only.
 *
 * <p>Immutable, threadsafe; every method that takes an argument returns a changed copy.
 */
public final class DeadLetterTopic implements DeadLetterTarget {

  private static final long serialVersionUID = 1;

  /** Settings of a new topic: nothing expires, and only the last copy of a letter stays. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          // letters keep the timestamps of their records, even far in the future
          TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
          Long.toString(Long.MAX_VALUE));

  private final KafkaTopic topic;
  private final boolean autoCreate;
  private final Set<String> localSources;

  private DeadLetterTopic(KafkaTopic topic, boolean autoCreate, Set<String> localSources) {
    this.topic = topic;
    this.autoCreate = autoCreate;
    this.localSources = Set.copyOf(localSources);
  }

  /** Names the topic, at {@value KafkaTopic#DEFAULT_SERVERS}; it must exist. */
  public static DeadLetterTopic named(String name) {
    return new DeadLetterTopic(KafkaTopic.named(name), false, Set.of());
  }

  /** Sets the servers: {@code host:port}, comma-separated. */
  public DeadLetterTopic bootstrapServers(String servers) {
    return new DeadLetterTopic(topic.bootstrapServers(servers), autoCreate, localSources);
  }

  /** Adds a setting of the Kafka clients (security, time-outs, sizes). */
  public DeadLetterTopic property(String key, String value) {
    return new DeadLetterTopic(topic.property(key, value), autoCreate, localSources);
  }

  /** Adds settings of the Kafka clients; replaces those of the same name. */
  public DeadLetterTopic properties(Map<String, String> more) {
    return new DeadLetterTopic(topic.properties(more), autoCreate, localSources);
  }

  /** Creates the topic when it is opened, if there is none: one partition, compacted. */
  public DeadLetterTopic autoCreate() {
    return new DeadLetterTopic(topic, true, localSources);
  }

  /** States that the source of this {@code sourceId} is on this cluster, to keep its payloads. */
  public DeadLetterTopic localSource(String sourceId) {
    Set<String> more = new TreeSet<>(localSources);
    more.add(sourceId);
    return new DeadLetterTopic(topic, autoCreate, more);
  }

  /** The topic itself. */
  public KafkaTopic topic() {
    return topic;
  }

  @Override
  public String name() {
    return "kafka:" + topic.name();
  }

  @Override
  public SinkPlan plan() {
    String create =
        "kafka-topics.sh --create --if-not-exists --topic %s --partitions 1 --config cleanup.policy=compact --config %s=%d"
            .formatted(
                topic.name(), TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.MAX_VALUE);
    return new SinkPlan(
        name(),
        "each letter at least once under its own key, before the offset is committed: acks=all,"
            + " and a replay writes the same key again, so readers keep the last message of a key",
        List.of(create),
        List.of(
            "the original bytes are kept, unredacted, if the source is on the same cluster;"
                + " otherwise id, reason and SHA-256",
            "a topic with cleanup.policy=delete drops letters by the age of their records,"
                + " not by the age of the letters",
            "a record that does not fit into a message is kept without its payload; the letters of"
                + " one record share its payload, under a key of its own"));
  }

  /**
   * Connects; all dead-letter topics of this cluster and these settings share one producer in the
   * JVM.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if there is no such topic and {@link
   *     #autoCreate} is not set
   */
  @Override
  public DeadLetters open() {
    Lease<SharedClients> clients = SharedClients.acquire(topic);
    try {
      Admin admin = clients.get().admin();
      if (autoCreate) {
        TopicAdmin.ensure(admin, topic, 1, SETTINGS);
      }
      int partitions = TopicAdmin.require(admin, topic).partitions().size();
      LocalClusterSources isLocal = new LocalClusterSources(topic, admin, localSources);
      return new KafkaDeadLetters(
          topic, partitions, clients.get().producer(), isLocal, clients::close);
    } catch (RuntimeException | Error e) {
      clients.close();
      throw e;
    }
  }

  /** Secret settings print as {@code [hidden]}. */
  @Override
  public String toString() {
    return "DeadLetterTopic[" + topic + (autoCreate ? ", autoCreate" : "") + "]";
  }
}
