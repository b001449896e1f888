package dev.rollcall.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.core.error.ConfigurationException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Makes driver clients. The user's connection string decides everything; where it is silent, a read
 * from a socket waits {@link #SOCKET_READ} at most, so that a lost peer is noticed. Threadsafe.
 */
final class MongoConnector {

  private static final Duration SOCKET_READ = Duration.ofSeconds(60);

  private MongoConnector() {}

  /**
   * A client and what its driver reports of the servers.
   *
   * @param client open
   * @param servers kept up to date by the driver
   */
  record Connected(MongoClient client, ServerReports servers) {
    void close() {
      client.close();
    }
  }

  /**
   * Makes a client, which connects in the background.
   *
   * @throws ConfigurationException if the driver refuses the options
   */
  static Connected connect(MongoAddress address) {
    try {
      ConnectionString parsed = new ConnectionString(address.required());
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
      return new Connected(MongoClients.create(settings.build()), servers);
    } catch (IllegalArgumentException | IllegalStateException refused) {
      // its message may quote the login
      throw new ConfigurationException(
          "mongodb:" + address + ": the driver refuses the connectionString; check its options");
    } catch (RuntimeException failure) {
      throw new MongoErrors("mongodb:" + address, ServerReports.none()).of(failure);
    }
  }
}
