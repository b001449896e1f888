package dev.rollcall.mongo;

import dev.rollcall.core.record.Row;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A row version as one BSON value that MongoDB orders as Rollcall does: a document {timestamp,
 * offset, ordinal}. Documents are compared field by field in their order, by type, name and value;
 * the types here never differ, so it is the comparison of three numbers, signs and all. Unlike text
 * of a fixed width it does not depend on the collection's collation, and unlike bytes people can
 * read it. A stored format.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/">Comparison
 *     order</a>
 */
final class StoredVersion {

  private StoredVersion() {}

  static BsonDocument of(Row.Version version) {
    return new BsonDocument(Fields.TIMESTAMP, new BsonDateTime(version.timestamp().toEpochMilli()))
        .append(Fields.OFFSET, new BsonInt64(version.offset()))
        .append(Fields.ORDINAL, new BsonInt32(version.ordinal()));
  }

  /** The version as it will be read back. */
  static Row.Version toTheMillisecond(Row.Version version) {
    return new Row.Version(
        1, version.timestamp().truncatedTo(ChronoUnit.MILLIS), version.offset(), version.ordinal());
  }

  /** Null if it is not a version. */
  static Row.@Nullable Version parse(@Nullable BsonValue stored) {
    if (stored instanceof BsonDocument document
        && document.isDateTime(Fields.TIMESTAMP)
        && document.isNumber(Fields.OFFSET)
        && document.isNumber(Fields.ORDINAL)) {
      return new Row.Version(
          1,
          Instant.ofEpochMilli(document.getDateTime(Fields.TIMESTAMP).getValue()),
          document.getNumber(Fields.OFFSET).longValue(),
          document.getNumber(Fields.ORDINAL).intValue());
    }
    return null;
  }
}
