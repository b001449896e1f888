package dev.rollcall.jdbc;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.AggregateStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Finds states too large for MySQL and MariaDB before they are sent: in a batch, the server would
 * just close the connection, and retries would never end. Threadsafe.
 *
 * @param mostBytes that the server takes at once
 */
record PacketSize(long mostBytes) {

  /** For the rest of the statement. */
  private static final int RESERVE = 64 << 10;

  static PacketSize of(Connection connection, Dialect dialect) throws SQLException {
    Optional<String> query = dialect.packetQuery();
    if (query.isEmpty()) {
      return new PacketSize(Long.MAX_VALUE);
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query.get())) {
      return new PacketSize(row.next() ? row.getLong(1) : Long.MAX_VALUE);
    }
  }

  /** Throws if the write cannot be sent. */
  void check(String where, AggregateStore.Write write) {
    byte[] state = write.state();
    if (2L * state.length + RESERVE > mostBytes && escaped(state) + RESERVE > mostBytes) {
      throw new FatalException(
          "%s: got a state of %d bytes, larger than what the server takes at once, %d; raise max_allowed_packet, group by more columns or a shorter window, or drop a measure that keeps many values"
              .formatted(where, state.length, mostBytes));
    }
  }

  /** The bytes that the driver sends. */
  private static long escaped(byte[] state) {
    long bytes = state.length;
    for (byte b : state) {
      if (b == 0 || b == '\'' || b == '"' || b == '\\') {
        bytes++;
      }
    }
    return bytes;
  }
}
