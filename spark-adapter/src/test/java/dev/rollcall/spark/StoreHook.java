package dev.rollcall.spark;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
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
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Is called in a task each time a step of a flush has taken effect; it may throw or halt. */
interface StoreHook extends Serializable {

  /** The steps of a flush, in their order. */
  enum Step {
    ROWS,
    /** The documents of the last aggregation. */
    AGGREGATES,
    LETTERS
  }

  void after(Step step);

  /** Before the documents of the last aggregation are written. */
  default void beforeAggregates() {}

  default RowTarget rows(RowTarget target) {
    return new Rows(target, this);
  }

  default AggregateTarget aggregates(AggregateTarget target) {
    return new Aggregates(target, this);
  }

  default DeadLetterTarget letters(DeadLetterTarget target) {
    return new Letters(target, this);
  }

  /** A target whose sinks call the hook. */
  record Rows(RowTarget target, StoreHook hook) implements RowTarget {
    @Override
    public String name() {
      return target.name();
    }

    @Override
    public SinkPlan plan(Schema schema) {
      return target.plan(schema);
    }

    @Override
    public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
      RowSink sink = target.connect(schema, owner);
      return new RowSink() {
        @Override
        public RowSink.Result write(List<RowSink.VersionedRow> rows) {
          RowSink.Result result = sink.write(rows);
          hook.after(Step.ROWS);
          return result;
        }

        @Override
        public void close() {
          sink.close();
        }
      };
    }
  }

  /** A target whose stores call the hook. */
  record Aggregates(AggregateTarget target, StoreHook hook) implements AggregateTarget {
    @Override
    public String name() {
      return target.name();
    }

    @Override
    public SinkPlan plan(List<Aggregation.Table> tables) {
      return target.plan(tables);
    }

    @Override
    public AggregateStore open(List<Aggregation.Table> tables) {
      AggregateStore store = target.open(tables);
      String last = tables.get(tables.size() - 1).aggregation();
      return new AggregateStore() {
        @Override
        public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
          return store.load(keys);
        }

        @Override
        public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
          boolean isLast = writes.get(0).key().aggregation().equals(last);
          if (isLast) {
            hook.beforeAggregates();
          }
          Set<AggregateKey> rejected = store.compareAndSet(writes);
          if (rejected.isEmpty() && isLast) {
            hook.after(Step.AGGREGATES);
          }
          return rejected;
        }

        @Override
        public void close() {
          store.close();
        }
      };
    }
  }

  /** A target whose ports call the hook. */
  record Letters(DeadLetterTarget target, StoreHook hook) implements DeadLetterTarget {
    @Override
    public String name() {
      return target.name();
    }

    @Override
    public SinkPlan plan() {
      return target.plan();
    }

    @Override
    public DeadLetters open() {
      DeadLetters port = target.open();
      return new DeadLetters() {
        @Override
        public void write(List<DeadLetter> letters) {
          port.write(letters);
          hook.after(Step.LETTERS);
        }

        @Override
        public void close() {
          port.close();
        }
      };
    }
  }
}
