package dev.rollcall.core.pipeline;

import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs a pipeline over a source in this JVM, on the calling thread, until the source is caught up.
 * Commit comes last: the source is told of an offset when everything up to it is durable.
 */
public final class PipelineRunner {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Pipeline pipeline;
  private final PipelinePorts ports;
  private final RecordSource source;
  private final Map<SourcePartition, PartitionProcessor> processors = new HashMap<>();
  private RunReport report = RunReport.EMPTY;
  private boolean assigned;

  private PipelineRunner(Pipeline pipeline, PipelinePorts ports, RecordSource source) {
    this.pipeline = pipeline;
    this.ports = ports;
    this.source = source;
  }

  /**
   * Processes what the source holds and returns what became of it. Closes the ports it opened, not
   * the source.
   */
  public static RunReport runUntilCaughtUp(Pipeline pipeline, RecordSource source) {
    try (PipelinePorts ports = pipeline.open()) {
      return new PipelineRunner(pipeline, ports, source).run().requireBalanced();
    }
  }

  private RunReport run() {
    source.subscribe(new Processors());
    do {
      List<SourceRecord> records = pipeline.retryPolicy().call(() -> source.poll(POLL));
      for (SourceRecord record : records) {
        PartitionProcessor processor = processor(record.partition());
        processor.process(record);
        if (processor.shouldFlush()) {
          flush(processor);
        }
      }
      // before the first assignment there is no lag, and nothing is caught up
    } while (!assigned || source.lag() > 0);
    processors.values().forEach(this::flush);
    return report;
  }

  private PartitionProcessor processor(SourcePartition partition) {
    return processors.computeIfAbsent(
        partition, mine -> new PartitionProcessor(pipeline, ports, mine));
  }

  private void flush(PartitionProcessor processor) {
    report = report.plus(processor.flush());
    if (processor.nextOffset() >= 0) {
      Map<SourcePartition, Long> next = Map.of(processor.partition(), processor.nextOffset());
      pipeline
          .retryPolicy()
          .call(
              () -> {
                source.commit(next);
                return true;
              });
    }
  }

  /** Keeps the processors in step with the partitions that are ours. */
  private final class Processors implements RecordSource.Assignment {
    @Override
    public void assigned(Collection<SourcePartition> partitions) {
      assigned = true;
      partitions.forEach(PipelineRunner.this::processor);
    }

    @Override
    public void revoked(Collection<SourcePartition> partitions) {
      List<PartitionProcessor> leaving =
          partitions.stream().map(processors::remove).filter(Objects::nonNull).toList();
      // all are gone before the first can fail: what is not ours is never flushed later
      leaving.forEach(PipelineRunner.this::flush);
    }

    @Override
    public void lost(Collection<SourcePartition> partitions) {
      partitions.forEach(processors::remove);
    }
  }
}
