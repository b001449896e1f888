package dev.rollcall.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.SharedResources;
import dev.rollcall.jdbc.JdbcConnector.Connected;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A target's share in the connections of this JVM to a database: one pool per address, however many
 * targets use it, kept for {@link #IDLE_TIME} after the last, because an executor opens and closes
 * a store for every batch. Threadsafe.
 *
 * <p>Work runs on an auto-commit connection or in a READ COMMITTED transaction. A transaction that
 * the server rolled back (deadlock, serialization conflict) is retried with randomized backoff.
 */
final class JdbcConnections implements AutoCloseable {

  /** How long a pool is kept when nobody uses it. */
  static final Duration IDLE_TIME = Duration.ofSeconds(30);

  private static final RetryPolicy CONFLICTS =
      new RetryPolicy(8, Duration.ofMillis(5), Duration.ofMillis(200));

  private static final SharedResources<JdbcAddress, Connected> SHARED =
      SharedResources.closedAfter(IDLE_TIME, Connected::close);

  private final SharedResources.Lease<Connected> lease;

  JdbcConnections(SharedResources.Lease<Connected> lease) {
    this.lease = lease;
  }

  /** Connects if no other target of this address has. */
  static JdbcConnections acquire(JdbcAddress address) {
    return acquire(address, SHARED);
  }

  static JdbcConnections acquire(
      JdbcAddress address, SharedResources<JdbcAddress, Connected> shared) {
    return new JdbcConnections(shared.acquire(address, JdbcConnector::connect));
  }

  /** The dialect of the actual server. */
  Dialect dialect() {
    return lease.get().dialect();
  }

  HikariDataSource pool() {
    return lease.get().pool();
  }

  /** Work with a connection. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /** Runs work whose statements commit one by one. */
  <T> T run(String where, Work<T> work) throws SQLException {
    checkOpen(where);
    try (Connection connection = connection()) {
      return work.with(connection);
    }
  }

  /** Tells an exhausted pool from an unreachable server; the pool reports both alike. */
  private Connection connection() throws SQLException {
    try {
      return pool().getConnection();
    } catch (SQLTransientConnectionException none) {
      int most = pool().getMaximumPoolSize();
      throw pool().getHikariPoolMXBean().getActiveConnections() < most
          ? none
          : new PoolExhaustedException(most);
    }
  }

  /** Runs work in a transaction, durable when this returns. */
  <T> T transaction(String where, Work<T> work) throws SQLException {
    return again(() -> run(where, connection -> committed(connection, work)));
  }

  /** Closing an uncommitted connection rolls back. */
  private static <T> T committed(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    T result = work.with(connection);
    connection.commit();
    connection.setAutoCommit(true);
    return result;
  }

  /** A call that may throw. */
  interface Call<T> {
    T call() throws SQLException;
  }

  /** Opens something that takes these connections over; closes them if that fails. */
  <T> T opened(String where, Call<T> opening) {
    try {
      return opening.call();
    } catch (SQLException failure) {
      close();
      throw JdbcErrors.ofSetup(where, failure);
    } catch (RuntimeException | Error failure) {
      close();
      throw failure;
    }
  }

  /** Retries a call that the server rolled back. */
  static <T> T again(Call<T> call) throws SQLException {
    for (int retry = 0; ; retry++) {
      try {
        return call.call();
      } catch (SQLException failure) {
        if (!JdbcErrors.isRolledBack(failure) || retry + 1 >= CONFLICTS.attempts()) {
          throw failure;
        }
        try {
          Thread.sleep(CONFLICTS.delay(retry, ThreadLocalRandom.current()).toMillis());
        } catch (InterruptedException stop) {
          Thread.currentThread().interrupt();
          throw failure;
        }
      }
    }
  }

  private void checkOpen(String where) {
    if (lease.isClosed()) {
      throw new FatalException(where + ": it is closed");
    }
  }

  /** Gives the share back; a second time changes nothing. */
  @Override
  public void close() {
    lease.close();
  }
}
