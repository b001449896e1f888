package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.metadata.Node;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** Opens driver sessions. Threadsafe. */
final class CassandraConnector {

  private CassandraConnector() {}

  /**
   * An open session with the permits for the requests under way in it. The permits belong to the
   * session and not to a sink, for it is the session's connections that must not be overrun.
   *
   * @param session open
   * @param permits one per request
   */
  record Connected(CqlSession session, Semaphore permits) {
    void close() {
      session.close();
    }
  }

  /**
   * Connects, which takes as long as the driver's time-outs let it.
   *
   * @throws dev.rollcall.core.error.RollcallException what the driver threw, in its kind
   */
  static Connected connect(CassandraAddress address) {
    try {
      CqlSessionBuilder builder =
          CqlSession.builder()
              .withConfigLoader(DriverConfigLoader.fromString(DriverSettings.text(address)));
      CassandraAddress.Login login = address.login();
      if (login != null) {
        builder.withAuthCredentials(login.user(), login.password());
      }
      CqlSession session = connected(builder, address);
      try {
        checkDatacenter(address, session);
      } catch (RuntimeException | Error e) {
        session.close();
        throw e;
      }
      return new Connected(session, new Semaphore(address.maxInFlight()));
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw CassandraErrors.refusedSettings(e);
    } catch (RuntimeException e) {
      throw CassandraErrors.ofSetup(e, "cassandra at " + address.contactPoints());
    }
  }

  private static CqlSession connected(CqlSessionBuilder builder, CassandraAddress address) {
    CompletableFuture<CqlSession> session = builder.buildAsync().toCompletableFuture();
    try {
      return session.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new FatalException(
          "cassandra at " + address.contactPoints() + ": " + failed.getCause(), failed.getCause());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      session.whenComplete(
          (late, error) -> {
            if (late != null) {
              late.closeAsync();
            }
          });
      throw new TransientException(
          "cassandra at " + address.contactPoints() + ": interrupted while connecting", stop);
    }
  }

  /** The driver itself would connect, and then find no node for any request. */
  private static void checkDatacenter(CassandraAddress address, CqlSession session) {
    if (address.localDatacenter() == null) {
      return;
    }
    Set<String> known =
        session.getMetadata().getNodes().values().stream()
            .map(Node::getDatacenter)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!known.contains(address.localDatacenter())) {
      throw new ConfigurationException(
          "localDatacenter: got '%s', expected one of %s"
              .formatted(address.localDatacenter(), known));
    }
  }
}
