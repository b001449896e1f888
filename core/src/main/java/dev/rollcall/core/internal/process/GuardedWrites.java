package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.AggregateStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Repeats the compare-and-set of some documents until all are written, one call per attempt; the
 * caller reads the documents again before each. Outages and contention are counted separately. A
 * store that cannot confirm is tried as often in a row as the pipeline's retry policy allows; a
 * write that it answers resets the count, a read does not, for a store that has lost its majority
 * answers reads. A contended document means that another writer makes progress, so it is tried far
 * more often. Not threadsafe.
 */
public final class GuardedWrites {

  private final String where;
  private final Function<List<AggregateStore.Write>, Set<AggregateKey>> compareAndSet;
  private final RetryPolicy outage;
  private final RetryPolicy contention;
  private int failures;
  private int rejections;

  /**
   * Starts with no failures counted.
   *
   * @param where the beginning of messages
   * @param compareAndSet the store's call
   * @param outage attempts while the store fails in a row, and their backoff
   * @param contention attempts while documents keep changing, and their backoff
   */
  public GuardedWrites(
      String where,
      Function<List<AggregateStore.Write>, Set<AggregateKey>> compareAndSet,
      RetryPolicy outage,
      RetryPolicy contention) {
    this.where = where;
    this.compareAndSet = compareAndSet;
    this.outage = outage;
    this.contention = contention;
  }

  /**
   * Makes one attempt, followed by the backoff if it did not succeed. Returns the keys that were
   * not written, or may not have been: the caller finds out when it reads the documents again.
   *
   * @throws TransientException if the attempts are used up; its cause is the store's last failure
   */
  public Set<AggregateKey> attempt(List<AggregateStore.Write> writes) {
    if (writes.isEmpty()) {
      return Set.of();
    }
    Set<AggregateKey> rejected;
    try {
      rejected = compareAndSet.apply(writes);
    } catch (TransientException e) {
      failed(e);
      Set<AggregateKey> unknown = new HashSet<>();
      writes.forEach(write -> unknown.add(write.key()));
      return unknown;
    }
    failures = 0;
    if (!rejected.isEmpty()) {
      contended(rejected.size());
    }
    return rejected;
  }

  private void failed(TransientException failure) {
    failures++;
    if (failures >= outage.attempts()) {
      throw new TransientException(
          "%s: the store did not confirm a write %d times in a row, the last: %s"
              .formatted(where, failures, failure.getMessage()),
          failure);
    }
    outage.pause(failures - 1, failure);
  }

  private void contended(int documents) {
    rejections++;
    if (rejections >= contention.attempts()) {
      throw new TransientException(
          "%s: %d documents are contended, other writers keep changing them; gave up after %d attempts"
              .formatted(where, documents, rejections));
    }
    contention.pause(rejections);
  }
}
