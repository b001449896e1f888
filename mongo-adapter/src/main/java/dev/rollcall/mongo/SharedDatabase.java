package dev.rollcall.mongo;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonDocument;

/**
 * A database of a client that others use too. Threadsafe.
 *
 * <p>All is written and read by majority and on the primary, whatever the connection string says: a
 * write that a failover takes back would break the guarantee, and so would a read of one, after
 * which records are skipped as applied that are not.
 */
final class SharedDatabase implements AutoCloseable {

  /** How long a write waits for its majority before it counts as failed and is tried again. */
  private static final long MAJORITY_SECONDS = 30;

  private static final WriteConcern MAJORITY =
      WriteConcern.MAJORITY.withWTimeout(MAJORITY_SECONDS, TimeUnit.SECONDS);

  private final MongoClient client;
  private final MongoDatabase database;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  SharedDatabase(MongoClient client, MongoDatabase database, Runnable release) {
    this.client = client;
    this.database = database;
    this.release = release;
  }

  MongoCollection<BsonDocument> collection(String name) {
    return database
        .getCollection(name, BsonDocument.class)
        .withReadPreference(ReadPreference.primary())
        .withReadConcern(ReadConcern.MAJORITY)
        .withWriteConcern(MAJORITY);
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
