package dev.rollcall.kafka.source;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.kafka.internal.client.LogRange;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The error of a consumer whose next offset is not in the log any more. */
final class OffsetOutOfRangeHalt {

  private OffsetOutOfRangeHalt() {}

  /** Names the partitions, their offsets, the ranges of their logs, and the ways out. */
  static RollcallException of(KafkaSource source, Admin admin, OffsetOutOfRangeException error) {
    Map<TopicPartition, Long> wanted = error.offsetOutOfRangePartitions();
    LogRange range = null;
    try {
      range = LogRange.of(admin, source.place(), wanted.keySet());
    } catch (RollcallException unknown) {
      // the halt is what matters, not the figures
    }
    StringBuilder text = new StringBuilder(source.place());
    List<TopicPartition> sorted =
        wanted.keySet().stream()
            .sorted(
                Comparator.comparing(TopicPartition::topic)
                    .thenComparing(TopicPartition::partition))
            .toList();
    for (TopicPartition partition : sorted) {
      text.append(source.topics().topics().size() == 1 ? "" : "; topic " + partition.topic());
      text.append(describe(partition, wanted.getOrDefault(partition, -1L), range, error));
    }
    text.append(". Nothing was skipped. ").append(remedy(source, sorted.get(0).topic()));
    return new FatalException(text.toString(), error);
  }

  private static String describe(
      TopicPartition partition,
      long wanted,
      @Nullable LogRange range,
      OffsetOutOfRangeException error) {
    long start = range == null ? -1 : range.start(partition);
    long end = range == null ? -1 : range.end(partition);
    String where =
        "; partition %d was to continue at offset %d, its log is %d to %d: "
            .formatted(partition.partition(), wanted, start, end);
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

  private static String remedy(KafkaSource source, String topic) {
    return "If records were deleted unread: keep them longer (retention.ms), restore them if there is a copy, or continue with what is left: rollcall replay --topic %s --group %s --from-beginning (what was applied already is not applied twice). If the log was cut: it is another log, so give the source another sourceId and new sinks"
        .formatted(topic, source.group());
  }
}
