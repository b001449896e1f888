package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.internal.aggregate.AggregateOwner;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.SourcePartition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps in memory what a range of one partition adds to the aggregates; somebody else merges that
 * into the documents. Not threadsafe.
 */
public final class PartialAggregates implements AggregateStore {

  /** How far the documents are. */
  private interface Bases {
    /** For each document that holds the partition already, one without any rows but its offset. */
    Map<AggregateKey, AggregateStore.Stored> of(Collection<AggregateKey> keys);
  }

  /**
   * What the range adds to one document.
   *
   * @param base the offset of its partition that the document had: it is counted above that
   * @param state a document of its own
   */
  public record Part(AggregateKey key, long base, byte[] state) implements Serializable {

    StateDelta delta(Aggregator aggregator) {
      return new StateDelta(key, base, AggregateDocument.decode(state, aggregator));
    }
  }

  private final Bases bases;
  private final Map<AggregateKey, AggregateStore.Stored> documents = new HashMap<>();

  /** Of the documents that hold the partition already. */
  private final Map<AggregateKey, Long> baseOffsets = new HashMap<>();

  /** The range is all that there is of its partition. */
  public PartialAggregates() {
    this.bases = keys -> Map.of();
  }

  /** The range is counted above what the documents in a store hold of the partition. */
  public PartialAggregates(
      CompiledPipeline pipeline, AggregateStore store, SourcePartition partition) {
    this.bases = keys -> bases(pipeline, store, partition, keys);
  }

  @Override
  public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
    Map<AggregateKey, AggregateStore.Stored> found = new HashMap<>();
    List<AggregateKey> others = new ArrayList<>();
    for (AggregateKey key : keys) {
      AggregateStore.Stored document = documents.get(key);
      if (document == null) {
        others.add(key);
      } else {
        found.put(key, document);
      }
    }
    if (!others.isEmpty()) {
      found.putAll(bases.of(others));
    }
    return found;
  }

  private Map<AggregateKey, AggregateStore.Stored> bases(
      CompiledPipeline pipeline,
      AggregateStore store,
      SourcePartition partition,
      Collection<AggregateKey> keys) {
    Map<AggregateKey, AggregateStore.Stored> found = new HashMap<>();
    store
        .load(keys)
        .forEach(
            (key, stored) -> {
              CompiledBranch.BoundAggregation aggregation = pipeline.aggregation(key);
              AggregateOwner owner = pipeline.owner(aggregation, false);
              Long base = AggregateDocument.appliedOffsets(stored.state(), owner).get(partition);
              if (base != null) {
                baseOffsets.put(key, base);
                found.put(
                    key,
                    new AggregateStore.Stored(
                        empty(aggregation, owner, partition, base), stored.revision()));
              }
            });
    return found;
  }

  private static byte[] empty(
      CompiledBranch.BoundAggregation aggregation,
      AggregateOwner owner,
      SourcePartition partition,
      long base) {
    return new AggregateDocument(
            owner.pipeline(),
            owner.version(),
            owner.fingerprint(),
            new TreeMap<>(Map.of(partition, base)),
            aggregation.aggregator().create())
        .encode();
  }

  @Override
  public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
    for (AggregateStore.Write write : writes) {
      documents.put(write.key(), new AggregateStore.Stored(write.state(), write.newRevision()));
    }
    return Set.of();
  }

  /** What the range adds to each document. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>(documents.size());
    documents.forEach(
        (key, document) ->
            parts.add(new Part(key, baseOffsets.getOrDefault(key, -1L), document.state())));
    return parts;
  }

  /** The state of each document. */
  public Map<AggregateKey, byte[]> states() {
    Map<AggregateKey, byte[]> states = new HashMap<>();
    documents.forEach((key, document) -> states.put(key, document.state()));
    return states;
  }

  @Override
  public void close() {}
}
