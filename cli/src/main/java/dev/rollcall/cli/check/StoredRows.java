package dev.rollcall.cli.check;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.rollcall.testkit.server.CassandraServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tables as they are, read with the plain drivers: not through the code that wrote them. */
public final class StoredRows {

  private StoredRows() {}

  /** All rows of a table of Cassandra, {@code keyspace.table}. */
  public static List<Map<String, @Nullable Object>> cassandra(
      CassandraServer server, String table) {
    DriverConfigLoader config =
        DriverConfigLoader.programmaticBuilder()
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
            // it waits for two seconds of silence when it is closed, otherwise
            .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
            .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
            .build();
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(server.contactPoint())
            .withLocalDatacenter(server.localDatacenter())
            .withConfigLoader(config)
            .build()) {
      for (Row row : session.execute("SELECT * FROM " + table)) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (ColumnDefinition column : row.getColumnDefinitions()) {
          values.put(column.getName().asInternal(), row.getObject(column.getName()));
        }
        rows.add(values);
      }
    }
    return rows;
  }

  /**
   * All rows of a table of PostgreSQL, MySQL or MariaDB but markers of deletes; moments are of
   * {@code Instant}.
   */
  public static List<Map<String, @Nullable Object>> jdbc(String url, String table) {
    // both are MariaDB's driver's
    String driverUrl = url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(driverUrl);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM " + table)) {
      ResultSetMetaData columns = result.getMetaData();
      while (result.next()) {
        Map<String, @Nullable Object> row = new HashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          row.put(columns.getColumnLabel(i), value(result, columns, i));
        }
        if (!Boolean.TRUE.equals(row.get("rollcall_deleted"))) {
          rows.add(row);
        }
      }
    } catch (SQLException e) {
      // its message may quote values
      throw new IllegalStateException("reading back failed with SQLSTATE " + e.getSQLState());
    }
    return rows;
  }

  private static @Nullable Object value(ResultSet row, ResultSetMetaData columns, int i)
      throws SQLException {
    if (columns.getColumnTypeName(i).equals("timestamptz")) {
      OffsetDateTime moment = row.getObject(i, OffsetDateTime.class);
      return moment == null ? null : moment.toInstant();
    }
    if (columns.getColumnType(i) == Types.TIMESTAMP) {
      // MySQL's, which are UTC
      LocalDateTime moment = row.getObject(i, LocalDateTime.class);
      return moment == null ? null : moment.toInstant(ZoneOffset.UTC);
    }
    return columns.getColumnType(i) == Types.DATE
        ? row.getObject(i, LocalDate.class)
        : row.getObject(i);
  }
}
