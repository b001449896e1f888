package dev.rollcall.cli.engine;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.rollcall.testkit.server.CassandraServer;
import dev.rollcall.testkit.server.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What stores hold, read by their own clients: each row as the values of its columns. */
final class StoredRows {

  private StoredRows() {}

  /** By queries of a database, of which the last gives the rows. */
  static List<List<Object>> inSql(String url, String... queries) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < queries.length - 1; i++) {
        statement.execute(queries[i]);
      }
      ResultSet found = statement.executeQuery(queries[queries.length - 1]);
      while (found.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.add(found.getObject(i));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  static List<List<Object>> inCassandra(String query) {
    CassandraServer server = TestServers.cassandra();
    List<List<Object>> rows = new ArrayList<>();
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(server.contactPoint())
            .withLocalDatacenter(server.localDatacenter())
            .build()) {
      session
          .execute(query)
          .forEach(
              row -> {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < row.getColumnDefinitions().size(); i++) {
                  values.add(row.getObject(i));
                }
                rows.add(values);
              });
    }
    return rows;
  }

  /** The first so many columns as a path, and the others as words. */
  static Map<String, String> byKey(int keys, List<List<Object>> rows) {
    return rows.stream()
        .collect(
            Collectors.toMap(
                row -> joined("/", row.subList(0, keys)),
                row -> joined(" ", row.subList(keys, row.size())),
                (one, two) -> {
                  throw new IllegalStateException("two rows of one key");
                },
                TreeMap::new));
  }

  private static String joined(String by, List<Object> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(by));
  }
}
