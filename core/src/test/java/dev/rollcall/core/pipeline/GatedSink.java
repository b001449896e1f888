package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Schema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A sink whose calls wait until its gate is opened, as one does that is far too slow. */
record GatedSink(String gate) implements RowTarget {

  private record Gate(CountDownLatch opened, CountDownLatch called) {}

  private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();

  static GatedSink named(String name) {
    GATES.put(name, new Gate(new CountDownLatch(1), new CountDownLatch(1)));
    return new GatedSink(name);
  }

  void open() {
    GATES.get(gate).opened().countDown();
  }

  /** Waits until somebody stands before the gate. */
  void awaitCaller() {
    pass(GATES.get(gate).called());
  }

  private static void pass(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("interrupted at the gate", e);
    }
  }

  @Override
  public String name() {
    return "gated:" + gate;
  }

  @Override
  public SinkPlan plan(Schema schema) {
    return new SinkPlan(name(), "waits", List.of(), List.of());
  }

  @Override
  public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
    Gate mine = GATES.get(gate);
    return new RowSink() {
      @Override
      public RowSink.Result write(List<RowSink.VersionedRow> rows) {
        mine.called().countDown();
        pass(mine.opened());
        return RowSink.Result.WRITTEN;
      }

      @Override
      public void close() {}
    };
  }
}
