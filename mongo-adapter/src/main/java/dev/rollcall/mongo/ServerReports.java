package dev.rollcall.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.connection.ServerDescription;
import com.mongodb.event.ConnectionPoolListener;
import com.mongodb.event.ConnectionReadyEvent;
import com.mongodb.event.ServerDescriptionChangedEvent;
import com.mongodb.event.ServerListener;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Records what a client's servers last reported, so that a call that timed out waiting for one can
 * say why: the driver's message is the same for a server that is down, one of another replica set
 * and one with other TLS settings. Threadsafe.
 */
final class ServerReports implements ServerListener, ConnectionPoolListener {

  private final Map<ServerAddress, String> troubles = new ConcurrentHashMap<>();
  private final boolean tls;
  private final @Nullable String replicaSet;
  private volatile boolean connected;

  private ServerReports(boolean tls, @Nullable String replicaSet) {
    this.tls = tls;
    this.replicaSet = replicaSet;
  }

  /** Of a client that heard nothing yet. */
  static ServerReports none() {
    return new ServerReports(false, null);
  }

  /** Of the client that will be made of these settings. */
  static ServerReports of(MongoClientSettings.Builder settings) {
    MongoClientSettings now = settings.build();
    ServerReports reports =
        new ServerReports(
            now.getSslSettings().isEnabled(), now.getClusterSettings().getRequiredReplicaSetName());
    settings.applyToServerSettings(server -> server.addServerListener(reports));
    settings.applyToConnectionPoolSettings(pool -> pool.addConnectionPoolListener(reports));
    return reports;
  }

  /** True once a connection was made, which includes the login. */
  boolean hasConnected() {
    return connected;
  }

  /** What keeps the servers from being used, by host; empty if nothing is known. */
  Optional<String> trouble() {
    String all =
        troubles.entrySet().stream()
            .map(each -> each.getKey() + ": " + each.getValue())
            .sorted()
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  @Override
  public void connectionReady(ConnectionReadyEvent event) {
    connected = true;
  }

  @Override
  public void serverDescriptionChanged(ServerDescriptionChangedEvent event) {
    ServerDescription now = event.getNewDescription();
    if (now.getException() != null) {
      troubles.put(now.getAddress(), why(now.getException()));
    } else if (now.isOk()) {
      troubles.remove(now.getAddress());
      String set = now.getSetName();
      if (replicaSet != null && !replicaSet.equals(set)) {
        troubles.put(
            now.getAddress(),
            "got %s, expected the replica set '%s'; correct replicaSet in the connectionString"
                .formatted(
                    set == null ? "no replica set" : "replica set '" + set + "'", replicaSet));
      }
    }
  }

  private String why(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof SSLException) {
        return "TLS failed ("
            + e.getClass().getSimpleName()
            + "); does the server speak TLS, and is"
            + " its certificate trusted?";
      }
      if (e instanceof UnknownHostException) {
        return "the host's name is not known";
      }
      if (e instanceof ConnectException) {
        return "it is down, or nothing listens there";
      }
      if (e instanceof SocketTimeoutException) {
        return tls
            ? "it accepts connections and does not answer; does it speak TLS?"
            : "it does not answer";
      }
    }
    if (connected) {
      return "it closes connections";
    }
    return tls
        ? "it closes connections; does it speak TLS?"
        : "it closes connections; does it want TLS (tls=true)?";
  }
}
