package dev.rollcall.kafka.internal.client;

import dev.rollcall.kafka.KafkaTopic;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongBiFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * A stretch of a topic's logs. An end is that of the log, not the last stable offset: behind an
 * open transaction there may be records that were committed long ago. Immutable, threadsafe.
 *
 * @param starts the first offset of each partition
 * @param ends the offset behind the last one of each partition
 */
public record LogRange(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {

  /** Copies. */
  public LogRange {
    starts = Map.copyOf(starts);
    ends = Map.copyOf(ends);
  }

  /** All that the logs of these partitions hold now. */
  public static LogRange of(Admin admin, String place, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> starts =
        offsets(admin, place, partitions, OffsetSpec.earliest(), options());
    return new LogRange(starts, offsets(admin, place, partitions, OffsetSpec.latest(), options()));
  }

  /** All that the logs of a topic with this many partitions hold now. */
  public static LogRange of(Admin admin, KafkaTopic topic, int partitions) {
    return of(
        admin,
        topic.place(),
        IntStream.range(0, partitions)
            .mapToObj(number -> new TopicPartition(topic.name(), number))
            .toList());
  }

  /**
   * One offset of each partition; -1 if no record fits what is asked for.
   *
   * @param place for messages
   */
  public static Map<TopicPartition, Long> offsets(
      Admin admin,
      String place,
      Collection<TopicPartition> partitions,
      OffsetSpec which,
      ListOffsetsOptions options) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    KafkaErrors.await(place, admin.listOffsets(wanted, options).all())
        .forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  /** Options that do not stop at an open transaction. */
  public static ListOffsetsOptions options() {
    return new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
  }

  /** The same ends, with the starts that the function makes of partition and start. */
  public LogRange startingAt(ToLongBiFunction<TopicPartition, Long> start) {
    Map<TopicPartition, Long> changed = new HashMap<>(starts);
    changed.replaceAll(start::applyAsLong);
    return new LogRange(changed, ends);
  }

  /** The first offset of the partition; 0 if it is not of this range. */
  public long start(TopicPartition partition) {
    return starts.getOrDefault(partition, 0L);
  }

  /** The offset behind the partition's last one; 0 if it is not of this range. */
  public long end(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }
}
