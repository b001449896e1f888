package dev.rollcall.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.rollcall.core.port.RunLog;
import dev.rollcall.core.record.Column;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The audit of runs, one row per run. Run numbers come from the database's own sequence, which a
 * failed transaction does not reset, so they may have gaps. Threadsafe.
 */
final class JdbcRunLog implements RunLog {

  private static final JsonFactory JSON = new JsonFactory();

  private final String where;
  private final SqlTable table;
  private final JdbcConnections connections;

  JdbcRunLog(String where, SqlTable table, JdbcConnections connections) {
    this.where = where;
    this.table = table;
    this.connections = connections;
  }

  @Override
  public long started(String pipeline, String runId, Instant at) {
    try {
      return connections.transaction(
          where,
          connection -> {
            execute(
                connection,
                "DELETE FROM %s WHERE %s = ?".formatted(table.quoted(), name(RunTable.ID)),
                List.of(RunTable.ID),
                List.of(runId));
            return insert(connection, pipeline, runId, at);
          });
    } catch (SQLException failure) {
      throw JdbcErrors.ofSetup(where, failure, table);
    }
  }

  private long insert(Connection connection, String pipeline, String runId, Instant at)
      throws SQLException {
    List<Column> columns = List.of(RunTable.ID, RunTable.PIPELINE, RunTable.STARTED);
    String sql =
        "INSERT INTO %s (%s) VALUES (?, ?, ?)"
            .formatted(
                table.quoted(), columns.stream().map(this::name).collect(Collectors.joining(", ")));
    try (PreparedStatement insert =
        connection.prepareStatement(sql, new String[] {RunTable.NUMBER.name()})) {
      bind(insert, columns, List.of(runId, pipeline, at));
      insert.executeUpdate();
      try (ResultSet number = insert.getGeneratedKeys()) {
        if (!number.next()) {
          throw new SQLException("no number", "02000");
        }
        return number.getLong(1);
      }
    }
  }

  @Override
  public void finished(String runId, Instant at, Map<String, Long> figures) {
    end(runId, at, json(figures), null);
  }

  @Override
  public void failed(String runId, Instant at, String reason) {
    end(runId, at, null, table.dialect().sanitized(reason));
  }

  /** An end of the same kind stays as it is. */
  private void end(String runId, Instant at, @Nullable String figures, @Nullable String failure) {
    String sql =
        "UPDATE %s SET %s = ?, %s = ?, %s = ? WHERE %s = ? AND (%s IS NULL OR %s %s NULL)"
            .formatted(
                table.quoted(),
                name(RunTable.ENDED),
                name(RunTable.FIGURES),
                name(RunTable.FAILURE),
                name(RunTable.ID),
                name(RunTable.ENDED),
                name(RunTable.FAILURE),
                failure == null ? "IS NOT" : "IS");
    List<@Nullable Object> values = new ArrayList<>();
    values.add(at);
    values.add(figures);
    values.add(failure);
    values.add(runId);
    try {
      connections.transaction(
          where,
          connection -> {
            int changed =
                execute(
                    connection,
                    sql,
                    List.of(RunTable.ENDED, RunTable.FIGURES, RunTable.FAILURE, RunTable.ID),
                    values);
            if (changed == 0 && !isThere(connection, runId)) {
              throw new IllegalStateException(where + ": run '" + runId + "' was not started");
            }
            return changed;
          });
    } catch (SQLException failed) {
      throw JdbcErrors.ofSetup(where, failed, table);
    }
  }

  @Override
  public Optional<FinishedRun> lastFinished(String pipeline) {
    String sql =
        "SELECT %s, %s, %s FROM %s WHERE %s = ? AND %s IS NOT NULL AND %s IS NULL ORDER BY %s DESC"
            .formatted(
                name(RunTable.NUMBER),
                name(RunTable.ID),
                name(RunTable.FIGURES),
                table.quoted(),
                name(RunTable.PIPELINE),
                name(RunTable.ENDED),
                name(RunTable.FAILURE),
                name(RunTable.NUMBER));
    try {
      return connections.run(
          where,
          connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
              query.setMaxRows(1);
              bind(query, List.of(RunTable.PIPELINE), List.of(pipeline));
              try (ResultSet run = query.executeQuery()) {
                return run.next()
                    ? Optional.of(
                        new FinishedRun(
                            run.getLong(1), run.getString(2), figures(run.getString(3))))
                    : Optional.empty();
              }
            }
          });
    } catch (SQLException failure) {
      throw JdbcErrors.ofSetup(where, failure, table);
    }
  }

  private boolean isThere(Connection connection, String runId) throws SQLException {
    String sql = "SELECT 1 FROM %s WHERE %s = ?".formatted(table.quoted(), name(RunTable.ID));
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, runId);
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  private int execute(
      Connection connection,
      String sql,
      List<Column> columns,
      List<? extends @Nullable Object> values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, columns, values);
      return statement.executeUpdate();
    }
  }

  private void bind(
      PreparedStatement statement, List<Column> columns, List<? extends @Nullable Object> values)
      throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      table
          .dialect()
          .bind(statement, i + 1, column, table.dialect().checked(column, values.get(i)));
    }
  }

  private String name(Column column) {
    return table.dialect().quoted(column.name());
  }

  private static String json(Map<String, Long> figures) {
    return new TreeMap<>(figures)
        .entrySet().stream()
            .map(
                figure ->
                    '"'
                        + new String(JsonStringEncoder.getInstance().quoteAsString(figure.getKey()))
                        + "\": "
                        + figure.getValue())
            .collect(Collectors.joining(", ", "{", "}"));
  }

  private static Map<String, Long> figures(String json) {
    Map<String, Long> figures = new TreeMap<>();
    try (JsonParser in = JSON.createParser(json)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String figure = in.currentName();
        figures.put(figure, in.nextLongValue(0));
      }
      return figures;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
