package dev.rollcall.core.port;

import dev.rollcall.core.aggregate.AggregateKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document to put in place of the one that was read.
 *
 * @param key which document
 * @param expectedRevision the revision that was read, or null if there was no document
 * @param newRevision fresh and random, never used before
 * @param state the merged state, opaque to the store
 * @param result the readable result: group columns, window bounds, measures, in this order; values
 *     are of the Java types of {@link dev.rollcall.core.record.ColumnType} or null
 */
public record AggregateWrite(
    AggregateKey key,
    @Nullable String expectedRevision,
    String newRevision,
    byte[] state,
    Map<String, @Nullable Object> result) {

  public AggregateWrite {
    result = Collections.unmodifiableMap(new LinkedHashMap<>(result));
  }
}
