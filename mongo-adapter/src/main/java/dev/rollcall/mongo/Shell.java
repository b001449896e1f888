package dev.rollcall.mongo;

import com.mongodb.MongoNamespace;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** How statements for mongosh, which messages show, name a collection. */
final class Shell {

  private Shell() {}

  static String collection(MongoNamespace collection) {
    return "db.getSiblingDB(%s).getCollection(%s)"
        .formatted(quoted(collection.getDatabaseName()), quoted(collection.getCollectionName()));
  }

  /** A name as a JSON string, which is one of JavaScript too. */
  private static String quoted(String name) {
    String pair = new BsonDocument("", new BsonString(name)).toJson();
    return pair.substring("{\"\": ".length(), pair.length() - "}".length());
  }
}
