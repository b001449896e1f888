package dev.rollcall.core.internal.batch;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.GuardedWrites;
import dev.rollcall.core.internal.process.MergeWaits;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.SourcePartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the documents that earlier runs of a batch stored. A document carries the number of the
 * run that computed it, in the place where a stream's document has its offsets: a superseded run
 * finds a higher number and stops. Not threadsafe.
 */
public final class BatchDocuments {

  /** Documents read and written per call. */
  private static final int BULK = 500;

  private final CompiledPipeline pipeline;
  private final AggregateStore store;
  private final SourcePartition run;
  private final long number;

  public BatchDocuments(CompiledPipeline pipeline, AggregateStore store, long number) {
    this.pipeline = pipeline;
    this.store = store;
    this.run = new SourcePartition("batch runs of " + pipeline.name(), 0);
    this.number = number;
  }

  /** A document to store, and the revision it has once that succeeded. */
  private record Wanted(AggregateKey key, Accumulators merged, String revision) {}

  /** Merges the parts and stores their documents; they are durable when it returns. */
  public void replace(List<BatchRun.Result> parts) {
    Map<AggregateKey, Accumulators> merged = new HashMap<>();
    for (BatchRun.Result part : parts) {
      part.states()
          .forEach(
              (key, state) ->
                  merged
                      .computeIfAbsent(key, any -> aggregator(key).create())
                      .merge(AggregateDocument.decode(state, aggregator(key)).accumulators()));
    }
    List<Wanted> wanted =
        merged.entrySet().stream()
            .map(each -> new Wanted(each.getKey(), each.getValue(), UUID.randomUUID().toString()))
            .sorted(Comparator.comparing(each -> each.key().id()))
            .toList();
    for (int from = 0; from < wanted.size(); from += BULK) {
      put(wanted.subList(from, Math.min(from + BULK, wanted.size())));
    }
  }

  private void put(List<Wanted> bulk) {
    GuardedWrites writes =
        new GuardedWrites(
            "batch of pipeline '" + pipeline.name() + "'",
            store::compareAndSet,
            pipeline.retryPolicy(),
            MergeWaits.DEFAULT.contention());
    List<Wanted> left = bulk;
    while (!left.isEmpty()) {
      Set<AggregateKey> open = writes.attempt(writes(left));
      left = left.stream().filter(wanted -> open.contains(wanted.key())).toList();
    }
  }

  /** The writes of the documents that are not stored yet, based on those stored now. */
  private List<AggregateStore.Write> writes(List<Wanted> trying) {
    List<AggregateKey> keys = trying.stream().map(Wanted::key).toList();
    Map<AggregateKey, AggregateStore.Stored> stored =
        pipeline.retryPolicy().call(() -> store.load(keys));
    List<AggregateStore.Write> writes = new ArrayList<>();
    for (Wanted wanted : trying) {
      AggregateStore.Stored now = stored.get(wanted.key());
      requireOlder(wanted.key(), now);
      if (now == null || !now.revision().equals(wanted.revision())) {
        writes.add(write(wanted, now == null ? null : now.revision()));
      }
    }
    return writes;
  }

  private AggregateStore.Write write(Wanted wanted, @Nullable String expected) {
    Aggregator aggregator = aggregator(wanted.key());
    AggregateDocument document =
        new AggregateDocument(
            pipeline.name(),
            pipeline.version(),
            pipeline.aggregation(wanted.key()).fingerprint(),
            new TreeMap<>(Map.of(run, number)),
            wanted.merged());
    return new AggregateStore.Write(
        wanted.key(),
        expected,
        wanted.revision(),
        document.encode(),
        aggregator.result(wanted.key(), wanted.merged()));
  }

  private void requireOlder(AggregateKey key, AggregateStore.@Nullable Stored stored) {
    if (stored == null) {
      return;
    }
    AggregateDocument.Header document =
        AggregateDocument.header(stored.state(), pipeline.owner(pipeline.aggregation(key), true));
    Long by = document.appliedOffsets().get(run);
    if (by == null) {
      throw new ConfigurationException(
          "aggregation '%s': the stored document was counted from a stream, not computed by a batch;"
                  .formatted(key.aggregation())
              + " give the batch a pipeline name or a store of its own");
    }
    if (document.definitionVersion() == pipeline.version() && by > number) {
      throw new FatalException(
          "aggregation '%s': run %d is superseded by run %d, which has computed this batch anew; no documents overwritten"
              .formatted(key.aggregation(), number, by));
    }
  }

  private Aggregator aggregator(AggregateKey key) {
    return pipeline.aggregation(key).aggregator();
  }
}
