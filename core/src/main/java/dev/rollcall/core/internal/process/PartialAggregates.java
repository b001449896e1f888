package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateWrite;
import dev.rollcall.core.port.StoredDocument;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps the aggregate documents of one part of a batch in memory. Not threadsafe. */
public final class PartialAggregates implements AggregateStore {

  private final Map<AggregateKey, StoredDocument> documents = new HashMap<>();

  @Override
  public Map<AggregateKey, StoredDocument> load(Collection<AggregateKey> keys) {
    Map<AggregateKey, StoredDocument> found = new HashMap<>();
    for (AggregateKey key : keys) {
      StoredDocument document = documents.get(key);
      if (document != null) {
        found.put(key, document);
      }
    }
    return found;
  }

  @Override
  public Set<AggregateKey> compareAndSet(List<AggregateWrite> writes) {
    for (AggregateWrite write : writes) {
      documents.put(write.key(), new StoredDocument(write.state(), write.newRevision()));
    }
    return Set.of();
  }

  /** The state of each document. */
  public Map<AggregateKey, byte[]> states() {
    Map<AggregateKey, byte[]> states = new HashMap<>();
    documents.forEach((key, document) -> states.put(key, document.state()));
    return states;
  }

  @Override
  public void close() {}
}
