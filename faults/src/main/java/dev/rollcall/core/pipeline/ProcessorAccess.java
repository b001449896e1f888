package dev.rollcall.core.pipeline;

import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.SourcePartition;
import java.time.Duration;
import java.util.List;

/** What the simulation needs of this package and users do not: all of it is here. */
public final class ProcessorAccess {

  private static final MergeWaits AT_ONCE =
      new MergeWaits(
          new RetryPolicy(500, Duration.ZERO, Duration.ZERO),
          new RetryPolicy(20, Duration.ZERO, Duration.ZERO));

  private ProcessorAccess() {}

  /** Ports that are open already, without dead letters. */
  public static PipelinePorts ports(Pipeline pipeline, RowSink rows, AggregateStore aggregates) {
    return new PipelinePorts(pipeline, List.of(rows), aggregates, null);
  }

  /** A processor that does not wait between its attempts at a document. */
  public static PartitionProcessor processor(
      Pipeline pipeline, PipelinePorts ports, SourcePartition partition) {
    return new PartitionProcessor(CompiledPipeline.of(pipeline), ports, partition, AT_ONCE);
  }

  /** The aggregators of a pipeline, in the order of its aggregations. */
  public static List<Aggregator> aggregators(Pipeline pipeline) {
    return pipeline.aggregators();
  }
}
