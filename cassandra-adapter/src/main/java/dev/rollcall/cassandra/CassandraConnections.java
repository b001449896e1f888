package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.rollcall.cassandra.CassandraConnector.Connected;
import dev.rollcall.core.port.SharedResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A target's share in the connections of this JVM to a cluster: one driver session per address,
 * however many targets use it, kept for {@link #IDLE_TIME} after the last, because an executor
 * opens and closes a sink for every batch. Threadsafe.
 */
final class CassandraConnections implements AutoCloseable {

  /** How long a session is kept when nobody uses it. */
  static final Duration IDLE_TIME = Duration.ofSeconds(30);

  /** How long connecting goes on before {@link #acquireForReading} warns. */
  private static final Duration WARN_AFTER = Duration.ofSeconds(8);

  private static final Logger LOG = LoggerFactory.getLogger(CassandraConnections.class);

  private static final SharedResources<CassandraAddress, Connected> SHARED =
      SharedResources.closedAfter(IDLE_TIME, Connected::close);

  private final SharedResources.Lease<Connected> lease;

  private CassandraConnections(SharedResources.Lease<Connected> lease) {
    this.lease = lease;
  }

  /** Connects if no other target of this address has. */
  static CassandraConnections acquire(CassandraAddress address) {
    return acquire(address, SHARED);
  }

  static CassandraConnections acquire(
      CassandraAddress address, SharedResources<CassandraAddress, Connected> shared) {
    return new CassandraConnections(shared.acquire(address, CassandraConnector::connect));
  }

  /**
   * As {@link #acquire}, with a warning while the cluster does not answer: a pipeline warns of its
   * stores itself, but not of what a batch reads. The driver may try many addresses, each for
   * seconds.
   */
  static CassandraConnections acquireForReading(CassandraAddress address) {
    CompletableFuture<Boolean> connected =
        new CompletableFuture<Boolean>().orTimeout(WARN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    connected.whenComplete(
        (done, late) -> {
          if (late != null) {
            LOG.warn(
                "cassandra at {}: no connection within {} s; is it up and reachable? Still trying",
                address.contactPoints(),
                WARN_AFTER.toSeconds());
          }
        });
    try {
      return acquire(address);
    } finally {
      connected.complete(true);
    }
  }

  CqlSession session() {
    return lease.get().session();
  }

  /** One per request under way, of all targets that share the session. */
  Semaphore permits() {
    return lease.get().permits();
  }

  /** Gives the share back; a second time changes nothing. */
  @Override
  public void close() {
    lease.close();
  }
}
