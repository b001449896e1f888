package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Runs a statement that a message tells people to run in mongosh. */
final class Mongosh {

  private static final Pattern UPDATE_MANY =
      Pattern.compile(
          "db\\.getSiblingDB\\((\".*\")\\)\\.getCollection\\((\".*\")\\)\\.updateMany\\((.*)\\)$");

  private Mongosh() {}

  /** The statement at the end of a message. */
  static String statement(String message) {
    Matcher statement = UPDATE_MANY.matcher(message);
    assertThat(statement.find()).as(message).isTrue();
    return statement.group();
  }

  /** Runs an updateMany; how many documents it changed. */
  static long run(String text) {
    Matcher statement = UPDATE_MANY.matcher(text);
    assertThat(statement.matches()).as(text).isTrue();
    BsonArray arguments = BsonArray.parse("[" + statement.group(3) + "]");
    assertThat(arguments).hasSize(3);
    assertThat(arguments.get(2).asDocument().getDocument("writeConcern"))
        .isEqualTo(new BsonDocument("w", new BsonString("majority")));
    try (MongoClient client = MongoClients.create(TestDatabase.connectionString())) {
      return client
          .getDatabase(string(statement.group(1)))
          .getCollection(string(statement.group(2)))
          .withWriteConcern(WriteConcern.MAJORITY)
          .updateMany(arguments.get(0).asDocument(), arguments.get(1).asDocument())
          .getModifiedCount();
    }
  }

  private static String string(String quoted) {
    return BsonArray.parse("[" + quoted + "]").get(0).asString().getValue();
  }
}
