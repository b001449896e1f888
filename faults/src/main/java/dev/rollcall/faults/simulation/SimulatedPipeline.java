package dev.rollcall.faults.simulation;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.engine.MergeQueue;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.AggregateMerges;
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
 * sum of a hash of each element's place makes a loss and a double that cancel out visible, and
 * which copy of an event was counted. Its targets are never opened: each worker has its own ends of
 * the simulated stores.
 */
final class SimulatedPipeline {

  /** Size and hop of the windows, in milliseconds. */
  static final int WINDOW = 4;

  static final int HOP = 2;

  private static final RecordType DOT =
      RecordType.named("dot")
          .envelope("results")
          .key("id")
          .column("id", ColumnType.STRING)
          .column("colour", ColumnType.STRING)
          .column("event", ColumnType.STRING)
          .column("hash", ColumnType.INT64)
          .build();

  private static final AggregationBuilder ONCE =
      Aggregation.named("once")
          .groupBy("colour")
          .count()
          .oncePer("event")
          .sum("hash")
          .oncePer("event")
          .mean("hash")
          .oncePer("event")
          .scale(0);
  private static final AggregationBuilder COPIES =
      Aggregation.named("once").groupBy("colour").count().sum("hash").mean("hash").scale(0);
  private static final AggregationBuilder HOPPING =
      Aggregation.named("hopping")
          .hopping(Duration.ofMillis(WINDOW), Duration.ofMillis(HOP))
          .count()
          .sum("hash");
  private static final AggregationBuilder HOPS =
      Aggregation.named("hopping").tumbling(Duration.ofMillis(HOP)).count().sum("hash");

  private static final CompiledPipeline COMPILED = compiled(ONCE, HOPPING);
  private static final CompiledPipeline COUNTS_COPIES = compiled(COPIES, HOPPING);
  private static final CompiledPipeline COUNTS_HOPS_ONCE = compiled(ONCE, HOPS);

  private static final MergeWaits AT_ONCE =
      new MergeWaits(
          new RetryPolicy(500, Duration.ZERO, Duration.ZERO),
          new RetryPolicy(20, Duration.ZERO, Duration.ZERO));

  private SimulatedPipeline() {}

  private static CompiledPipeline compiled(AggregationBuilder once, AggregationBuilder hopping) {
    return CompiledPipeline.of(
        Pipeline.named("simulated")
            .records(DOT)
            .rows(InMemoryRows.named("simulated"))
            .aggregate(Aggregation.named("by_colour").groupBy("colour").count().sum("hash"))
            .aggregate(Aggregation.named("overall").count().sum("hash").max("hash"))
            .aggregate(once)
            .aggregate(hopping)
            .into(InMemoryAggregates.named("simulated"))
            .retry(new RetryPolicy(2, Duration.ZERO, Duration.ZERO))
            .build());
  }

  private static CompiledPipeline with(PlantedBug bug) {
    return switch (bug) {
      case DEFINITION_COUNTS_COPIES -> COUNTS_COPIES;
      case DEFINITION_COUNTS_HOPS_ONCE -> COUNTS_HOPS_ONCE;
      default -> COMPILED;
    };
  }

  /** The ports of a worker: its own ends of the one store, open already; no dead letters. */
  static PipelinePorts open(SimulatedWorker worker) {
    return new PipelinePorts(
        with(worker.world.bug),
        List.of(worker.world.rows.openedBy(worker)),
        worker.world.store.openedBy(worker),
        null);
  }

  /** The real processor, which does not wait between its attempts at a document. */
  static PartitionProcessor processor(
      PlantedBug bug, PipelinePorts ports, SourcePartition partition) {
    return new PartitionProcessor(with(bug), ports, partition, AT_ONCE);
  }

  /** The real queue of merges, whose work the thread does that comes with it. */
  static MergeQueue merges(PlantedBug bug, PipelinePorts ports) {
    return new MergeQueue(
        new AggregateMerges(with(bug), ports.aggregates(), AT_ONCE), Runnable::run);
  }

  static Aggregator aggregator(PlantedBug bug, AggregateKey key) {
    return with(bug).aggregations().stream()
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
