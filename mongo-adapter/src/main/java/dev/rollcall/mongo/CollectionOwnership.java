package dev.rollcall.mongo;

import com.mongodb.client.MongoCollection;
import dev.rollcall.core.error.ConfigurationException;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Refuses a collection that holds documents of another application. Threadsafe. */
final class CollectionOwnership {

  private CollectionOwnership() {}

  /** Looks at one document only, which needs no index. */
  static void check(MongoErrors errors, MongoCollection<BsonDocument> collection, String ownField) {
    BsonDocument any;
    try {
      any = collection.find().first();
    } catch (RuntimeException failure) {
      throw errors.of(failure);
    }
    if (any != null && !holds(any, ownField)) {
      throw foreign(errors.where(), ownField);
    }
  }

  /** The problem of a collection in which a document without that field was seen. */
  static ConfigurationException foreign(String where, String ownField) {
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
