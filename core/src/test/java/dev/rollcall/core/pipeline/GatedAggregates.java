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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Aggregates in memory whose first write waits until its gate is opened. */
record GatedAggregates(String name) implements AggregateTarget {

  private record Gate(CountDownLatch opened, AtomicInteger writes) {}

  private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

  static GatedAggregates named(String name) {
    GATES.put(name, new Gate(new CountDownLatch(1), new AtomicInteger()));
    return new GatedAggregates(name);
  }

  void open() {
    GATES.get(name).opened().countDown();
  }

  /** The first write stands before the gate. */
  boolean hasCaller() {
    return GATES.get(name).writes().get() > 0;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("interrupted at the gate", e);
    }
  }

  @Override
  public SinkPlan plan(List<Aggregation.Table> tables) {
    return InMemoryAggregates.named(name).plan(tables);
  }

  @Override
  public AggregateStore open(List<Aggregation.Table> tables) {
    AggregateStore real = InMemoryAggregates.named(name).open(tables);
    Gate gate = GATES.get(name);
    return new AggregateStore() {
      @Override
      public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
        return real.load(keys);
      }

      @Override
      public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
        if (gate.writes().incrementAndGet() == 1) {
          await(gate.opened());
        }
        return real.compareAndSet(writes);
      }

      @Override
      public void close() {}
    };
  }
}
