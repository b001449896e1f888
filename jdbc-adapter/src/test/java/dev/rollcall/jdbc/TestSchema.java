package dev.rollcall.jdbc;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.testkit.server.MariaDbServer;
import dev.rollcall.testkit.server.TestServers;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A schema (in MySQL's words, a database) of its own on a server of the tests; dropped in the end.
 */
final class TestSchema implements AutoCloseable {

  static final String WITHOUT_MARIADB =
      "no MariaDB; set ROLLCALL_MYSQL to a URL, or build with -Pmariadb (177 MB)";

  private final String name = "rollcall_it_" + UUID.randomUUID().toString().substring(0, 8);
  private final Dialect dialect;
  private final String url;
  private final Connection connection;

  private TestSchema(Dialect dialect, String serverUrl, String url) {
    this.dialect = dialect;
    this.url = url.replace("$", name);
    try {
      try (Connection server = connection(serverUrl);
          Statement statement = server.createStatement()) {
        statement.execute(
            "CREATE SCHEMA "
                + name
                + (dialect == PostgresDialect.INSTANCE ? "" : " CHARACTER SET utf8mb4"));
      }
      connection = connection(this.url);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static TestSchema onPostgres() {
    String url = TestServers.postgres().jdbcUrl();
    return new TestSchema(
        PostgresDialect.INSTANCE, url, url + (url.contains("?") ? "&" : "?") + "currentSchema=$");
  }

  /** Whether the tests on MariaDB run; says why if they do not. */
  static boolean hasMariaDb() {
    boolean available = MariaDbServer.isAvailable();
    if (!available) {
      System.out.println("skipped: " + WITHOUT_MARIADB);
    }
    return available;
  }

  static TestSchema onMariaDb() {
    return onMariaDb(TestServers.mariadb().jdbcUrl());
  }

  static TestSchema onMariaDb(String url) {
    Dialect dialect = Dialect.of(url).orElseThrow();
    return new TestSchema(dialect, url, url.replaceFirst("(//[^/?]+)(/[^?]*)?", "$1/\\$"));
  }

  private static Connection connection(String url) throws SQLException {
    return new DriverDataSource(JdbcAddress.DEFAULT.withUrl(url)).getConnection();
  }

  String name() {
    return name;
  }

  String url() {
    return url;
  }

  /** Of the URL; the server may be another. */
  Dialect dialect() {
    try {
      return dialect.ofProduct(connection.getMetaData().getDatabaseProductName());
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  JdbcTable rows(String table) {
    return JdbcTable.named(table).url(url);
  }

  JdbcAggregates aggregates() {
    return JdbcAggregates.url(url);
  }

  /** The readable columns of an aggregate, by name. */
  Optional<Map<String, Object>> result(Aggregation.Table table, AggregateKey key) {
    List<Column> columns = AggregateLayout.of(dialect, table).readable();
    return values(table.aggregation(), columns, AggregateLayout.KEY, key.id())
        .map(
            values -> {
              Map<String, Object> result = new LinkedHashMap<>();
              for (int i = 0; i < columns.size(); i++) {
                result.put(columns.get(i).name(), values.get(i));
              }
              return result;
            });
  }

  void remove(AggregateKey key) {
    String sql =
        "DELETE FROM "
            + dialect.quoted(key.aggregation())
            + " WHERE "
            + AggregateLayout.KEY
            + " = ?";
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setString(1, key.id());
      delete.executeUpdate();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  void execute(String... statements) {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  long count(String table) {
    return (Long) query("SELECT count(*) FROM " + table).get(0);
  }

  /** Looks at a row. */
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  /** Reads all rows of a query, in a session in UTC. */
  void read(String sql, RowReader reader) {
    try (Statement statement = connection.createStatement()) {
      if (dialect != PostgresDialect.INSTANCE) {
        statement.execute("SET SESSION time_zone = '+00:00'");
      }
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The first column of a query. */
  List<Object> query(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<Object> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getObject(1));
      }
      return values;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The row of a key, its values in the classes of their columns. */
  Optional<Row> row(String table, Schema schema, Object key) {
    return values(table, schema.columns(), schema.column(schema.keys().get(0)).name(), key)
        .map(values -> Row.of(schema, values.toArray()));
  }

  /** The row of a key that is not deleted; of a delete there is a marker without values. */
  Optional<Row> live(String table, Schema schema, Row.Key key) {
    Optional<Row> row = row(table, schema, key);
    String where =
        schema.keyNames().stream()
            .map(name -> dialect.quoted(name) + " = ?")
            .collect(java.util.stream.Collectors.joining(" AND "));
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT 1 FROM %s WHERE rollcall_deleted AND %s"
                .formatted(dialect.quoted(table), where))) {
      for (int i = 0; i < key.values().size(); i++) {
        query.setObject(i + 1, key.values().get(i));
      }
      try (ResultSet marker = query.executeQuery()) {
        if (!marker.next()) {
          return row;
        }
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    for (int i = 0; row.isPresent() && i < schema.size(); i++) {
      if (!schema.isKey(i) && !row.get().isNull(i)) {
        throw new IllegalStateException("a marker with a value in column " + i);
      }
    }
    return Optional.empty();
  }

  /** The row of a key of any columns, found by reading all. */
  Optional<Row> row(String table, Schema schema, Row.Key key) {
    if (schema.keys().size() == 1) {
      return row(table, schema, key.values().get(0));
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + dialect.quoted(table))) {
      while (rows.next()) {
        Row row = Row.of(schema, values(rows, schema.columns()).toArray());
        if (Row.Key.of(row).equals(key)) {
          return Optional.of(row);
        }
      }
      return Optional.empty();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  Optional<List<Object>> values(String table, List<Column> columns, String keyName, Object key) {
    String sql =
        "SELECT * FROM " + dialect.quoted(table) + " WHERE " + dialect.quoted(keyName) + " = ?";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setObject(1, key);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(values(row, columns));
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private List<Object> values(ResultSet row, List<Column> columns) throws SQLException {
    List<Object> values = new ArrayList<>();
    for (Column column : columns) {
      values.add(value(row, column));
    }
    return values;
  }

  private Object value(ResultSet row, Column column) throws SQLException {
    String name = column.name();
    if (row.getObject(name) == null) {
      return null;
    }
    return switch (column.type()) {
      case BOOLEAN -> row.getBoolean(name);
      case INT64 -> row.getLong(name);
      case FLOAT64 -> row.getDouble(name);
      case DECIMAL -> new BigDecimal(row.getString(name));
      case STRING, JSON -> row.getString(name);
      case TIMESTAMP ->
          dialect == PostgresDialect.INSTANCE
              ? row.getObject(name, OffsetDateTime.class).toInstant()
              : row.getObject(name, LocalDateTime.class).toInstant(ZoneOffset.UTC);
      case DATE -> row.getObject(name, LocalDate.class);
      case UUID -> UUID.fromString(row.getString(name));
      case BYTES -> row.getBytes(name);
    };
  }

  @Override
  public void close() {
    execute("DROP SCHEMA " + name + (dialect == PostgresDialect.INSTANCE ? " CASCADE" : ""));
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
