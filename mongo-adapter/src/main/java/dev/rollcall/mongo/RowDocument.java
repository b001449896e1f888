package dev.rollcall.mongo;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * A row as a document. The key is {@code _id}: the value of the one key column, or a document of
 * the key columns in the order of the key. The other columns are top-level fields, nulls included;
 * {@code rollcall} holds the version ({@link StoredVersion}) and {@code deleted}: true in the
 * marker of a delete, whose other fields are null. A stored format.
 *
 * @param id the key
 * @param document the whole document, key included
 */
record RowDocument(BsonValue id, BsonDocument document) {

  /**
   * The document of a row.
   *
   * @throws DataException if MongoDB cannot hold it
   */
  static RowDocument of(MongoErrors errors, Schema schema, RowSink.VersionedRow versioned) {
    Row row = versioned.row();
    BsonValue id = id(errors, schema, row);
    BsonDocument document = new BsonDocument(Fields.ID, id);
    for (int position = 0; position < schema.size(); position++) {
      if (!schema.isKey(position)) {
        document.append(schema.column(position).name(), value(schema, row, position));
      }
    }
    document.append(
        Fields.ROLLCALL,
        StoredVersion.of(versioned.version())
            .append(Fields.DELETED, BsonBoolean.valueOf(versioned.deleted())));
    if (DocumentSize.isTooLarge(document)) {
      throw new DataException(errors.tooLargeReason());
    }
    return new RowDocument(id, document);
  }

  private static BsonValue id(MongoErrors errors, Schema schema, Row row) {
    BsonDocument parts = new BsonDocument();
    for (int position : schema.keys()) {
      String name = schema.column(position).name();
      if (row.isNull(position)) {
        throw new DataException(errors.where() + ": key column '" + name + "' is null");
      }
      parts.append(name, value(schema, row, position));
    }
    return parts.size() == 1 ? parts.values().iterator().next() : parts;
  }

  private static BsonValue value(Schema schema, Row row, int position) {
    return BsonValues.toBson(schema.column(position), row.get(position));
  }
}
