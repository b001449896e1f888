package dev.rollcall.faults.simulation;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.SourcePartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The aggregate store of the simulation. Each document is compared and set on its own; a call can
 * time out with each of its writes applied, on its way, or lost.
 */
final class SimulatedStore {

  final Map<AggregateKey, AggregateStore.Write> documents = new LinkedHashMap<>();
  private final SimulatedWorld world;

  SimulatedStore(SimulatedWorld world) {
    this.world = world;
  }

  AggregateStore openedBy(SimulatedWorker worker) {
    return new Session(worker);
  }

  private boolean apply(AggregateStore.Write write) {
    if (world.bug == PlantedBug.STORE_INCREMENTS_GUARDED_BY_OFFSET) {
      increment(write);
      return true;
    }
    AggregateStore.Write now = documents.get(write.key());
    if (matches(now, write)) {
      documents.put(write.key(), write);
      return true;
    }
    return false;
  }

  /** The planted bug: what is sent is a delta, and is added if its highest offset is new. */
  private void increment(AggregateStore.Write delta) {
    AggregateStore.Write now = documents.get(delta.key());
    if (now == null) {
      documents.put(delta.key(), delta);
      return;
    }
    Aggregator aggregator = SimulatedPipeline.aggregator(delta.key());
    AggregateDocument more = AggregateDocument.decode(delta.state(), aggregator);
    AggregateDocument sum = AggregateDocument.decode(now.state(), aggregator);
    SourcePartition partition = more.appliedOffsets().firstKey();
    long applied = sum.appliedOffsets().getOrDefault(partition, -1L);
    if (applied >= more.appliedOffsets().getOrDefault(partition, -1L)) {
      return;
    }
    SortedMap<SourcePartition, Long> offsets = new TreeMap<>();
    offsets.putAll(sum.appliedOffsets());
    offsets.putAll(more.appliedOffsets());
    sum.accumulators().merge(more.accumulators());
    documents.put(
        delta.key(),
        new AggregateStore.Write(
            delta.key(),
            null,
            delta.newRevision(),
            new AggregateDocument(
                    sum.pipeline(),
                    sum.definitionVersion(),
                    sum.fingerprint(),
                    offsets,
                    sum.accumulators())
                .encode(),
            aggregator.result(delta.key(), sum.accumulators())));
  }

  private boolean matches(AggregateStore.@Nullable Write now, AggregateStore.Write write) {
    return switch (world.bug) {
      case STORE_COMPARES_NOTHING -> true;
      case STORE_INSERTS_BLINDLY ->
          write.expectedRevision() == null
              || (now != null && write.expectedRevision().equals(now.newRevision()));
      default -> Objects.equals(now == null ? null : now.newRevision(), write.expectedRevision());
    };
  }

  private void arriveLate(AggregateStore.Write write) {
    world.late.add(
        () -> {
          if (world.bug == PlantedBug.STORE_APPLIES_LATE_WRITES) {
            documents.put(write.key(), write);
          } else {
            world.hit(
                apply(write)
                    ? SimulatedWorld.Fault.LATE_WRITE_APPLIED
                    : SimulatedWorld.Fault.LATE_WRITE_REFUSED);
          }
        });
  }

  /** The store as one worker sees it. */
  private final class Session implements AggregateStore {
    private final SimulatedWorker worker;
    private final Map<AggregateKey, AggregateStore.Stored> seen = new HashMap<>();

    Session(SimulatedWorker worker) {
      this.worker = worker;
    }

    @Override
    public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
      world.point(worker);
      if (world.chance(0.03)) {
        throw new TransientException("simulated: load timed out");
      }
      Map<AggregateKey, AggregateStore.Stored> found = new HashMap<>();
      for (AggregateKey key : keys) {
        if (world.chance(0.1)) {
          world.point(worker);
        }
        if (world.bug == PlantedBug.STORE_INCREMENTS_GUARDED_BY_OFFSET) {
          // nobody reads before an increment
          continue;
        }
        if (keepsACache() && seen.containsKey(key)) {
          found.put(key, seen.get(key));
          continue;
        }
        AggregateStore.Write stored = documents.get(key);
        seen.remove(key);
        if (stored != null && world.chance(0.005)) {
          // as after a failover: a read by majority that does not see it yet
          world.hit(SimulatedWorld.Fault.HIDDEN);
          continue;
        }
        if (stored != null) {
          found.put(key, new AggregateStore.Stored(stored.state(), stored.newRevision()));
          seen.put(key, found.get(key));
        }
      }
      world.point(worker);
      return found;
    }

    @Override
    public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
      world.point(worker);
      double chance = world.random.nextDouble();
      if (chance < 0.25) {
        for (AggregateStore.Write write : writes) {
          timeOut(write, chance);
        }
        world.point(worker);
        throw new TransientException("simulated: write timed out");
      }
      Set<AggregateKey> rejected = new HashSet<>();
      for (AggregateStore.Write write : writes) {
        if (world.chance(0.2)) {
          world.point(worker);
        }
        if (!(comparesTheOwnOffset() ? applyUnlessMoved(write) : apply(write))) {
          tally(write.key());
          rejected.add(write.key());
          seen.remove(write.key());
        } else if (keepsACache()) {
          seen.put(write.key(), new AggregateStore.Stored(write.state(), write.newRevision()));
        }
      }
      world.point(worker);
      return world.bug == PlantedBug.STORE_HIDES_REJECTIONS ? Set.of() : rejected;
    }

    /** Nobody will tell what became of this write. */
    private void timeOut(AggregateStore.Write write, double chance) {
      boolean isLate = chance < 0.1 ? world.chance(0.8) : world.chance(0.1);
      if (isLate) {
        arriveLate(write);
      } else if (chance < 0.2 && apply(write)) {
        world.hit(SimulatedWorld.Fault.LOST_ACKNOWLEDGEMENT);
      }
    }

    private void tally(AggregateKey key) {
      world.hit(SimulatedWorld.Fault.REJECTED);
      world.hit(hasMoved(key) ? SimulatedWorld.Fault.SUPERSEDED : SimulatedWorld.Fault.CONTENDED);
    }

    private boolean comparesTheOwnOffset() {
      return world.bug == PlantedBug.STORE_COMPARES_THE_OWN_OFFSET || keepsACache();
    }

    private boolean keepsACache() {
      return world.bug == PlantedBug.STORE_COMPARES_THE_OWN_OFFSET_WITH_A_KEPT_CACHE;
    }

    private boolean applyUnlessMoved(AggregateStore.Write write) {
      if (hasMoved(write.key())) {
        return false;
      }
      documents.put(write.key(), write);
      return true;
    }

    /** True if the worker's partition is further in the document than when it was read. */
    private boolean hasMoved(AggregateKey key) {
      AggregateStore.Write now = documents.get(key);
      AggregateStore.Stored before = seen.get(key);
      return applied(key, now == null ? null : now.state())
          != applied(key, before == null ? null : before.state());
    }

    private long applied(AggregateKey key, byte @Nullable [] state) {
      return state == null
          ? -1
          : AggregateDocument.decode(state, SimulatedPipeline.aggregator(key))
              .appliedOffsets()
              .getOrDefault(new SourcePartition("log", worker.working), -1L);
    }

    @Override
    public void close() {}
  }
}
