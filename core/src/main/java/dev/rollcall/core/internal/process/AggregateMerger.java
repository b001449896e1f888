package dev.rollcall.core.internal.process;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.internal.aggregate.AggregateOwner;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.aggregate.GroupTable;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.SourcePartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * <p>No document is cached between flushes: a cached document is how updates get lost. Within one,
 * a document is decoded once for each time that it is read, and what the delta is merged into is
 * that copy; the delta stays as it is, for the next attempt.
 */
final class AggregateMerger {

  /** Documents read and written per call. */
  private static final int BULK = 500;

  /** Of many documents each has few. */
  private static final int FEW_ROWS = 2;

  /** So many deltas are made while their rows are grouped; the others when they are written. */
  private static final int MADE_AT_ONCE = 16_384;

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
    final List<BufferedRow> rows = new ArrayList<>(FEW_ROWS);
    @Nullable Accumulators merged;

    /** The first row that {@link #merged} holds: it holds all from there on. */
    int from;

    /** As it was last read, and decoded; null also if it counts as absent. */
    AggregateStore.@Nullable Stored stored;

    @Nullable AggregateDocument document;
    boolean isDecoded;
    boolean existed;
    long base;
    long end;
    long fresh;
    String revision = "";

    Delta(AggregateKey key, @Nullable Accumulators merged) {
      this.key = key;
      this.merged = merged;
    }

    /** Takes a row, and counts it while it is at hand: almost always no document holds it yet. */
    void add(BufferedRow row) {
      rows.add(row);
      if (merged != null) {
        merged.add(row.row(), row);
      }
    }

    void read(AggregateStore.@Nullable Stored now) {
      stored = now;
      document = null;
      isDecoded = false;
    }

    /** Lets go of what a written document no longer needs: there may be a million of them. */
    void close() {
      merged = null;
      read(null);
    }
  }

  /** Merges the rows; when it returns, every document holds them durably. */
  RunReport.Applied merge(List<BufferedRow> rows) {
    applied = 0;
    alreadyApplied = 0;
    List<Delta> open = new ArrayList<>();
    GroupTable<Delta> deltas =
        new GroupTable<>(
            aggregator,
            key -> {
              boolean atOnce = open.size() < MADE_AT_ONCE;
              Delta delta = new Delta(key, atOnce ? aggregator.create() : null);
              open.add(delta);
              return delta;
            });
    for (BufferedRow row : rows) {
      deltas.each(row.row(), row.record().time(), row, Delta::add);
    }
    // one order everywhere: bulks in different orders deadlock where a bulk is a transaction
    open.sort(Comparator.comparing(delta -> delta.key.id()));
    List<Delta> left = open;
    for (int round = 0; !left.isEmpty(); round++) {
      if (round == waits.contention().attempts()) {
        throw new TransientException(
            "%s: %d documents are still contended after %d attempts"
                .formatted(where(), left.size(), round));
      }
      left = mergeAll(left);
    }
    return new RunReport.Applied(applied, alreadyApplied, aggregator.windowsPerRow());
  }

  /** Rebuilds the deltas and writes them; returns those to rebuild again, in their order. */
  private List<Delta> mergeAll(List<Delta> deltas) {
    for (int from = 0; from < deltas.size(); from += BULK) {
      List<Delta> bulk = deltas.subList(from, Math.min(from + BULK, deltas.size()));
      load(bulk);
      List<Delta> changed = new ArrayList<>();
      for (Delta delta : bulk) {
        if (rebuild(delta)) {
          changed.add(delta);
        } else {
          alreadyApplied += pairs(delta, delta.rows.size());
          delta.close();
        }
      }
      List<Delta> again = new ArrayList<>(write(changed));
      if (!again.isEmpty()) {
        again.addAll(deltas.subList(from + bulk.size(), deltas.size()));
        return again;
      }
    }
    return List.of();
  }

  /**
   * Makes the delta of the rows above the document's offset, unless it is made; false if there are
   * none. The rows are in the order of their offsets.
   */
  private boolean rebuild(Delta delta) {
    List<BufferedRow> rows = delta.rows;
    delta.base = appliedOffset(document(delta));
    int from = 0;
    while (from < rows.size() && rows.get(from).offset() <= delta.base) {
      from++;
    }
    if (from == rows.size()) {
      return false;
    }
    delta.end = rows.get(rows.size() - 1).offset();
    delta.fresh = rows.size() - from;
    if (delta.merged == null || delta.from != from) {
      Accumulators merged = aggregator.create();
      for (BufferedRow row : rows.subList(from, rows.size())) {
        merged.add(row.row(), row);
      }
      delta.merged = merged;
      delta.from = from;
    }
    return true;
  }

  /** Writes until every delta is stored or one is superseded; returns those not stored. */
  private List<Delta> write(List<Delta> changed) {
    GuardedWrites writes =
        new GuardedWrites(
            where(),
            these -> calls.once(target, () -> store.compareAndSet(these)),
            pipeline.retryPolicy(),
            waits.contention());
    List<Delta> left = changed;
    while (true) {
      List<Delta> open = new ArrayList<>();
      boolean isSuperseded = false;
      for (Delta delta : left) {
        AggregateStore.Stored now = delta.stored;
        if (now != null && now.revision().equals(delta.revision)) {
          count(delta);
        } else {
          isSuperseded |= appliedOffset(document(delta)) != delta.base;
          open.add(delta);
        }
      }
      if (isSuperseded) {
        // once superseded, no delta built before may be written; they keep their order
        return open;
      }
      left = attempt(writes, open);
      if (left.isEmpty()) {
        return left;
      }
      load(left);
    }
  }

  /** One compare-and-set of all; returns those not stored, or possibly not stored. */
  private List<Delta> attempt(GuardedWrites writes, List<Delta> trying) {
    Set<AggregateKey> open = writes.attempt(trying.stream().map(this::writeOf).toList());
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

  /** To be asked for once after each reading: it merges into what was read. */
  private AggregateStore.Write writeOf(Delta delta) {
    AggregateStore.Stored stored = delta.stored;
    AggregateDocument before = document(delta);
    Accumulators accumulators = Objects.requireNonNull(delta.merged);
    SortedMap<SourcePartition, Long> offsets = new TreeMap<>();
    if (before != null) {
      offsets.putAll(before.appliedOffsets());
      before.accumulators().merge(accumulators);
      accumulators = before.accumulators();
    }
    delta.read(null);
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
    delta.close();
  }

  /** So many rows of a document as (row, window) pairs. */
  private long pairs(Delta delta, long rows) {
    return rows * aggregator.pairsPerRow(delta.key);
  }

  /**
   * Loads the current documents. Looks for one that has disappeared for some seconds: after a
   * failover a majority read may miss for a while what was just written.
   */
  private void load(List<Delta> deltas) {
    List<AggregateKey> keys = deltas.stream().map(delta -> delta.key).toList();
    for (int look = 1; ; look++) {
      Map<AggregateKey, AggregateStore.Stored> stored =
          calls.retrying(target, () -> store.load(keys));
      if (deltas.stream().noneMatch(delta -> delta.existed && !stored.containsKey(delta.key))) {
        for (Delta delta : deltas) {
          delta.existed = stored.containsKey(delta.key);
          delta.read(stored.get(delta.key));
        }
        return;
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

  /** The document that was read; null also for one that a rebuild replaces. */
  private @Nullable AggregateDocument document(Delta delta) {
    AggregateStore.Stored stored = delta.stored;
    if (stored != null && !delta.isDecoded) {
      delta.document = AggregateDocument.decode(stored.state(), aggregator, owner);
      delta.isDecoded = true;
    }
    return delta.document;
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
