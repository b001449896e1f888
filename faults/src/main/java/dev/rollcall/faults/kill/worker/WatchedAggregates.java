package dev.rollcall.faults.kill.worker;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.AggregateTable;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.AggregateWrite;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.port.StoredDocument;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An aggregate target with failpoints, which tells of refused writes.
 *
 * @param target where documents really go
 * @param deaf a planted bug: refusals are not passed on
 */
record WatchedAggregates(AggregateTarget target, boolean deaf) implements AggregateTarget {

  @Override
  public String name() {
    return target.name();
  }

  @Override
  public SinkPlan plan(List<AggregateTable> tables) {
    return target.plan(tables);
  }

  @Override
  public AggregateStore open(List<AggregateTable> tables) {
    AggregateStore store = target.open(tables);
    return new AggregateStore() {
      @Override
      public Map<AggregateKey, StoredDocument> load(Collection<AggregateKey> keys) {
        return store.load(keys);
      }

      @Override
      public Set<AggregateKey> compareAndSet(List<AggregateWrite> writes) {
        boolean stale = Failpoints.reach(Failpoint.BEFORE_CAS);
        Set<AggregateKey> rejected = store.compareAndSet(writes);
        if (stale) {
          Said.line("stale-writes", writes.size(), rejected.size());
        }
        if (!rejected.isEmpty()) {
          Said.line("rejected", rejected.size());
        }
        if (rejected.size() < writes.size()) {
          Failpoints.reach(Failpoint.AFTER_CAS);
        }
        return deaf ? Set.of() : rejected;
      }

      @Override
      public void close() {
        store.close();
      }
    };
  }
}
