package dev.rollcall.benchmarks.peer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Batched upserts into PostgreSQL, a transaction for each batch. */
public final class JdbcUpserts implements ProfileWriter {

  private final Connection connection;
  private final PreparedStatement upsert;

  JdbcUpserts(String url, String table) throws SQLException {
    connection = connect(url);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create table "
              + table
              + " (id uuid primary key, first_name text, last_name text, gender text, address text,"
              + " post_code text, email text, username text, dob timestamptz,"
              + " registered_date timestamptz, phone text, picture text)");
    }
    connection.commit();
    String changes =
        Arrays.stream(COLUMNS.split(", ?"))
            .skip(1)
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));
    upsert =
        connection.prepareStatement(
            "insert into %s (%s) values (?,?,?,?,?,?,?,?,?,?,?,?) on conflict (id) do update set %s"
                .formatted(table, COLUMNS, changes));
  }

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(
        url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true");
  }

  @Override
  public void write(List<@Nullable Object[]> profiles) throws SQLException {
    for (@Nullable Object[] profile : profiles) {
      for (int i = 0; i < profile.length; i++) {
        Object value = profile[i];
        upsert.setObject(
            i + 1, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
      }
      upsert.addBatch();
    }
    upsert.executeBatch();
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Removes a table of whichever program. */
  public static void drop(String url, String table) throws SQLException {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists " + table);
    }
  }
}
