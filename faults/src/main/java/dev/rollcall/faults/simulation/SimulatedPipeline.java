package dev.rollcall.faults.simulation;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.MergeWaits;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.testkit.random.Draw;
import java.time.Duration;
import java.util.List;

/**
 * The pipeline of the simulation: a few colours are counted, so that documents are contended; the
 * sum of a hash of each element's place makes a loss and a double that cancel out visible. Its
 * targets are never opened: each worker has its own ends of the simulated stores.
 */
final class SimulatedPipeline {

  static final Pipeline PIPELINE =
      Pipeline.named("simulated")
          .records(
              RecordType.named("dot")
                  .envelope("results")
                  .key("id")
                  .column("id", ColumnType.STRING)
                  .column("colour", ColumnType.STRING)
                  .column("hash", ColumnType.INT64)
                  .build())
          .rows(InMemoryRows.named("simulated"))
          .aggregate(Aggregation.named("by_colour").groupBy("colour").count().sum("hash"))
          .aggregate(Aggregation.named("overall").count().sum("hash").max("hash"))
          .into(InMemoryAggregates.named("simulated"))
          .retry(new RetryPolicy(2, Duration.ZERO, Duration.ZERO))
          .build();

  private static final CompiledPipeline COMPILED = CompiledPipeline.of(PIPELINE);

  private static final MergeWaits AT_ONCE =
      new MergeWaits(
          new RetryPolicy(500, Duration.ZERO, Duration.ZERO),
          new RetryPolicy(20, Duration.ZERO, Duration.ZERO));

  private SimulatedPipeline() {}

  /** The ports of a worker: its own ends of the one store, open already; no dead letters. */
  static PipelinePorts open(SimulatedWorker worker) {
    return new PipelinePorts(
        COMPILED,
        List.of(worker.world.rows.openedBy(worker)),
        worker.world.store.openedBy(worker),
        null);
  }

  /** The real processor, which does not wait between its attempts at a document. */
  static PartitionProcessor processor(PipelinePorts ports, SourcePartition partition) {
    return new PartitionProcessor(COMPILED, ports, partition, AT_ONCE);
  }

  static Aggregator aggregator(AggregateKey key) {
    return COMPILED.aggregations().stream()
        .filter(bound -> bound.name().equals(key.aggregation()))
        .findFirst()
        .orElseThrow()
        .aggregator();
  }

  /** 64 well mixed bits of an element's place. */
  static long hash(int partition, long offset, int ordinal) {
    return Draw.mix((partition * 1_000_003L + offset) * 31 + ordinal + 0x9E3779B97F4A7C15L);
  }
}
