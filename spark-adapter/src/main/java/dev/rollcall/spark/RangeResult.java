package dev.rollcall.spark;

import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.SourcePartition;
import java.io.Serializable;
import java.util.Map;

/**
 * What came of one range.
 *
 * @param report its accounts
 * @param ahead the partition with the highest offset that aggregates hold of it, if that is beyond
 *     the range: a replay, or a log that is not the one it was
 */
record RangeResult(RunReport report, Map<SourcePartition, Long> ahead) implements Serializable {

  RangeResult {
    ahead = Map.copyOf(ahead);
  }
}
