package dev.rollcall.kafka.source;

import dev.rollcall.kafka.internal.client.LogRange;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks where the logs begin and end. The end is not where a {@code read_committed} consumer sees
 * them end: behind an open transaction there may be records that were committed long ago. Not
 * threadsafe.
 */
final class LogEnds {

  /** How old an end may be that decides whether a reader has caught up. */
  static final Duration MAX_AGE = Duration.ofSeconds(1);

  private static final int TIMEOUT_MILLIS = 5_000;

  private final String place;
  private final Admin admin;
  private final LongSupplier nanoTime;
  private final Map<TopicPartition, Long> seen = new HashMap<>();
  private long asked;

  LogEnds(String place, Admin admin, LongSupplier nanoTime) {
    this.place = place;
    this.admin = admin;
    this.nanoTime = nanoTime;
  }

  /** The offset that the partition's next record will get. */
  long now(TopicPartition partition) {
    return find(List.of(partition)).getOrDefault(partition, 0L);
  }

  /** The number of offsets between the positions and the ends, which are at most a second old. */
  long beyond(Collection<TopicPartition> partitions, ToLongFunction<TopicPartition> position) {
    long now = nanoTime.getAsLong();
    if (!seen.keySet().containsAll(partitions) || now - asked >= MAX_AGE.toNanos()) {
      seen.clear();
      seen.putAll(find(partitions));
      asked = now;
    }
    long beyond = 0;
    for (TopicPartition partition : partitions) {
      beyond += Math.max(0, seen.getOrDefault(partition, 0L) - position.applyAsLong(partition));
    }
    return beyond;
  }

  /** The first offset that the partition's log has, or its end if the log is empty. */
  long start(TopicPartition partition) {
    return find(List.of(partition), OffsetSpec.earliest()).getOrDefault(partition, 0L);
  }

  private Map<TopicPartition, Long> find(Collection<TopicPartition> partitions) {
    return find(partitions, OffsetSpec.latest());
  }

  private Map<TopicPartition, Long> find(Collection<TopicPartition> partitions, OffsetSpec which) {
    return LogRange.offsets(
        admin, place, partitions, which, LogRange.options().timeoutMs(TIMEOUT_MILLIS));
  }
}
