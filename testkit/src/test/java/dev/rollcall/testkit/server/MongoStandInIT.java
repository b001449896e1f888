package dev.rollcall.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.server.internal.DataLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongoStandInIT {

  @TempDir Path directory;

  @Test
  void theStandInInMemoryTakesAndGivesDocuments() {
    try (MongoStandIn server = MongoStandIn.inMemory();
        MongoClient client = MongoClients.create(server.connectionString())) {
      MongoCollection<Document> colours = colours(client);
      colours.insertOne(new Document("_id", 1).append("name", "red"));
      assertThat(colours.find().first()).containsEntry("name", "red");
      assertThat(server.name()).contains("stand-in");
    }
  }

  @Test
  void theStandInInAFileKeepsDocumentsAndUniqueIndexes() {
    try (MongoStandIn server = MongoStandIn.inFile(directory);
        MongoClient client = MongoClients.create(server.connectionString())) {
      colours(client).createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));
      colours(client).insertOne(new Document("_id", 1).append("name", "red"));
    }
    assertThat(directory.resolve(DataLock.FILE)).doesNotExist();
    try (MongoStandIn server = MongoStandIn.inFile(directory);
        MongoClient client = MongoClients.create(server.connectionString())) {
      assertThat(colours(client).find().first()).containsEntry("name", "red");
      assertThatThrownBy(
              () -> colours(client).insertOne(new Document("_id", 2).append("name", "red")))
          .isInstanceOfSatisfying(
              MongoWriteException.class,
              refused ->
                  assertThat(refused.getError().getCategory())
                      .isEqualTo(ErrorCategory.DUPLICATE_KEY));
    }
  }

  /** A copy of the file is what a kill -9 leaves. */
  @Test
  void whatIsAcknowledgedIsInTheFile(@TempDir Path killed) throws IOException {
    try (MongoStandIn server = MongoStandIn.inFile(directory);
        MongoClient client = MongoClients.create(server.connectionString())) {
      for (int i = 0; i < 50; i++) {
        colours(client).insertOne(new Document("_id", i));
      }
      Files.copy(directory.resolve("stand-in.mv"), killed.resolve("stand-in.mv"));
    }
    try (MongoStandIn server = MongoStandIn.inFile(killed);
        MongoClient client = MongoClients.create(server.connectionString())) {
      assertThat(colours(client).countDocuments()).isEqualTo(50);
    }
  }

  @Test
  void oneFileIsForOneStandIn() {
    try (MongoStandIn server = MongoStandIn.inFile(directory)) {
      assertThat(server.external()).isFalse();
      assertThatThrownBy(() -> MongoStandIn.inFile(directory))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("in use");
    }
  }

  private static MongoCollection<Document> colours(MongoClient client) {
    return client.getDatabase("paint").getCollection("colours");
  }
}
