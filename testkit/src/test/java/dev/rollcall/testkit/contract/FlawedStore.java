package dev.rollcall.testkit.contract;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateWrite;
import dev.rollcall.core.port.StoredDocument;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A store in memory with at most one flaw. Threadsafe. */
final class FlawedStore implements AggregateStore {

  enum Flaw {
    NONE,
    IGNORES_REVISIONS,
    CHECKS_BEFORE_WRITING,
    UPSERTS,
    REJECTS_WHOLE_BULKS,
    LEAVES_NULLS_OUT,
    FORGETS_THE_PIPELINE
  }

  private record Document(StoredDocument stored, Map<String, Object> result) {}

  private final Flaw flaw;
  private final Map<String, Document> documents = new HashMap<>();

  FlawedStore(Flaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public synchronized Map<AggregateKey, StoredDocument> load(Collection<AggregateKey> keys) {
    Map<AggregateKey, StoredDocument> found = new HashMap<>();
    for (AggregateKey key : keys) {
      Document document = documents.get(id(key));
      if (document != null) {
        found.put(key, document.stored);
      }
    }
    return found;
  }

  @Override
  public Set<AggregateKey> compareAndSet(List<AggregateWrite> writes) {
    if (flaw == Flaw.CHECKS_BEFORE_WRITING) {
      Set<AggregateKey> stale = stale(writes);
      Thread.yield();
      put(writes, stale);
      return stale;
    }
    synchronized (this) {
      Set<AggregateKey> stale = stale(writes);
      put(writes, stale);
      return stale;
    }
  }

  private synchronized Set<AggregateKey> stale(List<AggregateWrite> writes) {
    Set<AggregateKey> stale = new HashSet<>();
    for (AggregateWrite write : writes) {
      Document there = documents.get(id(write.key()));
      boolean asExpected =
          there == null
              ? write.expectedRevision() == null || flaw == Flaw.UPSERTS
              : there.stored.revision().equals(write.expectedRevision());
      if (!asExpected && flaw != Flaw.IGNORES_REVISIONS) {
        stale.add(write.key());
      }
    }
    if (flaw == Flaw.REJECTS_WHOLE_BULKS && !stale.isEmpty()) {
      writes.forEach(write -> stale.add(write.key()));
    }
    return stale;
  }

  private synchronized void put(List<AggregateWrite> writes, Set<AggregateKey> stale) {
    for (AggregateWrite write : writes) {
      if (!stale.contains(write.key())) {
        Map<String, Object> result = new LinkedHashMap<>(write.result());
        Document old = documents.get(id(write.key()));
        if (flaw == Flaw.LEAVES_NULLS_OUT && old != null) {
          result.values().removeIf(value -> value == null);
          old.result.forEach(result::putIfAbsent);
        }
        documents.put(
            id(write.key()),
            new Document(new StoredDocument(write.state(), write.newRevision()), result));
      }
    }
  }

  synchronized Optional<Map<String, Object>> result(AggregateKey key) {
    return Optional.ofNullable(documents.get(id(key))).map(Document::result);
  }

  synchronized void remove(AggregateKey key) {
    documents.remove(id(key));
  }

  private String id(AggregateKey key) {
    return flaw == Flaw.FORGETS_THE_PIPELINE ? key.aggregation() + key.group() : key.id();
  }

  @Override
  public void close() {}
}
