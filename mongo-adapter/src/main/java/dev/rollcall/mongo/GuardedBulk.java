package dev.rollcall.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;
import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.AggregateStore;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * The compare-and-sets of one collection as one unordered bulk: {@code insertOne} where no document
 * is expected, {@code replaceOne} guarded by the expected revision elsewhere. Not threadsafe.
 *
 * <p><b>Which of them took effect.</b> A duplicate-key error names each insert that came too late;
 * one of another unique index ends the run. For replacements the server reports only how many
 * matched. If none or all did, the outcome is known; otherwise the revisions are read back. A
 * revision is random and used once, so a document that has ours, or ours as its previous revision,
 * was written by us. If these are as many as matched, the others were rejected. If they are fewer,
 * another worker has replaced one of ours twice since; then all that are not known to have taken
 * effect are reported as rejected. That is safe, because a rejection only means "read again": the
 * caller then finds its own offset applied in the document, as after a lost acknowledgement.
 *
 * <p><b>Why not upserts</b>, whose duplicate-key errors would name each rejected replacement: an
 * upsert that finds no document inserts one. A document that was deleted (a rebuild by replay, a
 * TTL index) while a slow worker still held it would come back with its old counts and offsets, and
 * the rebuild would skip its own records as applied. Here it stays deleted and is reported as
 * rejected.
 */
final class GuardedBulk {

  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

  private final MongoErrors errors;
  private final List<AggregateStore.Write> writes;
  private final List<WriteModel<BsonDocument>> models;

  GuardedBulk(MongoErrors errors, DocumentLayout layout, List<AggregateStore.Write> writes) {
    this.errors = errors;
    this.writes = writes;
    this.models =
        writes.stream().map(write -> model(layout.document(errors, write), write)).toList();
  }

  private static WriteModel<BsonDocument> model(BsonDocument document, AggregateStore.Write write) {
    return write.expectedRevision() == null
        ? new InsertOneModel<>(document)
        : new ReplaceOneModel<>(
            new BsonDocument(Fields.ID, new BsonString(write.key().id()))
                .append(Fields.own(Fields.REVISION), new BsonString(write.expectedRevision())),
            document);
  }

  /** Writes; returns the rejected keys. */
  Set<AggregateKey> writeTo(MongoCollection<BsonDocument> collection) {
    Set<AggregateKey> rejected = new LinkedHashSet<>();
    BulkWriteResult result;
    try {
      result = collection.bulkWrite(models, UNORDERED);
    } catch (MongoBulkWriteException partly) {
      rejected.addAll(lateInserts(partly));
      result = partly.getWriteResult();
    } catch (RuntimeException failure) {
      throw errors.of(failure);
    }
    List<AggregateStore.Write> replacements =
        writes.stream().filter(write -> write.expectedRevision() != null).toList();
    int matched = result.getMatchedCount();
    if (matched < replacements.size()) {
      Set<AggregateKey> effective =
          matched == 0 ? Set.of() : seenInEffect(collection, replacements);
      replacements.stream()
          .map(AggregateStore.Write::key)
          .filter(key -> !effective.contains(key))
          .forEach(rejected::add);
    }
    return rejected;
  }

  private Set<AggregateKey> lateInserts(MongoBulkWriteException partly) {
    if (partly.getWriteConcernError() != null) {
      throw errors.of(partly);
    }
    Set<AggregateKey> late = new HashSet<>();
    for (BulkWriteError error : partly.getWriteErrors()) {
      AggregateStore.Write write = writes.get(error.getIndex());
      if (!MongoErrors.isDuplicateKey(error)) {
        throw errors.of(error);
      }
      // a replacement keeps its _id; another index is in the way for ever
      if (write.expectedRevision() != null || MongoErrors.isOfAnotherIndex(error)) {
        throw new FatalException(errors.reason(error));
      }
      late.add(write.key());
    }
    return late;
  }

  private Set<AggregateKey> seenInEffect(
      MongoCollection<BsonDocument> collection, List<AggregateStore.Write> replacements) {
    Map<String, AggregateStore.Write> byId =
        replacements.stream().collect(Collectors.toMap(w -> w.key().id(), w -> w));
    Set<AggregateKey> effective = new HashSet<>();
    try {
      collection
          .find(Filters.in(Fields.ID, byId.keySet()))
          .projection(Projections.include(Fields.own(Fields.REVISION), Fields.own(Fields.PREVIOUS)))
          .forEach(
              document -> {
                AggregateStore.Write write = byId.get(document.getString(Fields.ID).getValue());
                if (write != null && isOurs(document, write.newRevision())) {
                  effective.add(write.key());
                }
              });
    } catch (RuntimeException failure) {
      throw errors.of(failure);
    }
    return effective;
  }

  private static boolean isOurs(BsonDocument document, String revision) {
    BsonString ours = new BsonString(revision);
    BsonDocument own = document.getDocument(Fields.ROLLCALL, new BsonDocument());
    return ours.equals(own.get(Fields.REVISION)) || ours.equals(own.get(Fields.PREVIOUS));
  }
}
