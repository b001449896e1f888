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
 * The compare-and-sets of some documents until all are in, one call per attempt; the caller reads
 * the documents again before each. Two things can be in the way, and they are counted apart. A
 * store that cannot confirm is tried as often in a row as the pipeline's retry policy says: any
 * call that it answers begins the count anew, but a read does not, for a store that has lost its
 * majority answers reads. A contended document was overtaken by another writer, so somebody gets
 * on, and it is tried more often by far. One thread.
 */
public final class GuardedWrites {

  private final String where;
  private final Function<List<AggregateStore.Write>, Set<AggregateKey>> compareAndSet;
  private final RetryPolicy outage;
  private final RetryPolicy contention;
  private int failures;
  private int rejections;

  /**
   * For one set of documents.
   *
   * @param where begins the messages
   * @param compareAndSet the call of the store
   * @param outage how often the store may fail in a row, and the waits
   * @param contention how often documents may be found changed, and the waits
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
   * One attempt, and the wait before the next. Returns the keys that did not go in or may not have:
   * what took effect is seen when the documents are read again.
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
          "%s: %d documents are contended, others change them all the time; given up after %d attempts"
              .formatted(where, documents, rejections));
    }
    contention.pause(rejections);
  }
}
