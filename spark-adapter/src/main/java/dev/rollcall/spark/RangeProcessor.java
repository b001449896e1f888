package dev.rollcall.spark;

import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.SharedResources.Lease;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes one range of one topic partition through the pipeline. Before each flush it checks with the
 * broker that the topic is still the one that the run began with, so that nothing is stored of a
 * topic that was created again under its name. A failure names the records. Holds the run's ports
 * until it is closed. Not threadsafe.
 */
final class RangeProcessor implements AutoCloseable {

  private final PartitionProcessor processor;
  private final Lease<ExecutorPorts> ports;
  private RunReport report = RunReport.EMPTY;
  private Duration took = Duration.ZERO;
  private final Map<String, Duration> targets = new TreeMap<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private @Nullable SourceRecord firstWaiting;
  private long lastWaiting;

  private RangeProcessor(PartitionProcessor processor, Lease<ExecutorPorts> ports) {
    this.processor = processor;
    this.ports = ports;
  }

  /** Starts a range at its first record, without processing it. */
  static RangeProcessor at(SourceRecord first, SparkJob job) {
    try {
      Lease<ExecutorPorts> ports = ExecutorPorts.acquire(job);
      try {
        return new RangeProcessor(
            new PartitionProcessor(
                CompiledPipeline.of(job.pipeline()), ports.get().stores(), first.partition()),
            ports);
      } catch (RuntimeException | Error e) {
        ports.close();
        throw e;
      }
    } catch (RuntimeException e) {
      throw TaskFailures.at(first.position(), e);
    }
  }

  void process(SourceRecord record) {
    if (firstWaiting == null) {
      firstWaiting = record;
    }
    lastWaiting = record.offset();
    try {
      processor.process(record);
    } catch (RuntimeException e) {
      throw TaskFailures.at(record.position(), e);
    }
    if (processor.shouldFlush()) {
      flush(firstWaiting);
    }
  }

  /** Flushes the rest and returns the accounts. */
  RangeResult end() {
    if (firstWaiting != null) {
      flush(firstWaiting);
    }
    Map<SourcePartition, Long> ahead =
        processor.appliedOffset() >= processor.nextOffset()
            ? Map.of(processor.partition(), processor.appliedOffset())
            : Map.of();
    return new RangeResult(List.of(processor.partition()), report, took, targets, letters, ahead);
  }

  private void flush(SourceRecord from) {
    try {
      ports.get().guard().requireSame();
      long began = System.nanoTime();
      report = report.plus(processor.flush());
      took = took.plusNanos(System.nanoTime() - began);
      processor
          .targetTimes()
          .forEach((target, time) -> targets.merge(target, time, Duration::plus));
      processor.lastLetters().stream()
          .limit(RunListener.LETTERS_OF_A_TASK - letters.size())
          .forEach(letters::add);
    } catch (RuntimeException e) {
      throw TaskFailures.at(from.position() + ".." + lastWaiting, e);
    }
    firstWaiting = null;
  }

  /** Gives the ports back. */
  @Override
  public void close() {
    ports.close();
  }
}
