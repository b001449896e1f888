package dev.rollcall.spark;

import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.record.SourceRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * One task: a range of one topic partition, in offset order, through the pipeline. Returns its
 * accounts as a {@link FlushResult}, none for an empty range, so that a task that Spark runs again
 * counts once. They are bytes, so that they arrive whatever {@code spark.serializer} is.
 */
final class RangeTask implements FlatMapFunction<Iterator<InternalRow>, byte[]> {

  private final SparkJob job;
  private final KafkaRows rows;

  RangeTask(SparkJob job, KafkaRows rows) {
    this.job = job;
    this.rows = rows;
  }

  @Override
  public Iterator<byte[]> call(Iterator<InternalRow> range) {
    return job.run().call(() -> process(range)).iterator();
  }

  private List<byte[]> process(Iterator<InternalRow> messages) {
    if (!messages.hasNext()) {
      return List.of();
    }
    SourceRecord first = record(messages.next());
    try (RangeProcessor range = RangeProcessor.at(first, job)) {
      range.process(first);
      while (messages.hasNext()) {
        range.process(record(messages.next()));
      }
      return List.of(bytes(range.end()));
    }
  }

  private SourceRecord record(InternalRow message) {
    SourceRecord record = rows.record(message, job);
    job.topics().requireForeign(record);
    return record;
  }

  private static byte[] bytes(FlushResult result) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What a task has returned. */
  static FlushResult result(byte[] bytes) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (FlushResult) in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
