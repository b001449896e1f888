package dev.rollcall.core.internal.process;

import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.SourcePartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Merges flushes into the aggregates of a pipeline. Threadsafe. */
public final class AggregateMerges {

  private final CompiledPipeline pipeline;

  /** For each branch, each of its aggregations; none without a store. */
  private final List<List<AggregateMerger>> mergers = new ArrayList<>();

  /**
   * Creates the merges of a pipeline.
   *
   * @param store where its documents are; null if it has none
   */
  public AggregateMerges(
      CompiledPipeline pipeline, @Nullable AggregateStore store, MergeWaits waits) {
    this.pipeline = pipeline;
    for (CompiledBranch branch : pipeline.branches()) {
      List<AggregateMerger> ofBranch = new ArrayList<>();
      if (store != null) {
        branch
            .aggregations()
            .forEach(each -> ofBranch.add(AggregateMerger.of(pipeline, each, store, waits)));
      }
      mergers.add(ofBranch);
    }
  }

  /** Whether there is nothing to merge, ever. */
  public boolean isEmpty() {
    return mergers.stream().allMatch(List::isEmpty);
  }

  /** Merges one flush, on this thread. */
  void merge(Flush flush) {
    Spent spent = new Spent();
    bulks(List.of(flush), spent).forEach(Runnable::run);
    flush.calls().spent(spent.times);
  }

  /**
   * Merges flushes of different partitions, one write per document. When it returns, every document
   * holds all of them durably. If it fails, each document holds all or nothing of what it was to
   * get, and a replay of each partition does the rest.
   *
   * @param helpers whose threads take bulks of documents besides this one, as far as they are free
   * @throws dev.rollcall.core.error.TransientException if the store remains unavailable, or a
   *     document contended, beyond all retries
   * @throws dev.rollcall.core.error.FatalException if the run cannot go on
   */
  public void merge(List<Flush> flushes, Executor helpers) {
    Spent spent = new Spent();
    SharedWork.run(bulks(flushes, spent), helpers);
    // what several flushes share is divided among them
    spent.times.replaceAll((target, time) -> time.dividedBy(flushes.size()));
    flushes.forEach(flush -> flush.calls().spent(spent.times));
  }

  /**
   * Merges what ranges of partitions have counted elsewhere, one write per document, on this
   * thread. When it returns, every document holds all of it durably; what one holds already is left
   * out.
   *
   * @return the time in calls per target
   * @throws SupersededException if a document is neither at the base of a part nor beyond it
   * @throws dev.rollcall.core.error.TransientException as {@link #merge(List, Executor)}
   */
  public Map<String, Duration> mergeParts(List<PartialAggregates.Part> parts) {
    Spent spent = new Spent();
    for (AggregateMerger merger : mergers.stream().flatMap(List::stream).toList()) {
      Map<SourcePartition, List<StateDelta>> deltas = new TreeMap<>();
      for (PartialAggregates.Part part : parts) {
        if (part.key().aggregation().equals(merger.aggregator().aggregation().name())) {
          StateDelta delta = part.delta(merger.aggregator());
          deltas.computeIfAbsent(delta.partition(), any -> new ArrayList<>()).add(delta);
        }
      }
      merger.bulks(List.copyOf(deltas.values())).forEach(bulk -> merge(merger, bulk, spent));
    }
    return spent.times;
  }

  private List<Runnable> bulks(List<Flush> flushes, Spent spent) {
    List<Runnable> bulks = new ArrayList<>();
    for (int branch = 0; branch < mergers.size(); branch++) {
      for (int each = 0; each < mergers.get(branch).size(); each++) {
        AggregateMerger merger = mergers.get(branch).get(each);
        for (List<OpenDocument> bulk : merger.bulks(deltas(flushes, branch, each))) {
          bulks.add(() -> merge(merger, bulk, spent));
        }
      }
    }
    return bulks;
  }

  private static List<List<RowDelta>> deltas(List<Flush> flushes, int branch, int aggregation) {
    return flushes.stream()
        .map(
            flush ->
                flush.buffer().branches().get(branch).contributions().get(aggregation).deltas())
        .toList();
  }

  private void merge(AggregateMerger merger, List<OpenDocument> bulk, Spent spent) {
    StoreCalls calls = new StoreCalls(pipeline.retryPolicy());
    new BulkMerge(merger, calls).merge(bulk);
    spent.add(calls.takeTimes());
  }

  /** The time in calls per target, of several threads. */
  private static final class Spent {
    final Map<String, Duration> times = new TreeMap<>();

    synchronized void add(Map<String, Duration> more) {
      more.forEach((target, time) -> times.merge(target, time, Duration::plus));
    }
  }
}
