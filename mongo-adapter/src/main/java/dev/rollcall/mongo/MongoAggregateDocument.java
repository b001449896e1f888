package dev.rollcall.mongo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate document as it is stored.
 *
 * @param id the key's text
 * @param pipeline the pipeline that wrote it
 * @param revision the unique revision of this version of the document
 * @param state the merged state
 * @param result group columns, window bounds and measures, in this order; values may be null
 */
public record MongoAggregateDocument(
    String id,
    String pipeline,
    String revision,
    byte[] state,
    Map<String, @Nullable Object> result) {

  public MongoAggregateDocument {
    result = Collections.unmodifiableMap(new LinkedHashMap<>(result));
  }

  /** Id and revision. */
  @Override
  public String toString() {
    return id + "@" + revision;
  }
}
