package dev.rollcall.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import dev.rollcall.core.error.ConfigurationException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The driver clients of this JVM: one per connection string, however many stores and sinks use it.
 * A client that is no longer used is kept for {@link #LINGER}, because an executor opens and closes
 * a store for every batch. Threadsafe.
 *
 * <p>The user's connection string decides everything. Where it is silent, a read from a socket
 * waits {@link #SOCKET_READ} at most, so that a lost peer is noticed.
 */
final class MongoClients {

  /** How long a client is kept when its last user has let it go. */
  static final Duration LINGER = Duration.ofSeconds(30);

  private static final Duration SOCKET_READ = Duration.ofSeconds(60);

  /** The clients of all stores and sinks. */
  static final MongoClients SHARED =
      new MongoClients(CompletableFuture.delayedExecutor(LINGER.toMillis(), TimeUnit.MILLISECONDS));

  private record Used(MongoClient client, ServerReports servers, int users) {
    Used by(int others) {
      return new Used(client, servers, others);
    }
  }

  private final ConcurrentMap<String, Used> open = new ConcurrentHashMap<>();
  private final Executor later;

  MongoClients(Executor later) {
    this.later = later;
  }

  /** A share in the client of an address, made if need be; close the share, never the client. */
  SharedDatabase acquire(MongoAddress address) {
    String connectionString = address.required();
    Used shared =
        open.compute(
            connectionString,
            (same, used) ->
                used == null ? opened(address, connectionString) : used.by(used.users() + 1));
    return new SharedDatabase(
        shared.client(),
        shared.client().getDatabase(address.database()),
        shared.servers(),
        () -> release(connectionString));
  }

  private void release(String connectionString) {
    Used left = open.computeIfPresent(connectionString, (same, used) -> used.by(used.users() - 1));
    if (left != null && left.users() == 0) {
      later.execute(() -> open.computeIfPresent(connectionString, MongoClients::closedIfUnused));
    }
  }

  /** Null, which forgets the client, once it is closed. */
  private static @Nullable Used closedIfUnused(String connectionString, Used used) {
    if (used.users() > 0) {
      return used;
    }
    used.client().close();
    return null;
  }

  private static Used opened(MongoAddress address, String connectionString) {
    try {
      ConnectionString parsed = new ConnectionString(connectionString);
      MongoClientSettings.Builder settings =
          MongoClientSettings.builder().applyConnectionString(parsed);
      if (parsed.getSocketTimeout() == null && parsed.getTimeout() == null) {
        settings.applyToSocketSettings(
            socket -> socket.readTimeout(SOCKET_READ.toMillis(), TimeUnit.MILLISECONDS));
      }
      if (parsed.getApplicationName() == null) {
        settings.applicationName("rollcall");
      }
      ServerReports servers = ServerReports.of(settings);
      return new Used(com.mongodb.client.MongoClients.create(settings.build()), servers, 1);
    } catch (IllegalArgumentException | IllegalStateException refused) {
      // its message may quote the login
      throw new ConfigurationException(
          "mongodb:" + address + ": the driver refuses the connectionString; check its options");
    } catch (RuntimeException failure) {
      throw new MongoErrors("mongodb:" + address, ServerReports.none()).of(failure);
    }
  }
}
