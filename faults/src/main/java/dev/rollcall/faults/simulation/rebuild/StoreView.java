package dev.rollcall.faults.simulation.rebuild;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.faults.simulation.rebuild.RebuildWorld.Fault;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The store as one worker sees it. A call can time out, with each of its writes applied, on its
 * way, or lost.
 */
final class StoreView implements AggregateStore {

  private final RebuildWorker me;
  private final RebuildWorld world;

  StoreView(RebuildWorker me) {
    this.me = me;
    this.world = me.world;
  }

  @Override
  public DefinitionRegistry definitions(String aggregation) {
    return new EntryView(me, aggregation);
  }

  @Override
  public Optional<Stored> anyOf(String pipeline, String aggregation) {
    world.point(me);
    if (world.bug == RebuildBug.STORED_DOCUMENTS_ARE_NOT_LOOKED_AT
        || world.bug == RebuildBug.ROLLBACK_IS_ADMITTED && me.version() == 1) {
      return Optional.empty();
    }
    return world.store.documents.values().stream()
        .filter(document -> document.key().aggregation().equals(aggregation))
        .findFirst()
        .map(document -> new Stored(document.state(), document.newRevision()));
  }

  @Override
  public Map<AggregateKey, Stored> load(Collection<AggregateKey> keys) {
    world.point(me);
    if (world.chance(0.03)) {
      throw new TransientException("simulated: load timed out");
    }
    Map<AggregateKey, Stored> found = new HashMap<>();
    for (AggregateKey key : keys) {
      Write stored = world.store.documents.get(key);
      if (stored != null) {
        found.put(key, new Stored(seen(stored), stored.newRevision()));
      }
    }
    world.point(me);
    return found;
  }

  /** The planted bugs: a document of the other version looks like one of ours. */
  private byte[] seen(Write stored) {
    RebuildBug bug = world.bug;
    int ours = me.version();
    int version = RebuildStore.version(stored);
    boolean isDisguised =
        bug == RebuildBug.LOWER_DOCUMENT_COUNTS && version < ours
            || bug == RebuildBug.HIGHER_DOCUMENT_IS_TAKEN && version > ours;
    String aggregation = stored.key().aggregation();
    if (!isDisguised || !aggregation.equals(RebuildDefinitions.BY_COLOUR)) {
      return stored.state();
    }
    Aggregator aggregator = me.definition().aggregator(aggregation);
    AggregateDocument document = AggregateDocument.decode(stored.state(), aggregator);
    return new AggregateDocument(
            document.pipeline(),
            ours,
            me.definition().details(aggregation).fingerprint(),
            document.appliedOffsets(),
            document.accumulators())
        .encode();
  }

  @Override
  public Set<AggregateKey> compareAndSet(List<Write> writes) {
    world.point(me);
    double chance = world.random.nextDouble();
    if (chance < 0.15) {
      for (Write write : writes) {
        if (world.chance(0.3)) {
          world.late.add(
              () -> {
                if (world.store.apply(write)) {
                  world.hit(Fault.LATE_WRITE);
                }
              });
        } else if (chance < 0.1 && world.store.apply(write)) {
          world.hit(Fault.LOST_ACKNOWLEDGEMENT);
        }
      }
      world.point(me);
      throw new TransientException("simulated: write timed out");
    }
    Set<AggregateKey> rejected = new HashSet<>();
    for (Write write : writes) {
      if (world.chance(0.2)) {
        world.point(me);
      }
      if (!world.store.apply(write)) {
        world.hit(Fault.REJECTED);
        rejected.add(write.key());
      }
    }
    world.point(me);
    return rejected;
  }

  @Override
  public void close() {}
}
