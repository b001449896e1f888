package dev.rollcall.spark;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot;
import dev.rollcall.mongo.MongoAggregateReader;
import dev.rollcall.spark.HaltingDriver.Stores;
import dev.rollcall.testkit.server.TestServers;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** What rows, aggregates and dead letters hold that outlive a driver. */
final class StoredResult {

  private StoredResult() {}

  static Stores stores(String topic, String database) {
    return new Stores(
        topic,
        TestServers.kafka().bootstrapServers(),
        TestServers.mongo().connectionString(),
        database);
  }

  static List<BsonDocument> rows(Stores stores) {
    try (MongoClient client = MongoClients.create(stores.mongo())) {
      return client
          .getDatabase(stores.database())
          .getCollection("rows", BsonDocument.class)
          .find()
          .sort(new BsonDocument("_id", new BsonInt32(1)))
          .into(new ArrayList<>());
    }
  }

  /** State bytes and readable result of every document, by its id; revisions are random. */
  static Map<String, String> documents(Stores stores) {
    Map<String, String> documents = new TreeMap<>();
    try (MongoAggregateReader reader = stores.aggregates().read()) {
      for (String aggregation : List.of("by_nationality", "per_hour", "registered")) {
        reader
            .documents(aggregation)
            .forEach(
                document ->
                    documents.put(
                        aggregation + " " + document.id(),
                        document.result() + " " + HexFormat.of().formatHex(document.state())));
      }
    }
    return documents;
  }

  /** How many elements each result of an aggregation counts that has every element. */
  static Map<String, Long> counts(Stores stores) {
    Map<String, Long> counts = new TreeMap<>();
    try (MongoAggregateReader reader = stores.aggregates().read()) {
      reader
          .documents("by_nationality")
          .forEach(
              document ->
                  counts.merge(
                      document.id(),
                      ((Number) document.result().get("count")).longValue(),
                      Long::sum));
    }
    return counts;
  }

  static List<String> letters(Stores stores) {
    return DeadLetterSnapshot.read(stores.letters()).letters().stream()
        .map(letter -> letter.id() + " " + letter.letter().reason() + " " + letter.sha256())
        .sorted()
        .toList();
  }
}
