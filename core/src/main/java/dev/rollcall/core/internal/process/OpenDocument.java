package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.internal.aggregate.AggregateOwner;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A document that does not hold the deltas of some partitions yet, as it was last read, and what
 * was last tried to be written. It is decoded once for each time that it is read. Not threadsafe.
 */
final class OpenDocument {

  private final AggregateKey key;

  /** At most one per partition. */
  private final List<Delta> deltas = new ArrayList<>(1);

  private AggregateStore.@Nullable Stored stored;

  /** Null also if it counts as absent. */
  private @Nullable AggregateDocument document;

  private boolean hasExisted;
  private String revision = "";

  OpenDocument(AggregateKey key) {
    this.key = key;
  }

  AggregateKey key() {
    return key;
  }

  void add(Delta delta) {
    deltas.add(delta);
  }

  /** Whether it was there when it was last read. */
  boolean hasExisted() {
    return hasExisted;
  }

  /** Takes what is stored now, and asks whose it is. */
  void read(AggregateStore.@Nullable Stored now, Aggregator aggregator, AggregateOwner owner) {
    stored = now;
    hasExisted = now != null;
    document = now == null ? null : AggregateDocument.decode(now.state(), aggregator, owner);
  }

  /** What was last tried is what is stored. */
  boolean isWritten() {
    return stored != null && stored.revision().equals(revision);
  }

  /** A partition is no longer where its delta begins: another worker has merged rows of it. */
  boolean isSuperseded() {
    return deltas.stream().anyMatch(delta -> offset(delta) != delta.base());
  }

  /** Begins each delta where its partition is now; false if there is nothing left to write. */
  boolean rebase() {
    deltas.removeIf(
        delta -> {
          boolean isHeld = !delta.rebase(offset(delta));
          if (isHeld) {
            delta.stored();
          }
          return isHeld;
        });
    return !deltas.isEmpty();
  }

  private long offset(Delta delta) {
    return document == null ? -1 : document.appliedOffsets().getOrDefault(delta.partition(), -1L);
  }

  /**
   * What was read and all the deltas, with the offset of each partition. To be asked for once after
   * each reading, for it adds to what was read.
   */
  AggregateStore.Write write(Aggregator aggregator, AggregateOwner owner) {
    AggregateDocument before = document;
    Accumulators accumulators = before == null ? aggregator.create() : before.accumulators();
    SortedMap<SourcePartition, Long> offsets = new TreeMap<>();
    if (before != null) {
      offsets.putAll(before.appliedOffsets());
    }
    for (Delta delta : deltas) {
      delta.addTo(accumulators);
      offsets.put(delta.partition(), delta.end());
    }
    String expected = stored == null ? null : stored.revision();
    revision = UUID.randomUUID().toString();
    stored = null;
    document = null;
    AggregateDocument after =
        new AggregateDocument(
            owner.pipeline(), owner.version(), owner.fingerprint(), offsets, accumulators);
    return new AggregateStore.Write(
        key, expected, revision, after.encode(), aggregator.result(key, accumulators));
  }

  /** All deltas are stored; lets go of what they hold, for there may be a million documents. */
  void close() {
    deltas.forEach(Delta::stored);
    deltas.clear();
    stored = null;
    document = null;
  }
}
