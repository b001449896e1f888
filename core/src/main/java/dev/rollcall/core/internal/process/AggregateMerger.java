package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.internal.aggregate.AggregateOwner;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.SourcePartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Merges the rows of a flush into the documents of one aggregation, each row with effect once.
 *
 * <p>A document records, for each source partition that contributed to it, the highest offset it
 * holds. Rows at or below this partition's offset were merged by an earlier run and are skipped;
 * the rest become one delta per document, which is merged into what is stored and written back by
 * compare-and-set on the revision that was read. If the write is rejected, the document is read
 * again:
 *
 * <ul>
 *   <li>It carries the revision we tried to write: our write took effect and its acknowledgement
 *       was lost. Done.
 *   <li>This partition's offset has not moved: another partition was faster. The same delta is
 *       merged into the current document.
 *   <li>This partition's offset has moved: another worker (one we took over from, or one that took
 *       over from us) has merged rows of ours. We are superseded: every delta not yet written is
 *       discarded and rebuilt from the flush's rows, which are still in memory, against the current
 *       documents.
 * </ul>
 *
 * <p>A document of a lower definition version that a rebuild replaces counts as absent, whoever
 * still writes it, but its revision is the one that is expected: a worker of that version finds a
 * higher one then, and halts.
 *
 * <p>No document is cached between flushes: a cached document is how updates get lost.
 */
final class AggregateMerger {

  /** Documents read and written per call. */
  private static final int BULK = 500;

  private final CompiledPipeline pipeline;
  private final Aggregator aggregator;
  private final AggregateOwner owner;
  private final AggregateStore store;
  private final String target;
  private final StoreCalls calls;
  private final SourcePartition partition;
  private final MergeWaits waits;
  private long applied;
  private long alreadyApplied;
  private long highestSeen = -1;

  AggregateMerger(
      CompiledPipeline pipeline,
      CompiledBranch.BoundAggregation aggregation,
      AggregateStore store,
      StoreCalls calls,
      SourcePartition partition,
      MergeWaits waits) {
    this.pipeline = pipeline;
    this.aggregator = aggregation.aggregator();
    this.owner = pipeline.owner(aggregation, false);
    this.store = store;
    this.target = pipeline.aggregateTarget().orElseThrow().name();
    this.calls = calls;
    this.partition = partition;
    this.waits = waits;
  }

  /** The name of the aggregation. */
  String aggregation() {
    return aggregator.table().aggregation();
  }

  /** The highest offset of this partition in any document that was read; -1 for none. */
  long highestSeen() {
    return highestSeen;
  }

  /** Pending delta for one document. */
  private static final class Delta {
    final AggregateKey key;
    final List<BufferedRow> rows = new ArrayList<>();
    @Nullable Accumulators merged;
    boolean existed;
    long base;
    long end;
    long fresh;
    String revision = "";

    Delta(AggregateKey key) {
      this.key = key;
    }
  }

  /** Merges the rows; when it returns, every document holds them durably. */
  RunReport.Applied merge(List<BufferedRow> rows) {
    applied = 0;
    alreadyApplied = 0;
    Map<AggregateKey, Delta> deltas = new HashMap<>();
    for (BufferedRow row : rows) {
      AggregateKey latest = aggregator.key(row.row(), row.record().time());
      deltas.computeIfAbsent(latest, Delta::new).rows.add(row);
      if (aggregator.windowsPerRow() > 1) {
        for (AggregateKey key : aggregator.earlier(latest)) {
          deltas.computeIfAbsent(key, Delta::new).rows.add(row);
        }
      }
    }
    // one order everywhere: bulks in different orders deadlock where a bulk is a transaction
    List<Delta> open = new ArrayList<>(deltas.values());
    open.sort(Comparator.comparing(delta -> delta.key.id()));
    for (int round = 0; !open.isEmpty(); round++) {
      if (round == waits.contention().attempts()) {
        throw new TransientException(
            "%s: %d documents are still contended after %d attempts"
                .formatted(where(), open.size(), round));
      }
      open = mergeAll(open);
    }
    return new RunReport.Applied(applied, alreadyApplied, aggregator.windowsPerRow());
  }

  /** Rebuilds the deltas and writes them; returns those to rebuild again, in their order. */
  private List<Delta> mergeAll(List<Delta> deltas) {
    for (int from = 0; from < deltas.size(); from += BULK) {
      List<Delta> bulk = deltas.subList(from, Math.min(from + BULK, deltas.size()));
      Map<AggregateKey, AggregateStore.Stored> stored = load(bulk);
      List<Delta> changed = new ArrayList<>();
      for (Delta delta : bulk) {
        if (rebuild(delta, document(stored.get(delta.key)))) {
          changed.add(delta);
        } else {
          alreadyApplied += pairs(delta, delta.rows.size());
        }
      }
      List<Delta> again = new ArrayList<>(write(changed, stored));
      if (!again.isEmpty()) {
        again.addAll(deltas.subList(from + bulk.size(), deltas.size()));
        return again;
      }
    }
    return List.of();
  }

  /** Accumulates the rows above the document's offset; false if there are none. */
  private boolean rebuild(Delta delta, @Nullable AggregateDocument document) {
    delta.base = appliedOffset(document);
    delta.end = delta.base;
    delta.fresh = 0;
    Accumulators merged = aggregator.create();
    for (BufferedRow row : delta.rows) {
      if (row.record().offset() > delta.base) {
        merged.add(row.row(), row);
        delta.end = Math.max(delta.end, row.record().offset());
        delta.fresh++;
      }
    }
    delta.merged = merged;
    return delta.fresh > 0;
  }

  /** Writes until every delta is stored or one is superseded; returns those not stored. */
  private List<Delta> write(List<Delta> changed, Map<AggregateKey, AggregateStore.Stored> loaded) {
    GuardedWrites writes =
        new GuardedWrites(
            where(),
            these -> calls.once(target, () -> store.compareAndSet(these)),
            pipeline.retryPolicy(),
            waits.contention());
    List<Delta> left = changed;
    Map<AggregateKey, AggregateStore.Stored> stored = loaded;
    while (true) {
      List<Delta> open = new ArrayList<>();
      boolean isSuperseded = false;
      for (Delta delta : left) {
        AggregateStore.Stored now = stored.get(delta.key);
        if (now != null && now.revision().equals(delta.revision)) {
          count(delta);
        } else {
          isSuperseded |= appliedOffset(document(now)) != delta.base;
          open.add(delta);
        }
      }
      if (isSuperseded) {
        // once superseded, no delta built before may be written; they keep their order
        return open;
      }
      left = attempt(writes, open, stored);
      if (left.isEmpty()) {
        return left;
      }
      stored = load(left);
    }
  }

  /** One compare-and-set of all; returns those not stored, or possibly not stored. */
  private List<Delta> attempt(
      GuardedWrites writes, List<Delta> trying, Map<AggregateKey, AggregateStore.Stored> stored) {
    Set<AggregateKey> open =
        writes.attempt(
            trying.stream().map(delta -> writeOf(delta, stored.get(delta.key))).toList());
    List<Delta> left = new ArrayList<>();
    for (Delta delta : trying) {
      if (open.contains(delta.key)) {
        left.add(delta);
      } else {
        count(delta);
      }
    }
    return left;
  }

  private AggregateStore.Write writeOf(Delta delta, AggregateStore.@Nullable Stored stored) {
    AggregateDocument before = document(stored);
    SortedMap<SourcePartition, Long> offsets = new TreeMap<>();
    Accumulators accumulators = aggregator.create();
    if (before != null) {
      offsets.putAll(before.appliedOffsets());
      accumulators.merge(before.accumulators());
    }
    if (delta.merged != null) {
      accumulators.merge(delta.merged);
    }
    offsets.put(partition, delta.end);
    delta.revision = UUID.randomUUID().toString();
    AggregateDocument after =
        new AggregateDocument(
            pipeline.name(), pipeline.version(), owner.fingerprint(), offsets, accumulators);
    return new AggregateStore.Write(
        delta.key,
        stored == null ? null : stored.revision(),
        delta.revision,
        after.encode(),
        aggregator.result(delta.key, accumulators));
  }

  private void count(Delta delta) {
    applied += pairs(delta, delta.fresh);
    alreadyApplied += pairs(delta, delta.rows.size() - delta.fresh);
  }

  /** So many rows of a document as (row, window) pairs. */
  private long pairs(Delta delta, long rows) {
    return rows * aggregator.pairsPerRow(delta.key);
  }

  /**
   * Loads the current documents. Looks for one that has disappeared for some seconds: after a
   * failover a majority read may miss for a while what was just written.
   */
  private Map<AggregateKey, AggregateStore.Stored> load(List<Delta> deltas) {
    List<AggregateKey> keys = deltas.stream().map(delta -> delta.key).toList();
    for (int look = 1; ; look++) {
      Map<AggregateKey, AggregateStore.Stored> stored =
          calls.retrying(target, () -> store.load(keys));
      if (deltas.stream().noneMatch(delta -> delta.existed && !stored.containsKey(delta.key))) {
        deltas.forEach(delta -> delta.existed = stored.containsKey(delta.key));
        return stored;
      }
      if (look == waits.missing().attempts()) {
        // merging into a new document would lose what the deleted one held
        throw new FatalException(
            "%s: a document was deleted during the run; stop all runs, empty the aggregation and replay from the start"
                .formatted(where()));
      }
      waits.missing().pause(look - 1);
    }
  }

  private String where() {
    return "aggregation '" + aggregation() + "'";
  }

  /** Null also for a document that a rebuild replaces. */
  private @Nullable AggregateDocument document(AggregateStore.@Nullable Stored stored) {
    return stored == null ? null : AggregateDocument.decode(stored.state(), aggregator, owner);
  }

  private long appliedOffset(@Nullable AggregateDocument document) {
    if (document == null) {
      return -1;
    }
    long offset = document.appliedOffsets().getOrDefault(partition, -1L);
    highestSeen = Math.max(highestSeen, offset);
    return offset;
  }
}
