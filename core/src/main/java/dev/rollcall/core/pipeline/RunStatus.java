package dev.rollcall.core.pipeline;

import dev.rollcall.core.record.SourcePartition;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A run at a moment. Immutable.
 *
 * @param state what it is doing
 * @param partitions those assigned to this worker
 * @param lag records in the source that were not handed out yet, of these partitions
 * @param inFlightRecords handed out and not yet durable
 * @param inFlightBytes of them, keys and values
 * @param live false once the polling thread has ended or stands still; for a liveness probe
 * @param ready true while it has been told its partitions and is running; for a readiness probe
 * @param report what is durable so far
 */
public record RunStatus(
    State state,
    Set<SourcePartition> partitions,
    long lag,
    long inFlightRecords,
    long inFlightBytes,
    boolean live,
    boolean ready,
    RunReport report) {

  /** The life of a run. */
  public enum State {
    /** Waiting to be told its partitions. */
    STARTING,
    /** At work. */
    RUNNING,
    /** Asked to stop; what is in flight is made durable. */
    STOPPING,
    /** Ended as asked. */
    STOPPED,
    /** Ended by an error, which {@link PipelineRunner#awaitEnd} throws. */
    FAILED
  }

  public RunStatus {
    partitions = Collections.unmodifiableSet(new TreeSet<>(partitions));
  }

  /** One line for people: {@code RUNNING, 4 partitions, lag 1200, 300 in flight; 2000 read = …}. */
  @Override
  public String toString() {
    return "%s, %d partitions, lag %d, %d in flight; %s"
        .formatted(state, partitions.size(), lag, inFlightRecords, report);
  }
}
