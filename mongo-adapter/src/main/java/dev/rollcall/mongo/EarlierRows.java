package dev.rollcall.mongo;

import com.mongodb.MongoNamespace;
import dev.rollcall.core.error.ConfigurationException;
import java.util.List;
import java.util.stream.Collectors;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * Rows as earlier releases stored them: {@code rollcall: {version: {timestamp, offset, ordinal}}},
 * without the definition that wrote them. They are refused until the user has stamped them. Those
 * releases in turn refuse a document without {@value #VERSION}, at open and when they meet its key,
 * so they cannot run beside this one.
 */
final class EarlierRows {

  /** Where they have their version. */
  static final String VERSION = Fields.ROLLCALL + ".version";

  /** Writes a time as the shell reads it. */
  private static final JsonWriterSettings OF_THE_SHELL =
      JsonWriterSettings.builder().outputMode(JsonMode.SHELL).build();

  private EarlierRows() {}

  static boolean isOne(BsonDocument document) {
    return document.get(Fields.ROLLCALL) instanceof BsonDocument own && own.isDocument("version");
  }

  /**
   * The statement for mongosh that gives all of them the present form, as written by definition 1.
   * One that was interrupted can be run again: it matches what is left.
   */
  static String migration(MongoNamespace collection) {
    BsonDocument left = new BsonDocument(VERSION, new BsonDocument("$exists", BsonBoolean.TRUE));
    BsonDocument stamp =
        new BsonDocument(
                "$rename", new BsonDocument(VERSION, new BsonString(Fields.own(Fields.ROW))))
            .append(
                "$set",
                new BsonDocument(Fields.own(Fields.DEFINITION), new BsonInt32(1))
                    .append(Fields.own(Fields.RECORD_TIME), new BsonDateTime(0))
                    .append(Fields.own(Fields.DELETED), BsonBoolean.FALSE));
    BsonDocument options =
        new BsonDocument("writeConcern", new BsonDocument("w", new BsonString("majority")));
    return "%s.updateMany(%s)"
        .formatted(
            Shell.collection(collection),
            List.of(left, stamp, options).stream()
                .map(document -> document.toJson(OF_THE_SHELL))
                .collect(Collectors.joining(", ")));
  }

  /** What to do about them. */
  static ConfigurationException refusal(String where, MongoNamespace collection) {
    return new ConfigurationException(
        "%s: got rows of an earlier release ('%s'), expected rows stamped with the definition that wrote them; stop all earlier workers and run in mongosh, with the definition's version in place of the 1 if it was another: %s"
            .formatted(where, VERSION, migration(collection)));
  }
}
