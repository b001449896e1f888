package dev.rollcall.faults.simulation.parts;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.faults.simulation.parts.PartsWorld.Fate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The aggregates of a run: compared and set one by one, late, lost or unknown whether they were.
 */
record ShopDocuments(PartsWorld world, Map<AggregateKey, AggregateStore.Write> stored)
    implements AggregateStore {

  ShopDocuments(PartsWorld world) {
    this(world, new HashMap<>());
  }

  @Override
  public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
    world.answer(world.fate(), false);
    Map<AggregateKey, AggregateStore.Stored> found = new HashMap<>();
    for (AggregateKey key : keys) {
      AggregateStore.Write document = stored.get(key);
      if (document != null) {
        found.put(key, new AggregateStore.Stored(document.state(), document.newRevision()));
      }
    }
    return found;
  }

  @Override
  public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
    Fate fate = world.fate();
    Set<AggregateKey> rejected = new HashSet<>();
    for (AggregateStore.Write write : writes) {
      if (fate != Fate.FINE) {
        world.strand(() -> apply(write));
      } else if (!apply(write)) {
        rejected.add(write.key());
      }
    }
    world.answer(fate, false);
    return rejected;
  }

  private boolean apply(AggregateStore.Write write) {
    AggregateStore.Write now = stored.get(write.key());
    boolean isExpected =
        Objects.equals(now == null ? null : now.newRevision(), write.expectedRevision());
    if (isExpected) {
      stored.put(write.key(), write);
    }
    return isExpected;
  }

  /** Count and sum of each document. */
  Map<String, String> results() {
    Map<String, String> results = new TreeMap<>();
    stored.forEach(
        (key, document) ->
            results.put(
                key.aggregation() + key.group(),
                document.result().get("count") + " of " + document.result().get("sum_hash")));
    return results;
  }

  @Override
  public void close() {}
}
