package dev.rollcall.core.internal.engine;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.SourcePartition;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks that the log of a partition contains the offsets that the aggregates hold of it: an offset
 * beyond the end belongs to another log. Asks the source only after a replay. Not threadsafe.
 */
final class LogEndCheck {

  private final RecordSource source;
  private final RetryPolicy retry;

  /** The end of each partition's log when it was last asked for. */
  private final Map<SourcePartition, Long> ends = new TreeMap<>();

  LogEndCheck(RecordSource source, RetryPolicy retry) {
    this.source = source;
    this.retry = retry;
  }

  /**
   * Checks a flush before its offset is committed.
   *
   * @throws FatalException if the log was cut, restored or replaced
   */
  void require(FlushResult flushed) {
    SourcePartition partition = flushed.partition();
    long applied = flushed.appliedOffset();
    if (applied < flushed.nextOffset() || applied < ends.getOrDefault(partition, -1L)) {
      return;
    }
    long end = retry.call(() -> source.end(partition));
    ends.put(partition, end);
    if (applied >= end) {
      throw new FatalException(
          "source partition %s: the aggregates hold offset %d, but the log ends at %d: it was cut, restored or replaced; name the source anew (sourceId) and rebuild the aggregates by replay"
              .formatted(partition, applied, end));
    }
  }

  void forget(Collection<SourcePartition> partitions) {
    ends.keySet().removeAll(partitions);
  }
}
