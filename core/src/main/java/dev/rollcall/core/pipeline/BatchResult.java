package dev.rollcall.core.pipeline;

import dev.rollcall.core.aggregate.AggregateKey;
import java.io.Serializable;
import java.util.Map;

/**
 * What one part of a batch came to: its rows are stored, its share of the aggregates is here.
 * Serializable, for engines whose workers are other processes.
 */
public final class BatchResult implements Serializable {

  private final RunReport report;
  private final Map<AggregateKey, byte[]> states;

  BatchResult(RunReport report, Map<AggregateKey, byte[]> states) {
    this.report = report;
    this.states = Map.copyOf(states);
  }

  /** The accounts of the part. */
  public RunReport report() {
    return report;
  }

  /** The encoded documents of the part alone. */
  Map<AggregateKey, byte[]> states() {
    return states;
  }
}
