package dev.rollcall.jdbc;

import java.sql.SQLTransientConnectionException;

/**
 * No connection could be had because all are in use, which says nothing against the server. What
 * the pool itself says is left out: it may be of a connection that failed long before.
 */
final class PoolExhaustedException extends SQLTransientConnectionException {

  private static final long serialVersionUID = 1L;

  PoolExhaustedException(int connections) {
    super(
        "all %d connections of this JVM are in use and none came free within %d s; raise maxConnections, or let fewer targets and partitions share them"
            .formatted(connections, JdbcConnector.WAIT_FOR_CONNECTION.toSeconds()));
  }
}
