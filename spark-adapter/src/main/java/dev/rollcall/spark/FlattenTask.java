package dev.rollcall.spark;

import dev.rollcall.core.flatten.Element;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.record.RecordType;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Iterator;
import java.util.UUID;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Flattens one record to Spark rows; see {@link SparkRows#flatten}. */
final class FlattenTask implements FlatMapFunction<Row, Row> {

  private final RecordType type;
  private final boolean instants;
  private transient @Nullable Flattener flattener;

  FlattenTask(RecordType type, boolean instants) {
    this.type = type;
    this.instants = instants;
  }

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
    Instant time = record.isNullAt(1) ? Instant.EPOCH : Instant.ofEpochMilli(record.getLong(1));
    return mine.flatten(record.<byte[]>getAs(0), time).stream().map(this::row).iterator();
  }

  private Row row(Element element) {
    @Nullable Object[] values = new Object[type.schema().size() + 1];
    if (element instanceof Element.Accepted accepted) {
      for (int i = 0; i < values.length - 1; i++) {
        values[i] = external(accepted.row().get(i));
      }
    } else if (element instanceof Element.Refused refused) {
      values[values.length - 1] = refused.reason();
    }
    return RowFactory.create(values);
  }

  /** The Java type that Spark expects from the outside, which depends on its configuration. */
  private @Nullable Object external(@Nullable Object value) {
    if (value instanceof UUID uuid) {
      return uuid.toString();
    }
    if (value instanceof Instant instant && !instants) {
      return Timestamp.from(instant);
    }
    if (value instanceof LocalDate day && !instants) {
      return Date.valueOf(day);
    }
    return value;
  }
}
