package dev.rollcall.faults.spark;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.deadletter.DeadLetterSnapshot;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.mongo.MongoAggregateDocument;
import dev.rollcall.mongo.MongoAggregateReader;
import dev.rollcall.mongo.MongoAggregates;
import dev.rollcall.mongo.MongoRows;
import dev.rollcall.testkit.server.TestServers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/**
 * Stores that outlive a driver, and what they hold.
 *
 * @param topic name of the source topic
 * @param kafka bootstrap servers
 * @param mongo connection string
 * @param database of rows and aggregates; letters go to the topic of this name
 */
record UserStores(String topic, String kafka, String mongo, String database)
    implements Serializable {

  /** On the servers that all tests of this JVM share. */
  static UserStores shared(String topic, String database) {
    return new UserStores(
        topic,
        TestServers.kafka().bootstrapServers(),
        TestServers.mongo().connectionString(),
        database);
  }

  /** Of the first four arguments of a driver. */
  static UserStores of(String... arguments) {
    return new UserStores(arguments[0], arguments[1], arguments[2], arguments[3]);
  }

  /** As arguments of a driver, with more of them behind. */
  List<String> arguments(Object... more) {
    return Stream.concat(Stream.of(topic, kafka, mongo, database), Stream.of(more))
        .map(Object::toString)
        .toList();
  }

  KafkaTopic source() {
    return KafkaTopic.named(topic).bootstrapServers(kafka);
  }

  MongoRows rows() {
    return MongoRows.database(database).collection("rows").connectionString(mongo);
  }

  MongoAggregates aggregates() {
    return MongoAggregates.database(database).connectionString(mongo);
  }

  DeadLetterTopic letters() {
    return DeadLetterTopic.named(database).bootstrapServers(kafka).autoCreate();
  }

  List<BsonDocument> storedRows() {
    try (MongoClient client = MongoClients.create(mongo)) {
      return client
          .getDatabase(database)
          .getCollection("rows", BsonDocument.class)
          .find()
          .sort(new BsonDocument("_id", new BsonInt32(1)))
          .into(new ArrayList<>());
    }
  }

  /** State bytes and readable result of every document, by its id; revisions are random. */
  Map<String, String> storedDocuments() {
    Map<String, String> documents = new TreeMap<>();
    for (String aggregation : UserPipeline.AGGREGATIONS) {
      for (MongoAggregateDocument each : documents(aggregation)) {
        documents.put(
            aggregation + " " + each.id(),
            each.result() + " " + HexFormat.of().formatHex(each.state()));
      }
    }
    return documents;
  }

  /** How many elements each result of an aggregation counts that has every element. */
  Map<String, Long> storedCounts() {
    Map<String, Long> counts = new TreeMap<>();
    for (MongoAggregateDocument each : documents(UserPipeline.COUNTED)) {
      Object count = Objects.requireNonNull(each.result().get("count"));
      counts.merge(each.id(), ((Number) count).longValue(), Long::sum);
    }
    return counts;
  }

  private List<MongoAggregateDocument> documents(String aggregation) {
    try (MongoAggregateReader reader = aggregates().read()) {
      return reader.documents(aggregation);
    }
  }

  List<String> storedLetters() {
    return DeadLetterSnapshot.read(letters()).letters().stream()
        .map(letter -> letter.id() + " " + letter.letter().reason() + " " + letter.sha256())
        .sorted()
        .toList();
  }
}
