package dev.rollcall.mongo;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.connection.ClusterType;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonDocument;

/**
 * A database of a client that others use too. Threadsafe.
 *
 * <p>All is written and read by majority and on the primary, whatever the connection string says: a
 * write that a failover takes back would break the guarantee, and so would a read of one, after
 * which records are skipped as applied that are not. Writes ask for the journal too: a replica set
 * whose {@code writeConcernMajorityJournalDefault} is false would confirm what is in memory only.
 */
final class SharedDatabase implements AutoCloseable {

  /** How long a write waits for its majority before it counts as failed and is tried again. */
  private static final long MAJORITY_SECONDS = 30;

  private static final WriteConcern MAJORITY =
      WriteConcern.MAJORITY.withWTimeout(MAJORITY_SECONDS, TimeUnit.SECONDS).withJournal(true);

  private final MongoClient client;
  private final MongoDatabase database;
  private final ServerReports servers;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  SharedDatabase(
      MongoClient client, MongoDatabase database, ServerReports servers, Runnable release) {
    this.client = client;
    this.database = database.withReadPreference(ReadPreference.primary());
    this.servers = servers;
    this.release = release;
  }

  MongoCollection<BsonDocument> collection(String name) {
    return database
        .getCollection(name, BsonDocument.class)
        .withReadPreference(ReadPreference.primary())
        .withReadConcern(ReadConcern.MAJORITY)
        .withWriteConcern(MAJORITY);
  }

  /** What failures of calls on a collection mean. */
  MongoErrors errors(String where) {
    return new MongoErrors(where, servers);
  }

  /** How the server describes a collection; empty if there is none of this name. */
  Optional<BsonDocument> description(String collection) {
    return Optional.ofNullable(
        database
            .listCollections(BsonDocument.class)
            .filter(Filters.eq("name", collection))
            .first());
  }

  /** By what a collection is sharded; empty if it is not. */
  Optional<BsonDocument> shardKey(String collection) {
    if (!mayBeSharded(client.getClusterDescription().getType())) {
      return Optional.empty();
    }
    return Optional.ofNullable(
            client
                .getDatabase("config")
                .getCollection("collections", BsonDocument.class)
                .withReadPreference(ReadPreference.primary())
                .find(
                    Filters.and(
                        Filters.eq(Fields.ID, database.getName() + "." + collection),
                        // old servers keep the entry of a collection that is no more
                        Filters.ne("dropped", true)))
                .first())
        .filter(entry -> entry.isDocument("key"))
        .map(entry -> entry.getDocument("key"));
  }

  /** Behind a load balancer there are routers, and the driver does not look. */
  static boolean mayBeSharded(ClusterType type) {
    return type != ClusterType.STANDALONE && type != ClusterType.REPLICA_SET;
  }

  /** Whether both are of one client. */
  boolean sharesClientWith(SharedDatabase other) {
    return client == other.client;
  }

  /** Gives the share back; a second time changes nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }
}
