package dev.rollcall.kafka.internal.client;

import dev.rollcall.kafka.KafkaTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks the broker for offsets of a topic's logs. An end is that of the log, not the last stable
 * offset: behind an open transaction there may be records that were committed long ago. Threadsafe.
 */
public final class LogOffsets {

  private LogOffsets() {}

  /** The partitions of a topic that has this many. */
  public static List<TopicPartition> partitions(KafkaTopic topic, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> new TopicPartition(topic.name(), number))
        .toList();
  }

  /** The first offset of each log. */
  public static Map<TopicPartition, Long> starts(
      Admin admin, KafkaTopic topic, Collection<TopicPartition> partitions) {
    return find(admin, topic, partitions, OffsetSpec.earliest(), options());
  }

  /** The end of each log: the offset that its next record will get. */
  public static Map<TopicPartition, Long> ends(
      Admin admin, KafkaTopic topic, Collection<TopicPartition> partitions) {
    return find(admin, topic, partitions, OffsetSpec.latest(), options());
  }

  /** As {@link #ends(Admin, KafkaTopic, Collection)}, with a time-out of its own. */
  public static Map<TopicPartition, Long> ends(
      Admin admin, KafkaTopic topic, Collection<TopicPartition> partitions, Duration timeout) {
    ListOffsetsOptions options = options().timeoutMs((int) timeout.toMillis());
    return find(admin, topic, partitions, OffsetSpec.latest(), options);
  }

  /** The offset of the first record with this timestamp or a later one; -1 if there is none. */
  public static Map<TopicPartition, Long> at(
      Admin admin, KafkaTopic topic, Collection<TopicPartition> partitions, Instant time) {
    return find(admin, topic, partitions, OffsetSpec.forTimestamp(time.toEpochMilli()), options());
  }

  private static Map<TopicPartition, Long> find(
      Admin admin,
      KafkaTopic topic,
      Collection<TopicPartition> partitions,
      OffsetSpec which,
      ListOffsetsOptions options) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    KafkaErrors.await(topic.place(), admin.listOffsets(wanted, options).all())
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  private static ListOffsetsOptions options() {
    return new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
  }
}
