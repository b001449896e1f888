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
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Writes rows as guarded upserts: {@code replaceOne({_id, version <= ours}, row, upsert)}, one
 * unordered bulk per call. An equal version is written again, so a replay repairs. Threadsafe.
 *
 * <p><b>A duplicate-key error</b> means that the guard matched nothing and that the key exists.
 * Usually the stored row is newer, and nothing is left to do. But two upserts of a new key may both
 * find nothing, and the newer one may be the one that fails. So the versions of these keys are read
 * back, and a row that is as new as the stored one or newer is written again, which then replaces
 * it. A row that violates another unique index is rejected; most servers name the index, and if one
 * does not, repeated attempts show it. Rows are written in the order of their keys ({@link
 * KeyOrder}).
 */
final class MongoRowSink implements RowSink {

  /** One for the common case, one after a race, the others for keys deleted meanwhile. */
  private static final int ATTEMPTS = 4;

  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

  /** The keys of one query that reads versions back; a query may have 16 MB. */
  private static final long READ_BACK_BYTES = 8L << 20;

  private final MongoErrors errors;
  private final Schema schema;
  private final MongoCollection<BsonDocument> collection;
  private final DefinitionRegistry definitions;
  private final Runnable onClose;

  MongoRowSink(
      MongoErrors errors,
      Schema schema,
      MongoCollection<BsonDocument> collection,
      DefinitionRegistry definitions,
      Runnable onClose) {
    this.errors = errors;
    this.schema = schema;
    this.collection = collection;
    this.definitions = definitions;
    this.onClose = onClose;
  }

  /** Refuses a collection that holds documents of another application or of an earlier release. */
  void checkOwnership() {
    CollectionOwnership.checkRows(errors, collection);
  }

  /**
   * Refuses a definition that orders rows by a column where rows of its version are ordered by the
   * times of their records, and no entry says so: those of an earlier release, once stamped.
   */
  void checkOrder(DefinitionRegistry.Entry owner) {
    if (owner.details().isEmpty() || !definitions.entries().isEmpty()) {
      return;
    }
    try {
      if (collection.find(StoredVersion.ofRecords(owner.version())).first() == null) {
        return;
      }
    } catch (RuntimeException failure) {
      throw errors.of(failure);
    }
    throw new ConfigurationException(
        "%s: got %s with %s, but rows of that version are stored that are ordered by the record's time, and rows of one version must be ordered by one rule; raise the version above %d"
            .formatted(errors.where(), owner, owner.details(), owner.version()));
  }

  @Override
  public DefinitionRegistry definitions() {
    return definitions;
  }

  @Override
  public Optional<StaleRows> staleRows(int definition) {
    BsonDocument stale = StoredVersion.ofLowerDefinitions(definition);
    String shell = Shell.collection(collection.getNamespace());
    try {
      return Optional.of(
          new StaleRows(
              collection.countDocuments(stale),
              "%s.find(%s, {\"_id\": 1})".formatted(shell, stale.toJson()),
              "%s.deleteMany(%s, {\"writeConcern\": {\"w\": \"majority\"}})"
                  .formatted(shell, stale.toJson())));
    } catch (RuntimeException failure) {
      throw errors.of(failure);
    }
  }

  @Override
  public void requireDeletes() {
    // a delete replaces the document by its marker, as a row does
  }

  @Override
  public RowSink.Result write(List<RowSink.VersionedRow> rows) {
    Map<Integer, String> rejected = new TreeMap<>();
    Set<Integer> outdated = new TreeSet<>();
    List<Upsert> open = new ArrayList<>(rows.size());
    for (int index = 0; index < rows.size(); index++) {
      try {
        open.add(upsert(index, rows.get(index)));
      } catch (DataException unusable) {
        rejected.put(index, String.valueOf(unusable.getMessage()));
      }
    }
    open.sort(Comparator.comparing(Upsert::id, KeyOrder.KEYS));
    for (int attempt = 1; !open.isEmpty(); attempt++) {
      List<KeyConflict> conflicts = notOlderThanStored(bulk(open, rejected), outdated);
      if (attempt == ATTEMPTS) {
        conflicts.forEach(row -> giveUp(row, rejected));
        break;
      }
      open = conflicts.stream().map(KeyConflict::upsert).toList();
    }
    return new RowSink.Result(
        rejected.entrySet().stream()
            .map(entry -> new RowSink.Rejection(entry.getKey(), entry.getValue()))
            .toList(),
        List.copyOf(outdated));
  }

  /** Writes the rows; collects those that the server rejects, returns those whose key exists. */
  private List<KeyConflict> bulk(List<Upsert> upserts, Map<Integer, String> rejected) {
    try {
      collection.bulkWrite(upserts.stream().map(Upsert::model).toList(), UNORDERED);
      return List.of();
    } catch (MongoBulkWriteException partly) {
      if (partly.getWriteConcernError() != null) {
        throw errors.of(partly);
      }
      List<KeyConflict> conflicts = new ArrayList<>();
      for (BulkWriteError error : partly.getWriteErrors()) {
        Upsert upsert = upserts.get(error.getIndex());
        if (MongoErrors.isOfData(error) || MongoErrors.isOfAnotherIndex(error)) {
          rejected.put(upsert.index, errors.reason(error));
        } else if (MongoErrors.isDuplicateKey(error)) {
          conflicts.add(new KeyConflict(upsert, error));
        } else {
          throw errors.of(error);
        }
      }
      return conflicts;
    } catch (RuntimeException failure) {
      throw errors.of(failure);
    }
  }

  /**
   * Rejects a row whose server does not name the violated index: the key's would have let it pass
   * by now.
   */
  private void giveUp(KeyConflict row, Map<Integer, String> rejected) {
    if (MongoErrors.isOfTheKey(row.error)) {
      throw new TransientException(
          "%s: a key is taken by a row that cannot be read, %d times; was it just written, or deleted again and again, or has the collection a collation?"
              .formatted(errors.where(), ATTEMPTS));
    }
    rejected.put(row.upsert.index, errors.reason(row.error));
  }

  /** The rows that are as new as the stored ones; collects the others. */
  private List<KeyConflict> notOlderThanStored(List<KeyConflict> conflicts, Set<Integer> outdated) {
    if (conflicts.isEmpty()) {
      return conflicts;
    }
    Map<BsonValue, Row.Version> stored = storedVersions(conflicts);
    List<KeyConflict> asNew = new ArrayList<>();
    for (KeyConflict row : conflicts) {
      Row.Version version = stored.get(row.upsert.id);
      if (version == null || version.compareTo(row.upsert.version) <= 0) {
        asNew.add(row);
      } else {
        outdated.add(row.upsert.index);
      }
    }
    return asNew;
  }

  private Map<BsonValue, Row.Version> storedVersions(List<KeyConflict> conflicts) {
    Map<BsonValue, Row.Version> stored = new TreeMap<>(KeyOrder.KEYS);
    List<BsonValue> ids = new ArrayList<>();
    long bytes = 0;
    for (KeyConflict row : conflicts) {
      ids.add(row.upsert.id);
      bytes += DocumentSize.atMost(row.upsert.id);
      if (bytes >= READ_BACK_BYTES) {
        readVersions(ids, stored);
        ids.clear();
        bytes = 0;
      }
    }
    readVersions(ids, stored);
    return stored;
  }

  private void readVersions(List<BsonValue> ids, Map<BsonValue, Row.Version> stored) {
    if (ids.isEmpty()) {
      return;
    }
    try {
      collection
          .find(Filters.in(Fields.ID, ids))
          .projection(Projections.include(Fields.ROLLCALL))
          .forEach(
              document -> {
                Row.Version version = StoredVersion.parse(document);
                if (version == null) {
                  throw CollectionOwnership.notARow(
                      errors.where(), collection.getNamespace(), document);
                }
                stored.put(document.get(Fields.ID), version);
              });
    } catch (RuntimeException failure) {
      throw errors.of(failure);
    }
  }

  private Upsert upsert(int index, RowSink.VersionedRow versioned) {
    RowDocument row = RowDocument.of(errors, schema, versioned);
    return new Upsert(
        index,
        row.id(),
        StoredVersion.toTheMillisecond(versioned.version()),
        new ReplaceOneModel<>(guard(row.id(), versioned.version()), row.document(), UPSERT));
  }

  private static BsonDocument guard(BsonValue id, Row.Version version) {
    BsonDocument guard = new BsonDocument(Fields.ID, id);
    guard.putAll(StoredVersion.notNewerThan(version));
    return guard;
  }

  @Override
  public void close() {
    onClose.run();
  }

  private record Upsert(
      int index, BsonValue id, Row.Version version, WriteModel<BsonDocument> model) {}

  private record KeyConflict(Upsert upsert, BulkWriteError error) {}
}
