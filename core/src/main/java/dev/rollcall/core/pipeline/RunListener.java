package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.record.SourcePartition;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/**
 * Told what happens in a run, for metrics and logs. Every call is made on the run's polling thread:
 * be quick. What it throws is logged and passed over.
 */
public interface RunListener {

  /** These partitions are ours now, in addition to those we had. */
  default void assigned(Collection<SourcePartition> partitions) {}

  /** These went to another worker, flushed and committed as far as the deadline let them. */
  default void revoked(Collection<SourcePartition> partitions) {}

  /** These went to another worker before we knew; what was in flight is dropped. */
  default void lost(Collection<SourcePartition> partitions) {}

  /** This much is durable now, and not committed yet. */
  default void flushed(SourcePartition partition, RunReport report, Duration took) {}

  /** The source remembers these offsets to go on from. */
  default void committed(Map<SourcePartition, Long> next) {}

  /** The partition begins again at its committed offset, because of this error. */
  default void restarted(SourcePartition partition, RollcallException error) {}
}
