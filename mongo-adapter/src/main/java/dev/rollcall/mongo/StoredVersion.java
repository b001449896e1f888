package dev.rollcall.mongo;

import dev.rollcall.core.record.Row;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonElement;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A row version in a document: {@code rollcall: {definition, recordTime, row: {timestamp, offset,
 * ordinal}}}. The guard compares it number by number, so neither the order of the fields nor
 * another number type, as a shell may leave, changes what is newer; nor does the collection's
 * collation, as it would with text. The definition and the record's time stand beside {@code row},
 * because earlier releases stored what is in {@code row} under another name: one update renames it
 * and adds them ({@link EarlierRows}), which it could not do to one path. A stored format.
 */
final class StoredVersion {

  private StoredVersion() {}

  /** What a document holds of it below {@value Fields#ROLLCALL}. */
  static BsonDocument of(Row.Version version) {
    return new BsonDocument(Fields.DEFINITION, new BsonInt32(version.definition()))
        .append(Fields.RECORD_TIME, dateTime(version.recordTime()))
        .append(
            Fields.ROW,
            new BsonDocument(Fields.TIMESTAMP, dateTime(version.timestamp()))
                .append(Fields.OFFSET, new BsonInt64(version.offset()))
                .append(Fields.ORDINAL, new BsonInt32(version.ordinal())));
  }

  /** The filter of documents whose version is this one or an older one. */
  static BsonDocument notNewerThan(Row.Version version) {
    List<BsonElement> parts =
        List.of(
            new BsonElement(Fields.own(Fields.DEFINITION), new BsonInt32(version.definition())),
            new BsonElement(Fields.ofRow(Fields.TIMESTAMP), dateTime(version.timestamp())),
            new BsonElement(Fields.own(Fields.RECORD_TIME), dateTime(version.recordTime())),
            new BsonElement(Fields.ofRow(Fields.OFFSET), new BsonInt64(version.offset())),
            new BsonElement(Fields.ofRow(Fields.ORDINAL), new BsonInt32(version.ordinal())));
    BsonArray older = new BsonArray();
    BsonDocument equalSoFar = new BsonDocument();
    for (BsonElement part : parts) {
      String comparison = older.size() == parts.size() - 1 ? "$lte" : "$lt";
      older.add(
          equalSoFar.clone().append(part.getName(), new BsonDocument(comparison, part.getValue())));
      equalSoFar.append(part.getName(), part.getValue());
    }
    return new BsonDocument("$or", older);
  }

  /** The filter of rows that a lower definition wrote, markers aside. */
  static BsonDocument ofLowerDefinitions(int definition) {
    return new BsonDocument(
            Fields.own(Fields.DEFINITION), new BsonDocument("$lt", new BsonInt32(definition)))
        .append(Fields.own(Fields.DELETED), BsonBoolean.FALSE);
  }

  /** The filter of rows of a definition that are ordered by the times of their records. */
  static BsonDocument ofRecords(int definition) {
    return new BsonDocument(Fields.own(Fields.DEFINITION), new BsonInt32(definition))
        .append(Fields.own(Fields.RECORD_TIME), dateTime(Instant.EPOCH));
  }

  private static BsonDateTime dateTime(Instant time) {
    return new BsonDateTime(time.toEpochMilli());
  }

  /** The version as it will be read back. */
  static Row.Version toTheMillisecond(Row.Version version) {
    return new Row.Version(
        version.definition(),
        version.timestamp().truncatedTo(ChronoUnit.MILLIS),
        version.recordTime().truncatedTo(ChronoUnit.MILLIS),
        version.offset(),
        version.ordinal());
  }

  /** The version of a document; null if it has none of this form. */
  static Row.@Nullable Version parse(BsonDocument document) {
    BsonValue rollcall = document.get(Fields.ROLLCALL);
    if (rollcall instanceof BsonDocument own
        && own.isNumber(Fields.DEFINITION)
        && own.isDateTime(Fields.RECORD_TIME)
        && own.get(Fields.ROW) instanceof BsonDocument row
        && row.isDateTime(Fields.TIMESTAMP)
        && row.isNumber(Fields.OFFSET)
        && row.isNumber(Fields.ORDINAL)) {
      return new Row.Version(
          own.getNumber(Fields.DEFINITION).intValue(),
          Instant.ofEpochMilli(row.getDateTime(Fields.TIMESTAMP).getValue()),
          Instant.ofEpochMilli(own.getDateTime(Fields.RECORD_TIME).getValue()),
          row.getNumber(Fields.OFFSET).longValue(),
          row.getNumber(Fields.ORDINAL).intValue());
    }
    return null;
  }
}
