package dev.rollcall.spark;

import dev.rollcall.core.pipeline.PartitionProcessor;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelinePorts;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * One task: a range of one topic partition, in offset order, through the pipeline. It returns its
 * accounts, so that a task that Spark runs again is counted once, as it ended.
 */
final class RangeTask implements MapPartitionsFunction<Row, RunReport> {

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
  public Iterator<RunReport> call(Iterator<Row> rows) {
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
    if (processor != null) {
      report = report.plus(processor.flush());
    }
    return List.of(report).iterator();
  }

  private SourceRecord record(Row row) {
    return new SourceRecord(
        new SourcePartition(sourceId, row.getInt(0)),
        topic,
        row.getLong(1),
        Instant.ofEpochMilli(row.getLong(2)),
        row.isNullAt(3) ? null : row.<byte[]>getAs(3),
        row.isNullAt(4) ? null : row.<byte[]>getAs(4));
  }
}
