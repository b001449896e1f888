package dev.rollcall.jdbc;

import java.sql.SQLTransientConnectionException;

/**
 * All connections of the pool are in use; the server may be fine. The pool's own cause is left out,
 * because it may be of a connection that failed long before.
 */
final class PoolExhaustedException extends SQLTransientConnectionException {

  private static final long serialVersionUID = 1L;

  PoolExhaustedException(int connections) {
    super(
        "all %d connections of this JVM are in use and none came free within %d s; raise maxConnections, or let fewer targets and partitions share them"
            .formatted(connections, JdbcConnector.WAIT_FOR_CONNECTION.toSeconds()));
  }
}
