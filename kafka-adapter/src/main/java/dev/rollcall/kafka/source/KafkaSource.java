package dev.rollcall.kafka.source;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.RecordOrigin;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.kafka.KafkaTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A topic read as a member of a consumer group: a description, no connection. Immutable,
 * threadsafe; every method that takes an argument returns a changed copy.
 *
 * <pre>{@code
 * KafkaSource users = KafkaSource.topic("users").group("profiles").bootstrapServers("broker-1:9092");
 * }</pre>
 *
 * <p><b>Delivery.</b> Committed transactions only. A partition begins at the group's committed
 * offset, and at the beginning of its log if there is none; partitions that the topic gains begin
 * at their beginning. Members of one group share the partitions; partitions move one by one
 * (cooperative rebalancing).
 *
 * <p><b>Named halts</b> ({@link dev.rollcall.core.error.FatalException}), never a silent jump: a
 * committed offset that has left the log, a log that was cut, and a topic that is deleted or made
 * again under a running reader. The last is told by the topic's id, which is asked for at every
 * rebalance, after every pause in the stream, and at most 100 ms before any record is handed out: a
 * topic that is deleted, made again, filled and read within that time would come under the old
 * topic's id until the halt. A group that finds the topic made again at its start begins at the new
 * topic's beginning, with a warning: it is another source.
 *
 * @param topic the topic and how to reach it
 * @param group the consumer group, or null if not told yet
 */
public record KafkaSource(KafkaTopic topic, @Nullable String group) implements RecordOrigin {

  /** What the guarantees rest on, beside the settings that {@link KafkaTopic} refuses. */
  private static final Map<String, String> OURS =
      Map.of(
          "group.id", "call group(…) instead",
          "group.protocol", "it is always 'classic', whose rebalances this source knows",
          "partition.assignment.strategy",
              "it is always the cooperative one, so that a rebalance stops no partition that stays",
          "auto.offset.reset",
              "it is always 'none': a partition begins at the committed offset or at the beginning,"
                  + " and an offset that has left the log is an error",
          "allow.auto.create.topics", "it is always off: a misspelt topic would be made",
          "check.crcs", "it is always on: records must come as they were written",
          "exclude.internal.topics", "one topic is read, by its name");

  /**
   * Checks.
   *
   * @throws ConfigurationException with all faults at once
   */
  public KafkaSource {
    List<String> faults = new ArrayList<>();
    if (group != null && group.isBlank()) {
      faults.add("group: got nothing, expected the name of a consumer group");
    }
    for (String property : new TreeMap<>(topic.properties()).keySet()) {
      String reason = OURS.get(property);
      if (reason != null) {
        faults.add("property '" + property + "' cannot be set: " + reason);
      }
    }
    if (!faults.isEmpty()) {
      throw ConfigurationException.of("Kafka source '" + topic.name() + "'", faults);
    }
  }

  /** The topic of this name at {@value KafkaTopic#DEFAULT_SERVERS}. */
  public static KafkaSource topic(String name) {
    return of(KafkaTopic.named(name));
  }

  /** This topic, with its servers, settings and source id. */
  public static KafkaSource of(KafkaTopic topic) {
    return new KafkaSource(topic, null);
  }

  /** Read as a member of this consumer group, which remembers how far it is. Required. */
  public KafkaSource group(String name) {
    return new KafkaSource(topic, name);
  }

  /** With these servers: {@code host:port}, comma-separated. */
  public KafkaSource bootstrapServers(String servers) {
    return new KafkaSource(topic.bootstrapServers(servers), group);
  }

  /** With one more setting of the Kafka clients (security, time-outs, sizes). */
  public KafkaSource property(String key, String value) {
    return new KafkaSource(topic.property(key, value), group);
  }

  /** With more settings of the Kafka clients; those of the same name are replaced. */
  public KafkaSource properties(Map<String, String> more) {
    return new KafkaSource(topic.properties(more), group);
  }

  /** With a name for the source in place of the topic's id: see {@link KafkaTopic#sourceId}. */
  public KafkaSource sourceId(String id) {
    return new KafkaSource(topic.sourceId(id), group);
  }

  /** {@code kafka:users}. */
  @Override
  public String name() {
    return "kafka:" + topic.name();
  }

  /**
   * Connects; joins the group with the first poll.
   *
   * @throws ConfigurationException if there is no group, no such topic, or a setting is wrong
   * @throws dev.rollcall.core.error.TransientException if the broker does not answer
   */
  @Override
  public RecordSource open() {
    return KafkaRecordSource.open(this);
  }

  /** The group, which must be there by now. */
  public String requireGroup() {
    if (group == null) {
      throw new ConfigurationException(
          "Kafka source '"
              + topic.name()
              + "': there is no consumer group, which is what remembers how far the topic was"
              + " read; name one: KafkaSource.topic(\""
              + topic.name()
              + "\").group(\"…\")");
    }
    return group;
  }

  /** For messages: {@code topic users at localhost:9092, group profiles}. */
  public String place() {
    return topic.place() + ", group " + group;
  }
}
