package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps the aggregate documents of one part of a batch in memory. Not threadsafe. */
public final class PartialAggregates implements AggregateStore {

  private final Map<AggregateKey, AggregateStore.Stored> documents = new HashMap<>();

  @Override
  public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
    Map<AggregateKey, AggregateStore.Stored> found = new HashMap<>();
    for (AggregateKey key : keys) {
      AggregateStore.Stored document = documents.get(key);
      if (document != null) {
        found.put(key, document);
      }
    }
    return found;
  }

  @Override
  public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
    for (AggregateStore.Write write : writes) {
      documents.put(write.key(), new AggregateStore.Stored(write.state(), write.newRevision()));
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
