package dev.rollcall.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import dev.rollcall.core.error.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonDocument;

/**
 * One driver client per JVM and connection string, shared by all stores and sinks that use it and
 * closed by the last of them. Threadsafe.
 *
 * <p>The user's connection string decides everything, but: where it is silent, a read from a socket
 * waits {@value #READ_SECONDS} s at most, so that a lost peer is noticed. Reads and writes are by
 * majority and from the primary whatever it says, since a write that a failover takes back would
 * break the guarantee, and so would a read of one.
 */
final class MongoClients {

  private static final int READ_SECONDS = 60;
  private static final int MAJORITY_SECONDS = 30;
  private static final Map<String, Shared> OPEN = new HashMap<>();

  private MongoClients() {}

  /** The client of this connection string; close the lease, not the client. */
  static Lease lease(MongoAddress address) {
    String connectionString = address.required();
    synchronized (OPEN) {
      Shared shared = OPEN.get(connectionString);
      if (shared == null) {
        shared = new Shared(client(address, connectionString));
        OPEN.put(connectionString, shared);
      }
      shared.users++;
      return new Lease(connectionString, shared.client, address.database());
    }
  }

  private static MongoClient client(MongoAddress address, String connectionString) {
    try {
      ConnectionString parsed = new ConnectionString(connectionString);
      MongoClientSettings.Builder settings =
          MongoClientSettings.builder().applyConnectionString(parsed);
      if (parsed.getSocketTimeout() == null && parsed.getTimeout() == null) {
        settings.applyToSocketSettings(socket -> socket.readTimeout(READ_SECONDS, TimeUnit.SECONDS));
      }
      if (parsed.getApplicationName() == null) {
        settings.applicationName("rollcall");
      }
      return com.mongodb.client.MongoClients.create(settings.build());
    } catch (IllegalArgumentException unusable) {
      // its message may quote the login
      throw new ConfigurationException(
          "mongodb:" + address + ": the driver refuses the connectionString; see its options");
    } catch (RuntimeException failure) {
      throw MongoErrors.of("mongodb:" + address.database(), failure);
    }
  }

  private static final class Shared {
    private final MongoClient client;
    private int users;

    Shared(MongoClient client) {
      this.client = client;
    }
  }

  /** The right to use a shared client until it is closed. */
  static final class Lease implements AutoCloseable {

    private final String connectionString;
    private final MongoClient client;
    private final String database;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(String connectionString, MongoClient client, String database) {
      this.connectionString = connectionString;
      this.client = client;
      this.database = database;
    }

    /** A collection, read and written by majority on the primary. */
    MongoCollection<BsonDocument> collection(String name) {
      return client
          .getDatabase(database)
          .getCollection(name, BsonDocument.class)
          .withReadPreference(ReadPreference.primary())
          .withReadConcern(ReadConcern.MAJORITY)
          .withWriteConcern(WriteConcern.MAJORITY.withWTimeout(MAJORITY_SECONDS, TimeUnit.SECONDS));
    }

    /** Whether two leases are of one client. */
    boolean sharesClientWith(Lease other) {
      return client == other.client;
    }

    @Override
    public void close() {
      if (!closed.compareAndSet(false, true)) {
        return;
      }
      synchronized (OPEN) {
        Shared shared = OPEN.get(connectionString);
        if (shared != null && --shared.users == 0) {
          OPEN.remove(connectionString);
          client.close();
        }
      }
    }
  }
}
