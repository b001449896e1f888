package dev.rollcall.spark;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Flattens one record to Spark rows; see {@link SparkRows#flatten}. */
final class FlattenTask implements FlatMapFunction<Row, Row> {

  private final RecordType type;
  private transient @Nullable Flattener flattener;

  FlattenTask(RecordType type) {
    this.type = type;
  }

  /** Of value, time in milliseconds, partition, offset, key, topic and headers. */
  @Override
  public Iterator<Row> call(Row record) {
    if (record.isNullAt(0)) {
      return Collections.emptyIterator();
    }
    Flattener mine = flattener;
    if (mine == null) {
      mine = Flattener.of(type);
      flattener = mine;
    }
    return elements(mine, record).stream().map(element -> row(record, element)).iterator();
  }

  /** It is a message if its place is known. */
  private static List<Element> elements(Flattener flattener, Row record) {
    byte[] value = record.<byte[]>getAs(0);
    if (record.isNullAt(2) || record.isNullAt(3) || record.isNullAt(5)) {
      return flattener.flatten(value, time(record));
    }
    String topic = record.getString(5);
    return flattener.flatten(
        new SourceRecord(
            new SourcePartition(topic, record.getInt(2)),
            topic,
            record.getLong(3),
            Instant.ofEpochMilli(record.isNullAt(1) ? -1 : record.getLong(1)),
            record.isNullAt(4) ? null : record.<byte[]>getAs(4),
            value,
            1,
            headers(record)));
  }

  /** In their order; none where the message has none. */
  private static List<SourceRecord.Header> headers(Row record) {
    if (record.isNullAt(6)) {
      return List.of();
    }
    return record.<Row>getList(6).stream()
        .map(header -> new SourceRecord.Header(header.getString(0), header.<byte[]>getAs(1)))
        .toList();
  }

  /** As of a record of Kafka: none before 1970. */
  private static @Nullable Instant time(Row record) {
    return record.isNullAt(1) || record.getLong(1) < 0
        ? null
        : Instant.ofEpochMilli(record.getLong(1));
  }

  private Row row(Row record, Element element) {
    if (element instanceof Element.Accepted accepted) {
      @Nullable Object[] values = empty();
      for (int i = 0; i < type.schema().size(); i++) {
        values[i] = carried(accepted.row().get(i));
      }
      return RowFactory.create(values);
    }
    return refused(
        record,
        element instanceof Element.Refused refused
            ? refused.reason()
            : "it deletes the row of its key");
  }

  private Row refused(Row record, String reason) {
    @Nullable Object[] values = empty();
    int at = type.schema().size();
    values[at] = reason;
    for (int i = 1; i <= 3; i++) {
      values[at + i] = record.get(i + 1);
    }
    return RowFactory.create(values);
  }

  private @Nullable Object[] empty() {
    return new @Nullable Object[type.schema().size() + 4];
  }

  /**
   * A value as {@link SparkRows} carries it to where Spark makes days and moments of numbers; those
   * of a row are of the years 1 to 9999, which Spark has all.
   */
  private static @Nullable Object carried(@Nullable Object value) {
    if (value instanceof UUID uuid) {
      return uuid.toString();
    }
    if (value instanceof Instant instant) {
      return instant.toEpochMilli();
    }
    if (value instanceof LocalDate day) {
      return (int) day.toEpochDay();
    }
    return value;
  }
}
