package dev.rollcall.kafka.source;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.internal.setting.ClientSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes how to read topics as a member of a consumer group, without a connection. Immutable,
 * threadsafe; every method that takes an argument returns a changed copy.
 *
 * <pre>{@code
 * KafkaSource users = KafkaSource.topic("users").group("profiles").bootstrapServers("broker-1:9092");
 * }</pre>
 *
 * <p><b>Several topics</b>, by name or by a pattern: {@link KafkaTopicSet}. All that is said of a
 * topic here holds for each. A topic that begins to match joins the running group when a member's
 * knowledge of the cluster is renewed: {@code metadata.max.age.ms}, 30 seconds unless set
 * otherwise.
 *
 * <p><b>Delivery.</b> Reads committed transactions only. A partition starts at the group's
 * committed offset, or at the beginning of its log if there is none; so do partitions that are
 * added to the topic. Members of one group share the partitions, which move one by one (cooperative
 * rebalancing).
 *
 * <p><b>Halts</b> ({@link dev.rollcall.core.error.FatalException}), never a silent jump: a
 * committed offset that is not in the log any more, a log that was cut, and a topic that is deleted
 * or created again under a running reader. The source detects the last by the topic's id, which it
 * asks for at every rebalance, after every pause in the stream, and at most 100 ms before it hands
 * out a record: records of a topic that is deleted, created again, filled and read within that time
 * would carry the old topic's id until the halt. A group that finds a new topic when it starts
 * reads it from the beginning, with a warning: it is another source.
 *
 * @param topics the topics and how to reach them
 * @param group the consumer group, or null if it is not set yet
 */
public record KafkaSource(KafkaTopicSet topics, @Nullable String group)
    implements RecordSource.Origin {

  /** Settings that the guarantees rest on, beside those that {@link KafkaTopic} refuses. */
  private static final Map<String, String> RESERVED =
      Map.of(
          "group.id", "call group(…) instead",
          "group.protocol", "it is always 'classic', whose rebalances this source knows",
          "partition.assignment.strategy",
              "it is always the cooperative one, so that a rebalance stops no partition that stays",
          "auto.offset.reset",
              "it is always 'none': a partition begins at the committed offset or at the beginning,"
                  + " and an offset that is not in the log any more is an error",
          "allow.auto.create.topics", "it is always off: a misspelt topic would be created",
          "check.crcs", "it is always on: records must arrive as they were written",
          "exclude.internal.topics", "Kafka's own topics are never read");

  /**
   * Checks.
   *
   * @throws ConfigurationException with all problems at once
   */
  public KafkaSource {
    List<String> problems = new ArrayList<>();
    if (group != null && group.isBlank()) {
      problems.add("group: got nothing, expected the name of a consumer group");
    }
    problems.addAll(ClientSettings.problems(topics.properties(), RESERVED));
    if (!problems.isEmpty()) {
      throw ConfigurationException.of("Kafka source '" + topics.name() + "'", problems);
    }
  }

  /** Reads the topic of this name at {@value KafkaTopic#DEFAULT_SERVERS}. */
  public static KafkaSource topic(String name) {
    return of(KafkaTopic.named(name));
  }

  /** Reads this topic, with its servers, settings and source id. */
  public static KafkaSource of(KafkaTopic topic) {
    return of(KafkaTopicSet.of(topic));
  }

  /** Reads several topics, or all that match a pattern. */
  public static KafkaSource of(KafkaTopicSet topics) {
    return new KafkaSource(topics, null);
  }

  /** Reads the topics of these names: see {@link KafkaTopicSet#named}. */
  public static KafkaSource topics(String first, String... others) {
    return of(KafkaTopicSet.named(first, others));
  }

  /** Reads all topics that match, now and later: see {@link KafkaTopicSet#matching}. */
  public static KafkaSource matching(String pattern) {
    return of(KafkaTopicSet.matching(pattern));
  }

  /** Names the consumer group, which remembers how far the topics are read. Required. */
  public KafkaSource group(String name) {
    return new KafkaSource(topics, name);
  }

  /** Sets the servers: {@code host:port}, comma-separated. */
  public KafkaSource bootstrapServers(String servers) {
    return new KafkaSource(topics.bootstrapServers(servers), group);
  }

  /** Adds a setting of the Kafka clients (security, time-outs, sizes). */
  public KafkaSource property(String key, String value) {
    return new KafkaSource(topics.property(key, value), group);
  }

  /** Adds settings of the Kafka clients; replaces those of the same name. */
  public KafkaSource properties(Map<String, String> more) {
    return new KafkaSource(topics.properties(more), group);
  }

  /** Names the source in place of the topic's id, of one topic: see {@link KafkaTopic#sourceId}. */
  public KafkaSource sourceId(String id) {
    return new KafkaSource(KafkaTopicSet.of(topic().sourceId(id)), group);
  }

  /**
   * The topic, if there is one.
   *
   * @throws ConfigurationException if there are several, or a pattern
   */
  public KafkaTopic topic() {
    if (topics.topics().size() != 1) {
      throw new ConfigurationException(
          "Kafka source '%s': got several topics, expected one: do it for each topic alone, KafkaSource.topic(…)"
              .formatted(topics.name()));
    }
    return topics.topics().get(0);
  }

  /** {@code kafka:users}. */
  @Override
  public String name() {
    return "kafka:" + topics.name();
  }

  /** Leaves out what the pipeline writes, if topics are found by a pattern. */
  @Override
  public KafkaSource without(Set<String> targets) {
    return new KafkaSource(topics.without(targets), group);
  }

  /**
   * Connects; the first poll joins the group.
   *
   * @throws ConfigurationException if there is no group, no such topic, or a setting is wrong
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  @Override
  public RecordSource open() {
    return KafkaRecordSource.open(this);
  }

  /**
   * The consumer group.
   *
   * @throws ConfigurationException if it is not set
   */
  public String requireGroup() {
    if (group == null) {
      throw new ConfigurationException(
          "Kafka source '%1$s': no consumer group is set, which remembers how far the topic is read; set one: KafkaSource.topic(\"%1$s\").group(\"…\")"
              .formatted(topics.name()));
    }
    return group;
  }

  /** For messages: {@code topic users at localhost:9092, group profiles}. */
  public String place() {
    return topics.place() + ", group " + group;
  }

  /** The same of one of its topics. */
  String place(String topic) {
    return topics.topic(topic).place() + ", group " + group;
  }
}
