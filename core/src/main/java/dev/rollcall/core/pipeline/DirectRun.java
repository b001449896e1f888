package dev.rollcall.core.pipeline;

import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.process.RecordReaders;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes records through a pipeline on the calling thread, without a source or an engine: for tests
 * of a definition and for checks of what it stored. Commits nothing. Not threadsafe.
 */
public final class DirectRun implements AutoCloseable {

  private final Pipeline pipeline;
  private final PipelinePorts ports;
  private final Map<SourcePartition, PartitionProcessor> processors = new TreeMap<>();
  private final RecordReaders readers = RecordReaders.ofOneThread();
  private RunReport report = RunReport.EMPTY;

  private DirectRun(Pipeline pipeline) {
    this.pipeline = pipeline;
    this.ports = PipelinePorts.open(pipeline.compiled());
  }

  /**
   * Opens the stores of a pipeline.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if one of them does not fit
   */
  public static DirectRun open(Pipeline pipeline) {
    return new DirectRun(pipeline);
  }

  /** Processes a record; those of a partition come in the order of their offsets. */
  public void process(SourceRecord record) {
    PartitionProcessor processor =
        processors.computeIfAbsent(
            record.partition(),
            p -> new PartitionProcessor(pipeline.compiled(), ports, p, readers));
    processor.process(record);
    if (processor.shouldFlush()) {
      flush(processor);
    }
  }

  /** Makes durable what was processed, and reports all of it since the stores were opened. */
  public RunReport flush() {
    processors.values().forEach(this::flush);
    return report;
  }

  private void flush(PartitionProcessor processor) {
    report = report.plus(processor.flush().report());
  }

  /** The partitions of the records so far. */
  public Set<SourcePartition> partitions() {
    return Set.copyOf(processors.keySet());
  }

  /** Closes the stores; what was not flushed is dropped. */
  @Override
  public void close() {
    ports.close();
  }
}
