package dev.rollcall.mongo;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.connection.ClusterType;
import dev.rollcall.core.port.SharedResources;
import dev.rollcall.mongo.MongoConnector.Connected;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;

/**
 * A target's share in the connections of this JVM to MongoDB, and its database there: one driver
 * client per connection string, however many targets use it, kept for {@link #IDLE_TIME} after the
 * last, because an executor opens and closes a store for every batch. Threadsafe.
 *
 * <p>Reads and writes use majority concerns on the primary, whatever the connection string says. A
 * write that a failover rolls back would break the guarantee; so would a read of one, because
 * records would be skipped as applied that are not. Writes ask for the journal too: a replica set
 * whose {@code writeConcernMajorityJournalDefault} is false would acknowledge what is in memory
 * only.
 */
final class MongoConnections implements AutoCloseable {

  /** How long a client is kept when nobody uses it. */
  static final Duration IDLE_TIME = Duration.ofSeconds(30);

  /** How long a write waits for its majority before it counts as failed and is tried again. */
  private static final long MAJORITY_SECONDS = 30;

  private static final WriteConcern MAJORITY =
      WriteConcern.MAJORITY.withWTimeout(MAJORITY_SECONDS, TimeUnit.SECONDS).withJournal(true);

  private static final SharedResources<String, Connected> SHARED =
      SharedResources.closedAfter(IDLE_TIME, Connected::close);

  private final SharedResources.Lease<Connected> lease;
  private final MongoDatabase database;

  MongoConnections(SharedResources.Lease<Connected> lease, MongoDatabase database) {
    this.lease = lease;
    this.database = database.withReadPreference(ReadPreference.primary());
  }

  /** Makes a client if no other target of this connection string has. */
  static MongoConnections acquire(MongoAddress address) {
    return acquire(address, SHARED);
  }

  static MongoConnections acquire(MongoAddress address, SharedResources<String, Connected> shared) {
    SharedResources.Lease<Connected> lease =
        shared.acquire(address.required(), same -> MongoConnector.connect(address));
    return new MongoConnections(lease, lease.get().client().getDatabase(address.database()));
  }

  MongoClient client() {
    return lease.get().client();
  }

  MongoCollection<BsonDocument> collection(String name) {
    return database
        .getCollection(name, BsonDocument.class)
        .withReadPreference(ReadPreference.primary())
        .withReadConcern(ReadConcern.MAJORITY)
        .withWriteConcern(MAJORITY);
  }

  /** Maps failures of calls on a collection. */
  MongoErrors errors(String where) {
    return new MongoErrors(where, lease.get().servers());
  }

  /** How the server describes a collection; empty if there is none of this name. */
  Optional<BsonDocument> description(String collection) {
    return Optional.ofNullable(
        database
            .listCollections(BsonDocument.class)
            .filter(Filters.eq("name", collection))
            .first());
  }

  /** The shard key of a collection; empty if it is not sharded. */
  Optional<BsonDocument> shardKey(String collection) {
    if (!mayBeSharded(client().getClusterDescription().getType())) {
      return Optional.empty();
    }
    return Optional.ofNullable(
            client()
                .getDatabase("config")
                .getCollection("collections", BsonDocument.class)
                .withReadPreference(ReadPreference.primary())
                .find(
                    Filters.and(
                        Filters.eq(Fields.ID, database.getName() + "." + collection),
                        // old servers keep the entry of a dropped collection
                        Filters.ne("dropped", true)))
                .first())
        .filter(entry -> entry.isDocument("key"))
        .map(entry -> entry.getDocument("key"));
  }

  /** A load balancer may hide routers, which the driver does not discover. */
  static boolean mayBeSharded(ClusterType type) {
    return type != ClusterType.STANDALONE && type != ClusterType.REPLICA_SET;
  }

  /** Gives the share back; a second time changes nothing. */
  @Override
  public void close() {
    lease.close();
  }
}
