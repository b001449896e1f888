package dev.rollcall.core.port;

import dev.rollcall.core.aggregate.AggregateKey;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  Map<AggregateKey, Stored> load(Collection<AggregateKey> keys);

  /**
   * Puts the documents in place; returns the keys whose expected revision was not the stored one.
   */
  Set<AggregateKey> compareAndSet(List<Write> writes);

  /** The definitions that write an aggregation. Default: not kept. */
  default DefinitionRegistry definitions(String aggregation) {
    return DefinitionRegistry.NONE;
  }

  /**
   * Any document of this pipeline in an aggregation; empty if there is none. Asked when a pipeline
   * starts, to refuse documents of another definition before anything is written. Default: none.
   */
  default Optional<Stored> anyOf(String pipeline, String aggregation) {
    return Optional.empty();
  }

  @Override
  void close();

  /**
   * A document to put in place of the one that was read.
   *
   * @param key which document
   * @param expectedRevision the revision that was read, or null if there was no document
   * @param newRevision fresh and random, never used before
   * @param state the merged state, opaque to the store
   * @param result the readable result: group columns, window bounds, measures, in this order;
   *     values are of the Java types of {@link dev.rollcall.core.record.ColumnType} or null
   */
  record Write(
      AggregateKey key,
      @Nullable String expectedRevision,
      String newRevision,
      byte[] state,
      Map<String, @Nullable Object> result) {

    public Write {
      result = Collections.unmodifiableMap(new LinkedHashMap<>(result));
    }
  }

  /**
   * An aggregate document as a store holds it.
   *
   * @param state the merged state, opaque to the store
   * @param revision the mark of this very version of the document
   */
  record Stored(byte[] state, String revision) {}
}
