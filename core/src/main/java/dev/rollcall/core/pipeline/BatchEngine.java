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

/** Processes the parts of a batch: in this JVM ({@link #here}) or on Spark. */
@FunctionalInterface
public interface BatchEngine {

  /**
   * Takes every part through the pipeline with {@link BatchWork#process}. A part that was processed
   * more than once, after a transient error or because a worker was lost, is in the results once.
   *
   * @throws dev.rollcall.core.error.RollcallException if one of them cannot be processed
   */
  List<Result> process(Pipeline pipeline, List<BatchOrigin.Part> parts);

  /**
   * Processes parts in this JVM.
   *
   * @param workers how many parts are processed at a time
   */
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

    /** Reports the time per target, the first letters, and what became durable. */
    void report(RunListener listener) {
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
