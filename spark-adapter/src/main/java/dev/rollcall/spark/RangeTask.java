package dev.rollcall.spark;

import dev.rollcall.core.pipeline.PartitionProcessor;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelinePorts;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.Attempts;
import java.io.Serializable;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * One task: a range of one topic partition, in offset order, through the pipeline. It returns its
 * accounts, as a {@link RangeResult} (a type that Spark's encoders do not take, for it is not
 * public), so that a task that Spark runs again is counted once, as it ended.
 */
final class RangeTask implements MapPartitionsFunction<Row, Serializable> {

  private final Pipeline pipeline;
  private final String sourceId;
  private final String topic;
  private final String runId;

  RangeTask(Pipeline pipeline, String sourceId, String topic, String runId) {
    this.pipeline = pipeline;
    this.sourceId = sourceId;
    this.topic = topic;
    this.runId = runId;
  }

  @Override
  public Iterator<Serializable> call(Iterator<Row> rows) {
    RunReport report = RunReport.EMPTY;
    @Nullable PartitionProcessor processor = null;
    while (rows.hasNext()) {
      SourceRecord record = record(rows.next());
      if (processor == null) {
        PipelinePorts ports = ExecutorPorts.of(runId, pipeline);
        processor = new PartitionProcessor(pipeline, ports, record.partition());
      }
      processor.process(record);
      if (processor.shouldFlush()) {
        report = report.plus(processor.flush());
      }
    }
    Map<SourcePartition, Long> ahead = Map.of();
    if (processor != null) {
      report = report.plus(processor.flush());
      if (processor.appliedOffset() >= processor.nextOffset()) {
        ahead = Map.of(processor.partition(), processor.appliedOffset());
      }
    }
    return List.<Serializable>of(new RangeResult(report, ahead)).iterator();
  }

  private SourceRecord record(Row row) {
    return new SourceRecord(
        new SourcePartition(sourceId, row.getInt(0)),
        topic,
        row.getLong(1),
        Instant.ofEpochMilli(row.getLong(2)),
        row.isNullAt(3) ? null : row.<byte[]>getAs(3),
        row.isNullAt(4) ? null : row.<byte[]>getAs(4),
        Attempts.of(row.isNullAt(5) ? null : row.<byte[]>getAs(5)));
  }
}
