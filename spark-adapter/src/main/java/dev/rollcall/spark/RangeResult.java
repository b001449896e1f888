package dev.rollcall.spark;

import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourcePartition;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The accounts of one range.
 *
 * @param partitions the partition it is of; none if the range was empty
 * @param report its accounts
 * @param took how long its flushes took
 * @param targets of that, the time spent in each sink and store
 * @param letters its first dead letters, without payload
 * @param ahead the partition with the highest offset that aggregates hold of it, if that is beyond
 *     the range: a replay, or a log that is not the one it was
 */
record RangeResult(
    List<SourcePartition> partitions,
    RunReport report,
    Duration took,
    Map<String, Duration> targets,
    List<DeadLetter> letters,
    Map<SourcePartition, Long> ahead)
    implements Serializable {

  /** The result of a range without records. */
  static final RangeResult EMPTY =
      new RangeResult(List.of(), RunReport.EMPTY, Duration.ZERO, Map.of(), List.of(), Map.of());

  RangeResult {
    partitions = List.copyOf(partitions);
    targets = Map.copyOf(targets);
    letters = List.copyOf(letters);
    ahead = Map.copyOf(ahead);
  }
}
