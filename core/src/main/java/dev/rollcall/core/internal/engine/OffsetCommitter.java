package dev.rollcall.core.internal.engine;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits durable offsets. If the source does not take them, they are committed later with the next
 * ones: what is uncommitted is only replayed. Not threadsafe.
 */
final class OffsetCommitter {

  private static final Logger LOG = LoggerFactory.getLogger(OffsetCommitter.class);

  /** A source that takes no offsets for longer ends the run. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final RecordSource source;
  private final RetryPolicy retry;
  private final Map<SourcePartition, Long> uncommitted = new TreeMap<>();
  private int failures;
  private long failingSince;
  private long notBefore;

  OffsetCommitter(RecordSource source, RetryPolicy retry) {
    this.source = source;
    this.retry = retry;
  }

  void durable(SourcePartition partition, long next) {
    uncommitted.put(partition, next);
  }

  /** Drops the offsets of partitions that are no longer ours. */
  void forget(Collection<SourcePartition> partitions) {
    uncommitted.keySet().removeAll(partitions);
  }

  boolean isEmpty() {
    return uncommitted.isEmpty();
  }

  /** Commits unless the backoff after a failure is on; returns what was committed. */
  Map<SourcePartition, Long> flush() {
    if (failures > 0 && System.nanoTime() - notBefore < 0) {
      return Map.of();
    }
    return tryNow();
  }

  /** Commits at once; returns what was committed: all of it or nothing. */
  Map<SourcePartition, Long> tryNow() {
    if (uncommitted.isEmpty()) {
      return Map.of();
    }
    Map<SourcePartition, Long> next = Map.copyOf(uncommitted);
    try {
      source.commit(next);
    } catch (TransientException e) {
      failed(e);
      return Map.of();
    }
    if (failures > 0) {
      Duration failing = Duration.ofNanos(System.nanoTime() - failingSince);
      LOG.warn("offsets are committed again, after {} s", failing.toSeconds());
    }
    failures = 0;
    uncommitted.clear();
    return next;
  }

  private void failed(TransientException error) {
    long now = System.nanoTime();
    if (failures == 0) {
      failingSince = now;
      LOG.warn("offsets cannot be committed now; they will be, with later ones: {}", text(error));
    } else if (now - failingSince > PATIENCE.toNanos()) {
      throw error;
    }
    notBefore = now + retry.delay(failures, ThreadLocalRandom.current()).toNanos();
    failures++;
  }

  private static String text(TransientException error) {
    return String.valueOf(error.getMessage());
  }
}
