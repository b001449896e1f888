package dev.rollcall.core.port;

import dev.rollcall.core.aggregate.AggregateKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stores aggregate documents by compare-and-set. It sees bytes, a revision and a readable result;
 * all merging is in core.
 *
 * <p><b>Guarantee.</b> A write takes effect as a whole, and only if the stored revision is the
 * expected one at that very moment (for a null expectation: only if there is no document). When
 * {@link #compareAndSet} returns, every write that is not in the returned set is durable. A {@link
 * #load} that begins after that sees it or a later one.
 *
 * <p><b>Ordering.</b> The writes of one call are of different keys and take effect in any order,
 * each on its own.
 *
 * <p><b>Threading.</b> Both methods may be called by several threads and processes at once.
 *
 * <p><b>Idempotence.</b> A write whose effect is already there is rejected, since its expected
 * revision is gone; the caller re-reads and sees what happened.
 *
 * <p><b>Failure.</b> {@link dev.rollcall.core.error.TransientException}: any part of the call may
 * have taken effect; the caller re-reads. {@link dev.rollcall.core.error.FatalException}: the run
 * cannot go on.
 */
public interface AggregateStore extends AutoCloseable {

  /** The documents of these keys that exist. */
  Map<AggregateKey, StoredDocument> load(Collection<AggregateKey> keys);

  /**
   * Puts the documents in place; returns the keys whose expected revision was not the stored one.
   */
  Set<AggregateKey> compareAndSet(List<AggregateWrite> writes);

  @Override
  void close();
}
