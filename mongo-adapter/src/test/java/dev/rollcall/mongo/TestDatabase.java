package dev.rollcall.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.testkit.server.TestServers;
import java.util.UUID;
import org.bson.BsonDocument;

/** A database of its own on the stand-in for MongoDB, or on the MongoDB that is named; dropped. */
final class TestDatabase implements AutoCloseable {

  /** Who writes rows in most tests. */
  static final DefinitionRegistry.Entry OWNER = new DefinitionRegistry.Entry("test", 1);

  private final String name = "rollcall_it_" + UUID.randomUUID().toString().substring(0, 8);
  private final MongoClient client = com.mongodb.client.MongoClients.create(connectionString());

  static String connectionString() {
    return TestServers.mongo().connectionString();
  }

  /** Of the server, on this machine. */
  int port() {
    String address = new ConnectionString(connectionString()).getHosts().get(0);
    return new ServerAddress(address).getPort();
  }

  String name() {
    return name;
  }

  MongoAggregates aggregates() {
    return MongoAggregates.database(name).connectionString(connectionString());
  }

  MongoRows rows(String collection) {
    return MongoRows.database(name).collection(collection).connectionString(connectionString());
  }

  MongoCollection<BsonDocument> collection(String collection) {
    return client.getDatabase(name).getCollection(collection, BsonDocument.class);
  }

  @Override
  public void close() {
    client.getDatabase(name).drop();
    client.close();
  }
}
