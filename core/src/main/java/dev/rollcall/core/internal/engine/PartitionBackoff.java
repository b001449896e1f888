package dev.rollcall.core.internal.engine;

import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.record.SourcePartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Partitions awaiting restart after a transient failure. Not threadsafe. */
final class PartitionBackoff {

  private final RetryPolicy policy;
  private final Map<SourcePartition, Integer> attempts = new TreeMap<>();
  private final Map<SourcePartition, Long> due = new TreeMap<>();

  PartitionBackoff(RetryPolicy policy) {
    this.policy = policy;
  }

  /** Schedules a restart; false if the attempts since the last flush are used up. */
  boolean schedule(SourcePartition partition) {
    int failures = attempts.merge(partition, 1, Integer::sum);
    if (failures >= policy.attempts()) {
      return false;
    }
    Duration wait = policy.delay(failures - 1, ThreadLocalRandom.current());
    due.put(partition, System.nanoTime() + wait.toNanos());
    return true;
  }

  void succeeded(SourcePartition partition) {
    attempts.remove(partition);
  }

  void forget(Collection<SourcePartition> partitions) {
    attempts.keySet().removeAll(partitions);
    due.keySet().removeAll(partitions);
  }

  boolean isEmpty() {
    return due.isEmpty();
  }

  Set<SourcePartition> partitions() {
    return due.keySet();
  }

  /** Removes and returns the partitions whose wait is over. */
  List<SourcePartition> takeDue() {
    long now = System.nanoTime();
    List<SourcePartition> ready = new ArrayList<>();
    due.forEach(
        (partition, at) -> {
          if (now - at >= 0) {
            ready.add(partition);
          }
        });
    ready.forEach(due::remove);
    return ready;
  }
}
