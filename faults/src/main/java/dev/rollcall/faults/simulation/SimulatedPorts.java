package dev.rollcall.faults.simulation;

import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.MergeWaits;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.SourcePartition;
import java.time.Duration;
import java.util.List;

/** The real processor over ports that are open already and never wait. */
final class SimulatedPorts {

  private static final MergeWaits AT_ONCE =
      new MergeWaits(
          new RetryPolicy(500, Duration.ZERO, Duration.ZERO),
          new RetryPolicy(20, Duration.ZERO, Duration.ZERO));

  private SimulatedPorts() {}

  /** Ports that are open already, without dead letters. */
  static PipelinePorts open(Pipeline pipeline, RowSink rows, AggregateStore aggregates) {
    return new PipelinePorts(CompiledPipeline.of(pipeline), List.of(rows), aggregates, null);
  }

  /** A processor that does not wait between its attempts at a document. */
  static PartitionProcessor processor(
      Pipeline pipeline, PipelinePorts ports, SourcePartition partition) {
    return new PartitionProcessor(CompiledPipeline.of(pipeline), ports, partition, AT_ONCE);
  }
}
