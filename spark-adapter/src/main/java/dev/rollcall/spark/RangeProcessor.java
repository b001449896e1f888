package dev.rollcall.spark;

import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.port.SharedResources.Lease;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.TopicIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Takes one range of one topic partition through the pipeline. Before each flush it checks with the
 * broker that the topic is still the one that the run began with, so that nothing is stored of a
 * topic that was created again under its name. A failure names the records. Holds the run's ports
 * until it is closed. Not threadsafe.
 */
final class RangeProcessor implements AutoCloseable {

  private final PartitionProcessor processor;
  private final TopicIdentity topic;
  private final Lease<ExecutorPorts> ports;
  private FlushResult flushed;
  private @Nullable SourceRecord firstWaiting;
  private long lastWaiting;

  private RangeProcessor(
      PartitionProcessor processor, TopicIdentity topic, Lease<ExecutorPorts> ports) {
    this.processor = processor;
    this.topic = topic;
    this.flushed = FlushResult.none(processor.partition());
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
            job.identity(first.source()),
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

  /** Flushes the rest and returns what all flushes made durable. */
  FlushResult end() {
    if (firstWaiting != null) {
      flush(firstWaiting);
    }
    return flushed;
  }

  private void flush(SourceRecord from) {
    try {
      ports.get().guard().requireSame(topic);
      flushed = flushed.then(processor.flush());
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
