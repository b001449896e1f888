package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourcePartition;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The result of one part of a batch. Its rows are stored; its share of the aggregates is here, for
 * the driver to merge. Serializable, for engines whose workers are other processes.
 */
public final class BatchResult implements Serializable {

  private final SourcePartition partition;
  private final RunReport report;
  private final Duration took;
  private final Map<String, Duration> targets;
  private final List<DeadLetter> letters;
  private final Map<AggregateKey, byte[]> states;

  public BatchResult(
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

  /** The counts of the part. */
  public RunReport report() {
    return report;
  }

  /** The partition of the part's records. */
  SourcePartition partition() {
    return partition;
  }

  /** Reports the time of its flushes per target, its first letters, and what became durable. */
  void report(RunListener listener) {
    targets.forEach((target, spent) -> listener.stored(partition, target, spent));
    letters.forEach(listener::deadLettered);
    listener.flushed(partition, report, took);
  }

  /** The encoded aggregate documents of this part alone. */
  public Map<AggregateKey, byte[]> states() {
    return states;
  }
}
