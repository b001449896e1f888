package dev.rollcall.faults.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How long it takes from a kill until every partition of the killed worker was flushed by somebody
 * else. Threadsafe.
 */
public final class Recovery {

  private static final class Open {
    final long since = System.nanoTime();
    final Set<Integer> partitions;

    Open(Set<Integer> partitions) {
      this.partitions = new HashSet<>(partitions);
    }
  }

  private final List<Open> open = new ArrayList<>();
  private final List<Duration> done = new ArrayList<>();

  /** A worker with these partitions was killed just now. */
  public synchronized void killed(Set<Integer> partitions) {
    if (!partitions.isEmpty()) {
      open.add(new Open(partitions));
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
  public synchronized int open() {
    return open.size();
  }

  /** How many were recovered from. */
  public synchronized int recovered() {
    return done.size();
  }

  /** The time within which this share of them was recovered from; zero if there are none. */
  public synchronized Duration quantile(double share) {
    if (done.isEmpty()) {
      return Duration.ZERO;
    }
    List<Duration> sorted = done.stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
