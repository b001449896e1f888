package dev.rollcall.spark;

import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.source.AttemptHeader;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of Spark's Kafka source as they leave its iterator. By a {@code Dataset} of
 * objects each task would copy a row up to three times on its way (a projection, Spark's own for an
 * RDD, and one to objects), and each batch would be planned and its code be generated anew.
 *
 * <p>The numbers are the positions of the columns.
 */
record KafkaRows(
    int topic, int partition, int offset, int timestamp, int key, int value, int headers)
    implements Serializable {

  /** Those of this data set. */
  static KafkaRows of(Dataset<Row> messages) {
    StructType schema = messages.schema();
    return new KafkaRows(
        schema.fieldIndex("topic"),
        schema.fieldIndex("partition"),
        schema.fieldIndex("offset"),
        schema.fieldIndex("timestamp"),
        schema.fieldIndex("key"),
        schema.fieldIndex("value"),
        schema.fieldIndex("headers"));
  }

  /**
   * The rows of a data set that is read or of a batch of a stream; a row is good until the next.
   */
  static JavaRDD<InternalRow> rdd(Dataset<Row> messages) {
    QueryExecution execution =
        ((org.apache.spark.sql.classic.Dataset<Row>) messages).queryExecution();
    // a batch of a stream has been planned, and is no more than its rows
    RDD<InternalRow> rows =
        execution.analyzed() instanceof LogicalRDD batch ? batch.rdd() : execution.toRdd();
    return rows.toJavaRDD();
  }

  /** Reads rows, mostly those of one partition. */
  Records records(SparkJob job) {
    return new Records(job);
  }

  /** Rows as records. Names are made once for a partition's rows in a row. Not threadsafe. */
  final class Records {

    private final SparkJob job;

    /** The topic of the row before, and what is of its partition. */
    private UTF8String topicBytes = UTF8String.EMPTY_UTF8;

    private String name = "";
    private @Nullable SourcePartition part;

    private Records(SparkJob job) {
      this.job = job;
    }

    /** A row as a record, which shares nothing with it. */
    SourceRecord record(InternalRow row) {
      List<SourceRecord.Header> all = headers(row);
      return new SourceRecord(
          partition(row.getUTF8String(topic), row.getInt(partition)),
          name,
          row.getLong(offset),
          // microseconds
          Instant.ofEpochMilli(Math.floorDiv(row.getLong(timestamp), 1_000)),
          row.isNullAt(key) ? null : row.getBinary(key),
          row.isNullAt(value) ? null : row.getBinary(value),
          AttemptHeader.read(all),
          all);
    }

    private SourcePartition partition(UTF8String ofTopic, int number) {
      SourcePartition before = part;
      if (before != null && before.partition() == number && ofTopic.equals(topicBytes)) {
        return before;
      }
      // the row's bytes change with the next row
      topicBytes = ofTopic.clone();
      name = topicBytes.toString();
      SourcePartition made = job.identity(name).partition(number);
      part = made;
      return made;
    }
  }

  /** In their order; none where the message has none. */
  private List<SourceRecord.Header> headers(InternalRow row) {
    if (row.isNullAt(headers)) {
      return List.of();
    }
    ArrayData array = row.getArray(headers);
    List<SourceRecord.Header> all = new ArrayList<>(array.numElements());
    for (int i = 0; i < array.numElements(); i++) {
      InternalRow header = array.getStruct(i, 2);
      all.add(
          new SourceRecord.Header(
              header.getUTF8String(0).toString(), header.isNullAt(1) ? null : header.getBinary(1)));
    }
    return all;
  }
}
