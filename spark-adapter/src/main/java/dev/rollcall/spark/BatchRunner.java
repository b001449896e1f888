package dev.rollcall.spark;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.kafka.KafkaRecords;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.TopicIds;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Runs the batches of one run, on the driver. Every batch is read once, by one action: each of its
 * tasks is a range of one partition. Threadsafe.
 */
final class BatchRunner {

  private final Pipeline pipeline;
  private final KafkaTopic topic;
  private final TopicIdentity identity;
  private final String runId = UUID.randomUUID().toString();
  private RunReport report = RunReport.EMPTY;
  private LongConsumer listener = read -> {};

  BatchRunner(Pipeline pipeline, KafkaTopic topic, TopicIdentity identity) {
    this.pipeline = pipeline;
    this.topic = topic;
    this.identity = identity;
  }

  /**
   * Opens the ports here before any task does: a table is made once and not by every executor at
   * the same time, and what does not fit is said before anything runs.
   */
  void open() {
    ExecutorPorts.of(runId, pipeline);
  }

  void run(Dataset<Row> records) {
    requireSameTopic();
    RangeTask task = new RangeTask(pipeline, identity.sourceId(), topic.name(), runId);
    List<RangeResult> ranges =
        records
            .mapPartitions(task, Encoders.javaSerialization(Serializable.class))
            .collectAsList()
            .stream()
            .map(RangeResult.class::cast)
            .toList();
    requireWholeLog(ranges);
    RunReport batch =
        ranges.stream().map(RangeResult::report).reduce(RunReport.EMPTY, RunReport::plus);
    synchronized (this) {
      report = report.plus(batch);
      listener.accept(report.read());
    }
  }

  /** A topic made again under the same name starts at offset 0 and is another source. */
  private void requireSameTopic() {
    TopicIdentity now = TopicIds.resolve(topic);
    // the topic's own id too: the name that a user gave the source does not change by itself
    if (!now.sourceId().equals(identity.sourceId())
        || !Objects.equals(now.topicId(), identity.topicId())) {
      throw new FatalException(
          "topic '%s' was deleted and made again while the run was going on: got id %s, expected %s; start a new run with a new checkpoint%s"
              .formatted(
                  topic.name(),
                  now.topicId(),
                  identity.topicId(),
                  topic.sourceId() == null ? "" : " and another sourceId(…)"));
    }
  }

  /** What the aggregates hold must have been in the log; only a replay is worth the question. */
  private void requireWholeLog(List<RangeResult> ranges) {
    if (ranges.stream().allMatch(range -> range.ahead().isEmpty())) {
      return;
    }
    Map<SourcePartition, Long> ends = KafkaRecords.ends(topic);
    for (RangeResult range : ranges) {
      range
          .ahead()
          .forEach(
              (partition, applied) -> {
                long end = ends.getOrDefault(partition, 0L);
                if (applied >= end) {
                  throw new FatalException(
                      "topic '%s', partition %d: the aggregates hold offset %d, but the log ends at %d: it was cut, restored or made again, and its new records would be taken for applied; name it as another source with sourceId(…), or rebuild the aggregates by replay"
                          .formatted(topic.name(), partition.partition(), applied, end));
                }
              });
    }
  }

  synchronized void onProgress(LongConsumer newListener) {
    listener = newListener;
    listener.accept(report.read());
  }

  synchronized RunReport report() {
    return report;
  }

  /** Closes the ports that tasks opened in this JVM; those of executors end with them. */
  void close() {
    ExecutorPorts.close(runId);
  }
}
