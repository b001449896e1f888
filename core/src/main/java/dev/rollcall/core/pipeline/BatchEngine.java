package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.internal.batch.BatchWork;
import dev.rollcall.core.port.BatchOrigin;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourcePartition;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Where the parts of a batch are processed: {@link #here}, or on the workers of Spark. */
@FunctionalInterface
public interface BatchEngine {

  /**
   * Takes every part through the pipeline with {@link BatchWork#process}; a part that was processed
   * twice, because a worker was lost, is in the results once.
   *
   * @throws dev.rollcall.core.error.RollcallException if one of them cannot be processed
   */
  List<Result> process(Pipeline pipeline, List<BatchOrigin.Part> parts);

  /** In this JVM, so many parts at a time. */
  static BatchEngine here(int workers) {
    return (pipeline, parts) -> BatchWork.processHere(pipeline.compiled(), parts, workers);
  }

  /**
   * What one part of a batch came to: its rows are stored, its share of the aggregates is here.
   * Serializable, for engines whose workers are other processes.
   */
  final class Result implements Serializable {

    private final SourcePartition partition;
    private final RunReport report;
    private final Duration took;
    private final Map<String, Duration> targets;
    private final List<DeadLetter> letters;
    private final Map<AggregateKey, byte[]> states;

    public Result(
        SourcePartition partition,
        RunReport report,
        Duration took,
        Map<String, Duration> targets,
        List<DeadLetter> letters,
        Map<AggregateKey, byte[]> states) {
      this.partition = partition;
      this.report = report;
      this.took = took;
      this.targets = Map.copyOf(targets);
      this.letters = List.copyOf(letters);
      this.states = Map.copyOf(states);
    }

    /** The accounts of the part. */
    public RunReport report() {
      return report;
    }

    /** The part, as the source of its records. */
    SourcePartition partition() {
      return partition;
    }

    /** Tells where the time of its flushes went, its first letters, and what became durable. */
    void tell(RunListener listener) {
      targets.forEach((target, spent) -> listener.stored(partition, target, spent));
      letters.forEach(listener::deadLettered);
      listener.flushed(partition, report, took);
    }

    /** The encoded documents of the part alone. */
    public Map<AggregateKey, byte[]> states() {
      return states;
    }
  }
}
