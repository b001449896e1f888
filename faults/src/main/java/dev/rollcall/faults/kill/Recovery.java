package dev.rollcall.faults.kill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How long it takes from a kill until every partition of the killed worker was flushed by somebody
 * else. Threadsafe.
 */
final class Recovery {

  private record Open(long since, Set<Integer> partitions) {}

  private final List<Open> open = new ArrayList<>();
  private final List<Duration> done = new ArrayList<>();

  /** A worker with these partitions was killed just now. */
  synchronized void killed(Set<Integer> partitions) {
    if (!partitions.isEmpty()) {
      open.add(new Open(System.nanoTime(), new HashSet<>(partitions)));
    }
  }

  synchronized void flushed(int partition) {
    long now = System.nanoTime();
    for (Open each : open) {
      if (each.partitions.remove(partition) && each.partitions.isEmpty()) {
        done.add(Duration.ofNanos(now - each.since));
      }
    }
    open.removeIf(each -> each.partitions.isEmpty());
  }

  /** How many are still waited for. */
  synchronized int open() {
    return open.size();
  }

  synchronized int recovered() {
    return done.size();
  }

  /** The time within which this share was recovered from; zero if there are none. */
  synchronized long quantileMs(double share) {
    if (done.isEmpty()) {
      return 0;
    }
    List<Duration> sorted = done.stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1).toMillis();
  }
}
