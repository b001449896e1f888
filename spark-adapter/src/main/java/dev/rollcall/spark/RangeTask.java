package dev.rollcall.spark;

import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.source.AttemptHeader;
import java.io.Serializable;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * One task: a range of one topic partition, in offset order, through the pipeline. Returns its
 * accounts as a {@link FlushResult}, none for an empty range, so that a task that Spark runs again
 * counts once. (The declared type is what the encoder takes.)
 */
final class RangeTask implements MapPartitionsFunction<Row, Serializable> {

  private final SparkJob job;

  RangeTask(SparkJob job) {
    this.job = job;
  }

  @Override
  public Iterator<Serializable> call(Iterator<Row> rows) {
    return job.run().call(() -> process(rows)).iterator();
  }

  private List<Serializable> process(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return List.of();
    }
    SourceRecord first = record(rows.next());
    try (RangeProcessor range = RangeProcessor.at(first, job)) {
      range.process(first);
      while (rows.hasNext()) {
        range.process(record(rows.next()));
      }
      return List.of(range.end());
    }
  }

  private SourceRecord record(Row row) {
    List<SourceRecord.Header> headers = headers(row, 5);
    String topic = row.getString(6);
    SourceRecord record =
        new SourceRecord(
            job.identity(topic).partition(row.getInt(0)),
            topic,
            row.getLong(1),
            Instant.ofEpochMilli(row.getLong(2)),
            row.isNullAt(3) ? null : row.<byte[]>getAs(3),
            row.isNullAt(4) ? null : row.<byte[]>getAs(4),
            AttemptHeader.read(headers),
            headers);
    job.topics().requireForeign(record);
    return record;
  }

  /** In their order; none where the message has none. */
  static List<SourceRecord.Header> headers(Row row, int at) {
    if (row.isNullAt(at)) {
      return List.of();
    }
    return row.<Row>getList(at).stream()
        .map(header -> new SourceRecord.Header(header.getString(0), header.<byte[]>getAs(1)))
        .toList();
  }
}
