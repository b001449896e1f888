package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.SinkPlan;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Aggregates in memory that take some writes without ever saying so. */
record UnconfirmedAggregates(String name) implements AggregateTarget {

  private static final Map<String, AtomicInteger> LEFT = new ConcurrentHashMap<>();

  /** The store of this name; its next writes take effect and fail. */
  static UnconfirmedAggregates named(String name, int writes) {
    LEFT.put(name, new AtomicInteger(writes));
    return new UnconfirmedAggregates(name);
  }

  @Override
  public SinkPlan plan(List<Aggregation.Table> tables) {
    return InMemoryAggregates.named(name).plan(tables);
  }

  @Override
  public AggregateStore open(List<Aggregation.Table> tables) {
    AggregateStore real = InMemoryAggregates.named(name).open(tables);
    return new AggregateStore() {
      @Override
      public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
        return real.load(keys);
      }

      @Override
      public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
        if (LEFT.get(name).getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          // half of it, so that the rest is tried again
          real.compareAndSet(writes.subList(0, writes.size() / 2));
          throw new TransientException("no majority");
        }
        return real.compareAndSet(writes);
      }

      @Override
      public void close() {}
    };
  }
}
