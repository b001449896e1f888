package dev.rollcall.core.internal.process;

import dev.rollcall.core.pipeline.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Calls stores for one processor: retries transient failures, and sums the time of the calls per
 * target, including failed calls, excluding backoff. Not threadsafe.
 */
final class StoreCalls {

  private final RetryPolicy retry;
  private final Map<String, Duration> spent = new TreeMap<>();

  StoreCalls(RetryPolicy retry) {
    this.retry = retry;
  }

  /** Calls until it succeeds or the retries are used up. */
  <T> T retrying(String target, Supplier<T> call) {
    return retry.call(() -> once(target, call));
  }

  /** Calls once. */
  <T> T once(String target, Supplier<T> call) {
    long began = System.nanoTime();
    try {
      return call.get();
    } finally {
      spent.merge(target, Duration.ofNanos(System.nanoTime() - began), Duration::plus);
    }
  }

  /** Adds the time of calls that others made for it. */
  void spent(Map<String, Duration> more) {
    more.forEach((target, time) -> spent.merge(target, time, Duration::plus));
  }

  /** The time per target since the last call of this method. */
  Map<String, Duration> takeTimes() {
    Map<String, Duration> taken = Map.copyOf(spent);
    spent.clear();
    return taken;
  }
}
