package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Schema;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Targets whose ports' calls go through the trap of their name. */
final class TrappedPorts {

  private TrappedPorts() {}

  private static SinkPlan plan(String name) {
    return new SinkPlan(name, "trapped", List.of(), List.of());
  }

  /** A sink that is away for some calls once the trap is armed, so that a partition restarts. */
  record Rows(String trap) implements RowTarget {
    @Override
    public String name() {
      return "rows";
    }

    @Override
    public SinkPlan plan(Schema schema) {
      return TrappedPorts.plan(name());
    }

    @Override
    public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
      Trap mine = Trap.named(trap);
      mine.step("sink.open");
      // one more than three partitions at a time outlast by their retries
      AtomicInteger away = new AtomicInteger(3 * (Guests.AT_ONCE.attempts() - 1) + 1);
      return new RowSink() {
        @Override
        public RowSink.Result write(List<RowSink.VersionedRow> rows) {
          mine.step("sink.write");
          if (mine.isArmed() && away.getAndDecrement() > 0) {
            throw new TransientException("away for a moment");
          }
          return RowSink.Result.WRITTEN;
        }

        @Override
        public void close() {
          mine.step("sink.close");
        }
      };
    }
  }

  /** A store in memory. */
  record Aggregates(String trap) implements AggregateTarget {
    @Override
    public String name() {
      return "aggregates";
    }

    @Override
    public SinkPlan plan(List<Aggregation.Table> tables) {
      return TrappedPorts.plan(name());
    }

    @Override
    public AggregateStore open(List<Aggregation.Table> tables) {
      Trap mine = Trap.named(trap);
      mine.step("store.open");
      AggregateStore real = InMemoryAggregates.named(trap).open(tables);
      return new AggregateStore() {
        @Override
        public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
          mine.step("store.load");
          return real.load(keys);
        }

        @Override
        public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
          mine.step("store.compareAndSet");
          return real.compareAndSet(writes);
        }

        @Override
        public void close() {
          mine.step("store.close");
        }
      };
    }
  }

  /** Letters in memory. */
  record Letters(String trap) implements DeadLetterTarget {
    @Override
    public String name() {
      return "letters";
    }

    @Override
    public SinkPlan plan() {
      return TrappedPorts.plan(name());
    }

    @Override
    public DeadLetters open() {
      Trap mine = Trap.named(trap);
      mine.step("letters.open");
      DeadLetters real = InMemoryDeadLetters.named(trap).open();
      return new DeadLetters() {
        @Override
        public void write(List<DeadLetter> letters) {
          mine.step("letters.write");
          real.write(letters);
        }

        @Override
        public void close() {
          mine.step("letters.close");
        }
      };
    }
  }
}
