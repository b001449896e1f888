package dev.rollcall.faults.simulation;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateStore.Stored;
import dev.rollcall.core.port.AggregateStore.Write;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.faults.simulation.SimulatedWorld.Fault;
import java.util.Collection;
import java.util.Collections;
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

  final Map<AggregateKey, Write> documents = new LinkedHashMap<>();
  private final SimulatedWorld world;

  SimulatedStore(SimulatedWorld world) {
    this.world = world;
  }

  AggregateStore openedBy(SimulatedWorker worker) {
    return new Session(worker);
  }

  private boolean apply(Write write) {
    if (world.bug == PlantedBug.STORE_INCREMENTS_GUARDED_BY_OFFSET) {
      increment(write);
      return true;
    }
    Write now = documents.get(write.key());
    if (matches(now, write)) {
      documents.put(
          write.key(),
          world.bug == PlantedBug.STORE_FORGETS_THAT_IDS_WERE_TOO_MANY
                  && write.key().aggregation().equals("once")
                  && write.result().get("count") == null
              ? begunAnew(write)
              : write);
      return true;
    }
    return false;
  }

  /** The planted bug: its state is that of no row. */
  private Write begunAnew(Write write) {
    Aggregator aggregator = SimulatedPipeline.aggregator(world.bug, write.key());
    AggregateDocument full = AggregateDocument.decode(write.state(), aggregator);
    AggregateDocument empty =
        new AggregateDocument(
            full.pipeline(),
            full.definitionVersion(),
            full.fingerprint(),
            full.appliedOffsets(),
            aggregator.create());
    return new Write(write.key(), null, write.newRevision(), empty.encode(), write.result());
  }

  /** The planted bug: what is sent is a delta, and is added if its highest offset is new. */
  private void increment(Write delta) {
    Write now = documents.get(delta.key());
    if (now == null) {
      documents.put(delta.key(), delta);
      return;
    }
    Aggregator aggregator = SimulatedPipeline.aggregator(world.bug, delta.key());
    AggregateDocument more = AggregateDocument.decode(delta.state(), aggregator);
    AggregateDocument sum = AggregateDocument.decode(now.state(), aggregator);
    SourcePartition partition = more.appliedOffsets().firstKey();
    long applied = sum.appliedOffsets().getOrDefault(partition, -1L);
    if (applied >= more.appliedOffsets().getOrDefault(partition, -1L)) {
      return;
    }
    SortedMap<SourcePartition, Long> offsets = new TreeMap<>(sum.appliedOffsets());
    offsets.putAll(more.appliedOffsets());
    sum.accumulators().merge(more.accumulators());
    AggregateDocument both =
        new AggregateDocument(
            sum.pipeline(),
            sum.definitionVersion(),
            sum.fingerprint(),
            offsets,
            sum.accumulators());
    Map<String, @Nullable Object> result = aggregator.result(delta.key(), both.accumulators());
    documents.put(
        delta.key(), new Write(delta.key(), null, delta.newRevision(), both.encode(), result));
  }

  private boolean matches(@Nullable Write now, Write write) {
    return switch (world.bug) {
      case STORE_COMPARES_NOTHING -> true;
      case STORE_INSERTS_BLINDLY ->
          write.expectedRevision() == null
              || (now != null && write.expectedRevision().equals(now.newRevision()));
      default -> Objects.equals(now == null ? null : now.newRevision(), write.expectedRevision());
    };
  }

  private void arriveLate(Write write) {
    world.late.add(
        () -> {
          if (world.bug == PlantedBug.STORE_APPLIES_LATE_WRITES) {
            documents.put(write.key(), write);
          } else {
            world.hit(apply(write) ? Fault.LATE_WRITE_APPLIED : Fault.LATE_WRITE_REFUSED);
          }
        });
  }

  /** The store as one worker sees it. */
  private final class Session implements AggregateStore {
    private final SimulatedWorker worker;

    /** What each thread has read last. */
    private final Map<Integer, Map<AggregateKey, Stored>> seenBy = new HashMap<>();

    /** What a thread is told in place of what is stored, for a planted bug. */
    private final Map<Integer, Map<AggregateKey, Lie>> liesTo = new HashMap<>();

    /**
     * Offsets that are not the stored ones.
     *
     * @param reads how often they are told
     */
    private record Lie(Map<SourcePartition, Long> offsets, int reads) {}

    Session(SimulatedWorker worker) {
      this.worker = worker;
    }

    private Map<AggregateKey, Stored> seen() {
      return seenBy.computeIfAbsent(world.thread(), thread -> new HashMap<>());
    }

    private Map<AggregateKey, Lie> lies() {
      return liesTo.computeIfAbsent(world.thread(), thread -> new HashMap<>());
    }

    @Override
    public Map<AggregateKey, Stored> load(Collection<AggregateKey> keys) {
      Map<AggregateKey, Stored> seen = seen();
      world.point(worker);
      if (world.chance(0.03)) {
        throw new TransientException("simulated: load timed out");
      }
      Map<AggregateKey, Stored> found = new HashMap<>();
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
        Write stored = documents.get(key);
        seen.remove(key);
        if (stored != null && world.chance(0.005)) {
          // as after a failover: a read by majority that does not see it yet
          world.hit(Fault.HIDDEN);
          continue;
        }
        if (stored != null) {
          seen.put(key, new Stored(stored.state(), stored.newRevision()));
          found.put(key, told(key, seen.get(key)));
        }
      }
      world.point(worker);
      return found;
    }

    @Override
    public Set<AggregateKey> compareAndSet(List<Write> writes) {
      Map<AggregateKey, Stored> seen = seen();
      world.point(worker);
      double chance = world.random.nextDouble();
      if (chance < 0.25) {
        for (Write write : writes) {
          timeOut(write, chance);
        }
        world.point(worker);
        throw new TransientException("simulated: write timed out");
      }
      Set<AggregateKey> rejected = new HashSet<>();
      for (Write write : writes) {
        if (world.chance(0.2)) {
          world.point(worker);
        }
        Map<SourcePartition, Long> advanced = advanced(write);
        world.hit(Fault.MERGED_TOGETHER, advanced.size() > 1 ? 1 : 0);
        if (comparesTheOwnOffset() ? hasMoved(write, advanced) : !apply(write)) {
          boolean hasMoved = hasMoved(write, advanced);
          world.hit(Fault.REJECTED);
          world.hit(hasMoved ? Fault.SUPERSEDED : Fault.CONTENDED);
          rejected.add(write.key());
          lie(write, advanced, hasMoved);
          seen.remove(write.key());
        } else if (comparesTheOwnOffset()) {
          documents.put(write.key(), write);
          seen.put(write.key(), new Stored(write.state(), write.newRevision()));
        }
      }
      world.point(worker);
      return world.bug == PlantedBug.STORE_HIDES_REJECTIONS ? Set.of() : rejected;
    }

    /** Nobody will tell what became of this write. */
    private void timeOut(Write write, double chance) {
      boolean isLate = chance < 0.1 ? world.chance(0.8) : world.chance(0.1);
      if (isLate) {
        arriveLate(write);
      } else if (chance < 0.2 && apply(write)) {
        world.hit(Fault.LOST_ACKNOWLEDGEMENT);
      }
    }

    private boolean comparesTheOwnOffset() {
      return world.bug == PlantedBug.STORE_COMPARES_THE_OWN_OFFSET || keepsACache();
    }

    private boolean keepsACache() {
      return world.bug == PlantedBug.STORE_COMPARES_THE_OWN_OFFSET_WITH_A_KEPT_CACHE;
    }

    /** The offsets that a write changes. */
    private Map<SourcePartition, Long> advanced(Write write) {
      Map<SourcePartition, Long> before = applied(write.key(), seen().get(write.key()));
      Map<SourcePartition, Long> advanced =
          new TreeMap<>(document(write.key(), write.state()).appliedOffsets());
      advanced.entrySet().removeAll(before.entrySet());
      return advanced;
    }

    /** True if one of the partitions is further in the document than when it was read. */
    private boolean hasMoved(Write write, Map<SourcePartition, Long> advanced) {
      Write now = documents.get(write.key());
      if (now == null) {
        return false;
      }
      Map<SourcePartition, Long> stored = document(now.key(), now.state()).appliedOffsets();
      Map<SourcePartition, Long> before = applied(write.key(), seen().get(write.key()));
      return advanced.keySet().stream()
          .anyMatch(partition -> !Objects.equals(stored.get(partition), before.get(partition)));
    }

    private Map<SourcePartition, Long> applied(AggregateKey key, @Nullable Stored stored) {
      return stored == null ? Map.of() : document(key, stored.state()).appliedOffsets();
    }

    private AggregateDocument document(AggregateKey key, byte[] state) {
      return AggregateDocument.decode(state, SimulatedPipeline.aggregator(world.bug, key));
    }

    /** The planted bugs of merges: what they would take the offsets for after a refusal. */
    private void lie(Write write, Map<SourcePartition, Long> advanced, boolean hasMoved) {
      if (world.bug == PlantedBug.MERGE_ADDS_ALL_AGAIN) {
        Map<SourcePartition, Long> before = applied(write.key(), seen().get(write.key()));
        Map<SourcePartition, Long> asBefore = new TreeMap<>(advanced);
        asBefore.replaceAll((partition, offset) -> before.getOrDefault(partition, -1L));
        lies().put(write.key(), new Lie(asBefore, 1));
      } else if (world.bug == PlantedBug.MERGE_DROPS_ALL_IF_ONE_IS_SUPERSEDED && hasMoved) {
        // a merge reads to see it, and reads again to begin anew
        lies().put(write.key(), new Lie(advanced, 2));
      }
    }

    /** The document as the merge is told. */
    private Stored told(AggregateKey key, Stored stored) {
      Map<SourcePartition, Long> lie = lie(key, stored);
      if (lie.isEmpty()) {
        return stored;
      }
      AggregateDocument document = document(key, stored.state());
      SortedMap<SourcePartition, Long> offsets = new TreeMap<>(document.appliedOffsets());
      offsets.putAll(lie);
      AggregateDocument other =
          new AggregateDocument(
              document.pipeline(),
              document.definitionVersion(),
              document.fingerprint(),
              offsets,
              document.accumulators());
      return new Stored(other.encode(), stored.revision());
    }

    private Map<SourcePartition, Long> lie(AggregateKey key, Stored stored) {
      Map<SourcePartition, Long> offsets = new TreeMap<>();
      if (world.bug == PlantedBug.MERGE_BASES_ALL_ON_ONE_OFFSET) {
        long one = Collections.max(document(key, stored.state()).appliedOffsets().values());
        world.log.forEach(records -> offsets.put(records.get(0).partition(), one));
      }
      Lie lie = lies().remove(key);
      if (lie != null) {
        offsets.putAll(lie.offsets());
        if (lie.reads() > 1) {
          lies().put(key, new Lie(lie.offsets(), lie.reads() - 1));
        }
      }
      return offsets;
    }

    @Override
    public void close() {}
  }
}
