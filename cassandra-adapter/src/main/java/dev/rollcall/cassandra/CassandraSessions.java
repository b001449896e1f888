package dev.rollcall.cassandra;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver sessions of this JVM: one per address, however many sinks use it. A session that is no
 * longer used is kept for {@link #LINGER}, because an executor opens and closes a sink for every
 * batch. Threadsafe.
 */
final class CassandraSessions {

  /** How long a session is kept when its last user has let it go. */
  static final Duration LINGER = Duration.ofSeconds(30);

  /** How long connecting goes on before {@link #acquireTelling} says something. */
  private static final Duration SILENT = Duration.ofSeconds(8);

  private static final Logger LOG = LoggerFactory.getLogger(CassandraSessions.class);

  /** The sessions of all sinks. */
  static final CassandraSessions SHARED =
      new CassandraSessions(
          CompletableFuture.delayedExecutor(LINGER.toMillis(), TimeUnit.MILLISECONDS));

  private record Used(SharedSession session, int users) {}

  private final ConcurrentMap<CassandraAddress, Used> open = new ConcurrentHashMap<>();
  private final Executor later;

  CassandraSessions(Executor later) {
    this.later = later;
  }

  /** The session of an address, connected if need be; to be released once. */
  SharedSession acquire(CassandraAddress address) {
    return open.compute(
            address,
            (same, used) ->
                used == null
                    ? new Used(SharedSession.connect(address), 1)
                    : new Used(used.session(), used.users() + 1))
        .session();
  }

  /**
   * As {@link #acquire}, for a reader: a pipeline watches its stores and says itself that one is
   * away, not so its origin. The driver may try many addresses, each for seconds.
   */
  SharedSession acquireTelling(CassandraAddress address) {
    CompletableFuture<Boolean> connected =
        new CompletableFuture<Boolean>().orTimeout(SILENT.toMillis(), TimeUnit.MILLISECONDS);
    connected.whenComplete(
        (done, late) -> {
          if (late != null) {
            LOG.warn(
                "cassandra at {}: no connection within {} s; is it up and reachable? Still trying",
                address.contactPoints(),
                SILENT.toSeconds());
          }
        });
    try {
      return acquire(address);
    } finally {
      connected.complete(true);
    }
  }

  /** Says that one user has done with a session. */
  void release(SharedSession session) {
    Used left =
        open.computeIfPresent(
            session.address(), (same, used) -> new Used(used.session(), used.users() - 1));
    if (left != null && left.users() == 0) {
      later.execute(() -> open.computeIfPresent(session.address(), this::closedIfUnused));
    }
  }

  /** Null, which forgets the session, once it is closed. */
  private @Nullable Used closedIfUnused(CassandraAddress address, Used used) {
    if (used.users() > 0) {
      return used;
    }
    used.session().session().close();
    return null;
  }
}
