package dev.rollcall.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.port.Rejection;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.VersionedRow;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.RowVersion;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Rows as guarded upserts: {@code replaceOne({_id, version < ours}, row, upsert)}, one unordered
 * bulk per call. Threadsafe.
 *
 * <p><b>A duplicate-key error</b> says that the guard matched nothing and that the key is there. As
 * a rule the stored row is as new or newer, and ours is done. But two upserts of a new key may both
 * find nothing, and the newer one may be the one that fails. So the versions of the refused keys
 * are read back, and a row that is newer than the stored one is written again, which then finds the
 * older row to replace. If that goes on it is not the key but another unique index that refuses the
 * row, and the row is rejected.
 */
final class MongoRowSink implements RowSink {

  /** One for the common case, one after a race; the others are for keys deleted meanwhile. */
  private static final int ATTEMPTS = 4;

  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);
  private static final String VERSION = Fields.own(Fields.VERSION);

  private final String where;
  private final Schema schema;
  private final MongoCollection<BsonDocument> collection;
  private final Runnable onClose;

  MongoRowSink(
      String where, Schema schema, MongoCollection<BsonDocument> collection, Runnable onClose) {
    this.where = where;
    this.schema = schema;
    this.collection = collection;
    this.onClose = onClose;
  }

  /** Refuses a collection that holds other people's documents. */
  void checkOwnership() {
    Ownership.check(where, collection, VERSION);
  }

  @Override
  public List<Rejection> write(List<VersionedRow> rows) {
    Map<Integer, String> rejected = new HashMap<>();
    List<Upsert> open = new ArrayList<>(rows.size());
    for (int index = 0; index < rows.size(); index++) {
      try {
        open.add(upsert(index, rows.get(index)));
      } catch (DataException unusable) {
        rejected.put(index, String.valueOf(unusable.getMessage()));
      }
    }
    for (int attempt = 1; !open.isEmpty(); attempt++) {
      List<Refused> refused = newerThanStored(bulk(open, rejected));
      if (attempt == ATTEMPTS) {
        refused.forEach(row -> rejected.put(row.upsert.index, row.reason));
        break;
      }
      open = refused.stream().map(Refused::upsert).toList();
    }
    return rejected.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> new Rejection(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Writes; notes rows the server rejects, returns those whose key is taken. */
  private List<Refused> bulk(List<Upsert> upserts, Map<Integer, String> rejected) {
    try {
      collection.bulkWrite(upserts.stream().map(Upsert::model).toList(), UNORDERED);
      return List.of();
    } catch (MongoBulkWriteException partly) {
      if (partly.getWriteConcernError() != null) {
        throw MongoErrors.of(where, partly);
      }
      List<Refused> refused = new ArrayList<>();
      for (BulkWriteError error : partly.getWriteErrors()) {
        Upsert upsert = upserts.get(error.getIndex());
        if (MongoErrors.isDuplicateKey(error)) {
          refused.add(new Refused(upsert, MongoErrors.reason(where, error)));
        } else if (MongoErrors.isOfData(error)) {
          rejected.put(upsert.index, MongoErrors.reason(where, error));
        } else {
          throw MongoErrors.of(where, error);
        }
      }
      return refused;
    } catch (RuntimeException failure) {
      throw MongoErrors.of(where, failure);
    }
  }

  private List<Refused> newerThanStored(List<Refused> refused) {
    if (refused.isEmpty()) {
      return refused;
    }
    Map<BsonValue, RowVersion> stored = storedVersions(refused);
    return refused.stream()
        .filter(
            row -> {
              RowVersion version = stored.get(row.upsert.id);
              return version == null || version.compareTo(row.upsert.version) < 0;
            })
        .toList();
  }

  private Map<BsonValue, RowVersion> storedVersions(List<Refused> refused) {
    Map<BsonValue, RowVersion> stored = new HashMap<>();
    try {
      collection
          .find(Filters.in(Fields.ID, refused.stream().map(row -> row.upsert.id).toList()))
          .projection(Projections.include(VERSION))
          .forEach(
              document -> {
                RowVersion version =
                    StoredVersion.parse(
                        document
                            .getDocument(Fields.ROLLCALL, new BsonDocument())
                            .get(Fields.VERSION));
                if (version == null) {
                  throw Ownership.foreign(where, VERSION);
                }
                stored.put(document.get(Fields.ID), version);
              });
    } catch (RuntimeException failure) {
      throw MongoErrors.of(where, failure);
    }
    return stored;
  }

  private Upsert upsert(int index, VersionedRow versioned) {
    Row row = versioned.row();
    if (row.isNull(schema.keys().get(0))) {
      throw new DataException(
          where + ": key column '" + schema.column(schema.keys().get(0)).name() + "' is null");
    }
    BsonValue id = value(row, schema.keys().get(0));
    BsonDocument document = new BsonDocument(Fields.ID, id);
    for (int position = 0; position < schema.size(); position++) {
      if (position != schema.keys().get(0)) {
        document.append(schema.column(position).name(), value(row, position));
      }
    }
    BsonDocument version = StoredVersion.of(versioned.version());
    document.append(Fields.ROLLCALL, new BsonDocument(Fields.VERSION, version));
    if (DocumentSize.isTooLarge(document)) {
      throw new DataException(MongoErrors.tooLargeReason(where));
    }
    return new Upsert(
        index,
        id,
        StoredVersion.toTheMillisecond(versioned.version()),
        new ReplaceOneModel<>(
            new BsonDocument(Fields.ID, id).append(VERSION, new BsonDocument("$lt", version)),
            document,
            UPSERT));
  }

  private BsonValue value(Row row, int position) {
    return BsonValues.toBson(schema.column(position), row.get(position));
  }

  @Override
  public void close() {
    onClose.run();
  }

  private record Upsert(
      int index, BsonValue id, RowVersion version, WriteModel<BsonDocument> model) {}

  private record Refused(Upsert upsert, String reason) {}
}
