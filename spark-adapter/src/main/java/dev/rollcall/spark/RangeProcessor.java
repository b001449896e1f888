package dev.rollcall.spark;

import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.internal.process.PartialAggregates;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.process.RecordReaders;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.SharedResources.Lease;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.TopicIdentity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes one range of one topic partition through the pipeline; its aggregates are counted only,
 * above what the documents hold of the partition. Before each flush it checks with the broker that
 * the topic is still the one that the run began with, so that nothing is stored of a topic that was
 * created again under its name. A failure names the records. Holds the run's ports until it is
 * closed. Not threadsafe.
 */
final class RangeProcessor implements AutoCloseable {

  private final PartitionProcessor processor;
  private final TopicIdentity topic;
  private final PartialAggregates aggregates;
  private final Lease<ExecutorPorts> ports;
  private final RecordReaders readers;
  private FlushResult flushed;
  private boolean hasEnded;
  private @Nullable SourceRecord firstWaiting;
  private long lastWaiting;

  private RangeProcessor(
      PartitionProcessor processor,
      PartialAggregates aggregates,
      TopicIdentity topic,
      Lease<ExecutorPorts> ports,
      RecordReaders readers) {
    this.processor = processor;
    this.aggregates = aggregates;
    this.topic = topic;
    this.flushed = FlushResult.none(processor.partition());
    this.ports = ports;
    this.readers = readers;
  }

  /** Starts a range at its first record, without processing it. */
  static RangeProcessor at(SourceRecord first, SparkJob job) {
    try {
      Lease<ExecutorPorts> ports = ExecutorPorts.acquire(job);
      try {
        CompiledPipeline pipeline = CompiledPipeline.of(job.pipeline());
        PipelinePorts stores = ports.get().stores();
        AggregateStore store = stores.aggregates();
        PartialAggregates aggregates =
            store == null
                ? new PartialAggregates()
                : new PartialAggregates(pipeline, store, first.partition());
        PipelinePorts own =
            new PipelinePorts(
                pipeline, stores.sinks(), store == null ? null : aggregates, stores.deadLetters());
        RecordReaders readers = ports.get().readers().take();
        return new RangeProcessor(
            new PartitionProcessor(pipeline, own, first.partition(), readers),
            aggregates,
            job.identity(first.source()),
            ports,
            readers);
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
    hasEnded = true;
    return flushed;
  }

  /** What it adds to the aggregates, to be merged by somebody else. */
  List<PartialAggregates.Part> parts() {
    return aggregates.parts();
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

  /** Gives back the ports, and what it read with. */
  @Override
  public void close() {
    TaskReaders all = ports.get().readers();
    if (hasEnded) {
      all.ended(readers);
    } else {
      all.failed(readers);
    }
    ports.close();
  }
}
