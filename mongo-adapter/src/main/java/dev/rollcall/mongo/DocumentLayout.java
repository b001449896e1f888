package dev.rollcall.mongo;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Texts;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** Builds the document of an aggregate and reads its result back. Threadsafe. */
final class DocumentLayout {

  /** The range of timestamps in 64 bits of milliseconds. */
  private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);

  private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final Set<String> rounded;

  DocumentLayout(Aggregation.Table table) {
    this.rounded = table.roundedMeasures();
    Stream.concat(table.groupColumns().stream(), table.measureColumns().stream())
        .forEach(column -> columns.put(column.name(), column));
  }

  /** The whole document, key included. */
  BsonDocument document(MongoErrors errors, AggregateStore.Write write) {
    String where = errors.where();
    BsonDocument document = new BsonDocument(Fields.ID, new BsonString(write.key().id()));
    write
        .result()
        .forEach(
            (name, value) -> {
              Column column =
                  Objects.requireNonNull(
                      columns.get(name), () -> where + ": '" + name + "' is not declared");
              try {
                document.append(
                    name,
                    rounded.contains(name)
                        ? BsonValues.rounded(value)
                        : BsonValues.toBson(column, readable(value)));
              } catch (DataException tooWide) {
                throw new FatalException(
                    where + ": " + tooWide.getMessage() + "; declare the measure wider", tooWide);
              }
            });
    BsonDocument own =
        new BsonDocument(Fields.PIPELINE, new BsonString(write.key().pipeline()))
            .append(Fields.REVISION, new BsonString(write.newRevision()));
    if (write.expectedRevision() != null) {
      own.append(Fields.PREVIOUS, new BsonString(write.expectedRevision()));
    }
    document.append(Fields.ROLLCALL, own.append(Fields.STATE, new BsonBinary(write.state())));
    if (DocumentSize.isTooLarge(document)) {
      throw errors.tooLarge();
    }
    return document;
  }

  /** Key and state are exact; the readable fields are as close as MongoDB's types allow. */
  private static @Nullable Object readable(@Nullable Object value) {
    if (value instanceof String text) {
      return Texts.paired(text);
    }
    if (value instanceof Instant moment) {
      return moment.isBefore(FIRST) ? FIRST : moment.isAfter(LAST) ? LAST : moment;
    }
    return value;
  }

  /** The readable part, values as the Java classes of their columns. */
  Map<String, @Nullable Object> result(BsonDocument document) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    columns.forEach(
        (name, column) -> result.put(name, BsonValues.fromBson(column, document.get(name))));
    return result;
  }

  /** The readable part, values as stored. */
  static Map<String, @Nullable Object> plainResult(BsonDocument document) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    document.forEach((name, value) -> result.put(name, BsonValues.fromBson(value)));
    result.keySet().remove(Fields.ID);
    result.keySet().remove(Fields.ROLLCALL);
    return result;
  }
}
