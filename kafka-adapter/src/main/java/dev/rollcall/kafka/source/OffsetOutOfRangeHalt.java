package dev.rollcall.kafka.source;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.kafka.internal.client.TopicSnapshotReader;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/** The named halt of an offset that is not in the log any more. */
final class OffsetOutOfRangeHalt {

  private OffsetOutOfRangeHalt() {}

  /** Says which partition, which offset, what the log holds, and the ways out. */
  static RollcallException halt(KafkaSource source, Admin admin, OffsetOutOfRangeException error) {
    Map<TopicPartition, Long> wanted = error.offsetOutOfRangePartitions();
    Map<TopicPartition, Long> starts;
    Map<TopicPartition, Long> ends;
    try {
      starts =
          TopicSnapshotReader.offsets(
              admin, source.topic(), wanted.keySet(), OffsetSpec.earliest());
      ends =
          TopicSnapshotReader.offsets(admin, source.topic(), wanted.keySet(), OffsetSpec.latest());
    } catch (RollcallException unknown) {
      // the halt is what matters, not the figures
      starts = Map.of();
      ends = Map.of();
    }
    StringBuilder text = new StringBuilder(source.place());
    Map<Integer, TopicPartition> sorted = new TreeMap<>();
    wanted.keySet().forEach(partition -> sorted.put(partition.partition(), partition));
    for (TopicPartition partition : sorted.values()) {
      text.append(
          describe(
              partition,
              wanted.getOrDefault(partition, -1L),
              starts.getOrDefault(partition, -1L),
              ends.getOrDefault(partition, -1L),
              error));
    }
    text.append(". Nothing was skipped. ").append(remedy(source));
    return new FatalException(text.toString(), error);
  }

  private static String describe(
      TopicPartition partition,
      long wanted,
      long start,
      long end,
      OffsetOutOfRangeException error) {
    String where =
        "; partition "
            + partition.partition()
            + " was to go on at offset "
            + wanted
            + ", its log is "
            + start
            + " to "
            + end
            + ": ";
    if (error instanceof LogTruncationException cut) {
      OffsetAndMetadata diverged = cut.divergentOffsets().get(partition);
      return where
          + "the log was cut and written again"
          + (diverged == null ? "" : " from offset " + diverged.offset() + " on");
    }
    if (start >= 0 && wanted < start) {
      return where + (start - wanted) + " offsets were deleted before they were read";
    }
    if (end >= 0 && wanted > end) {
      return where + "the log was cut, or restored from an older copy";
    }
    return where + "the offset is not in the log";
  }

  private static String remedy(KafkaSource source) {
    String command =
        "rollcall replay --topic " + source.topic().name() + " --group " + source.group();
    return "If records were deleted unread: keep them longer (retention.ms), restore them if there"
        + " is a copy, or go on with what is left: "
        + command
        + " --from-beginning (what was applied already is not applied twice). If the log was cut:"
        + " it is another log, so give the source another sourceId and new sinks";
  }
}
