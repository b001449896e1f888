package dev.rollcall.testkit.contract;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

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

  private record Document(AggregateStore.Stored stored, Map<String, Object> result) {}

  private final Flaw flaw;
  private final Map<String, Document> documents = new HashMap<>();
  private final AtomicInteger checks = new AtomicInteger();
  private final CyclicBarrier firstTwo = new CyclicBarrier(2);

  FlawedStore(Flaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public synchronized Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
    Map<AggregateKey, AggregateStore.Stored> found = new HashMap<>();
    for (AggregateKey key : keys) {
      Document document = documents.get(id(key));
      if (document != null) {
        found.put(key, document.stored);
      }
    }
    return found;
  }

  @Override
  public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
    if (flaw == Flaw.CHECKS_BEFORE_WRITING) {
      Set<AggregateKey> stale = stale(writes);
      awaitTheOtherOfTheFirstTwo();
      put(writes, stale);
      return stale;
    }
    synchronized (this) {
      Set<AggregateKey> stale = stale(writes);
      put(writes, stale);
      return stale;
    }
  }

  private void awaitTheOtherOfTheFirstTwo() {
    try {
      if (checks.incrementAndGet() <= 2) {
        firstTwo.await(60, TimeUnit.SECONDS);
      }
    } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
      throw new IllegalStateException("the other of the first two did not come", alone);
    }
  }

  private synchronized Set<AggregateKey> stale(List<AggregateStore.Write> writes) {
    Set<AggregateKey> stale = new HashSet<>();
    for (AggregateStore.Write write : writes) {
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

  private synchronized void put(List<AggregateStore.Write> writes, Set<AggregateKey> stale) {
    for (AggregateStore.Write write : writes) {
      if (!stale.contains(write.key())) {
        Map<String, Object> result = new LinkedHashMap<>(write.result());
        Document old = documents.get(id(write.key()));
        if (flaw == Flaw.LEAVES_NULLS_OUT && old != null) {
          result.values().removeIf(value -> value == null);
          old.result.forEach(result::putIfAbsent);
        }
        documents.put(
            id(write.key()),
            new Document(new AggregateStore.Stored(write.state(), write.newRevision()), result));
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
