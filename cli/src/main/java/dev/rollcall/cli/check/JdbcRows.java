package dev.rollcall.cli.check;

import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a query gives, with the plain driver: not through the code that wrote it. */
public final class JdbcRows {

  private JdbcRows() {}

  /**
   * All rows by the text of their column {@code row_key}; moments are of {@code Instant}, days of
   * {@code LocalDate}.
   */
  public static Map<String, Map<String, @Nullable Object>> read(String url, String sql) {
    Map<String, Map<String, @Nullable Object>> rows = new HashMap<>();
    try (Connection connection = DriverManager.getConnection(driverUrl(url));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultSetMetaData columns = result.getMetaData();
      while (result.next()) {
        Map<String, @Nullable Object> row = new HashMap<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          Object value = result.getObject(i);
          row.put(columns.getColumnLabel(i), inJavaTime(value));
        }
        rows.put(Objects.requireNonNull(row.get("row_key")).toString(), row);
      }
    } catch (SQLException e) {
      // its message may quote values
      throw new IllegalStateException("reading back failed with SQLSTATE " + e.getSQLState());
    }
    return rows;
  }

  private static @Nullable Object inJavaTime(@Nullable Object value) {
    if (value instanceof Timestamp moment) {
      return moment.toInstant();
    }
    return value instanceof Date day ? day.toLocalDate() : value;
  }

  /** Both are MariaDB's driver's. */
  private static String driverUrl(String url) {
    return url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
  }
}
