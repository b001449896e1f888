package dev.rollcall.kafka.internal.client;

import dev.rollcall.kafka.KafkaTopic;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongBiFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * A stretch of a topic's logs. Immutable, threadsafe.
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
  public static LogRange of(Admin admin, KafkaTopic topic, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> starts = LogOffsets.starts(admin, topic, partitions);
    return new LogRange(starts, LogOffsets.ends(admin, topic, partitions));
  }

  /** All that the logs of a topic with this many partitions hold now. */
  public static LogRange of(Admin admin, KafkaTopic topic, int partitions) {
    return of(admin, topic, LogOffsets.partitions(topic, partitions));
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
