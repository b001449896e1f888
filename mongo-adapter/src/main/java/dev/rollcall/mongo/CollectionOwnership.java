package dev.rollcall.mongo;

import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoCollection;
import dev.rollcall.core.error.ConfigurationException;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Refuses a collection that holds documents of another application. Threadsafe. */
final class CollectionOwnership {

  private CollectionOwnership() {}

  /** Looks at one document only, which needs no index. */
  static void check(MongoErrors errors, MongoCollection<BsonDocument> collection, String ownField) {
    BsonDocument any = any(errors, collection);
    if (any != null && !holds(any, ownField)) {
      throw foreign(errors.where(), ownField);
    }
  }

  /** The same for rows, which may be of an earlier release. */
  static void checkRows(MongoErrors errors, MongoCollection<BsonDocument> collection) {
    BsonDocument any = any(errors, collection);
    if (any != null && StoredVersion.parse(any) == null) {
      throw notARow(errors.where(), collection.getNamespace(), any);
    }
  }

  /** The problem of a collection in which a document without a row's version was seen. */
  static ConfigurationException notARow(
      String where, MongoNamespace collection, BsonDocument document) {
    return EarlierRows.isOne(document)
        ? EarlierRows.refusal(where, collection)
        : foreign(where, Fields.own(Fields.ROW));
  }

  private static @Nullable BsonDocument any(
      MongoErrors errors, MongoCollection<BsonDocument> collection) {
    try {
      return collection.find().first();
    } catch (RuntimeException failure) {
      throw errors.of(failure);
    }
  }

  private static ConfigurationException foreign(String where, String ownField) {
    return new ConfigurationException(
        "%s: got a document without '%s', expected only documents that Rollcall wrote; name another collection or empty this one"
            .formatted(where, ownField));
  }

  private static boolean holds(BsonDocument document, String dotted) {
    BsonValue value = document;
    for (String name : dotted.split("\\.", -1)) {
      value = value instanceof BsonDocument inner ? inner.get(name) : null;
    }
    return value != null;
  }
}
