package dev.rollcall.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads from PostgreSQL's catalog, which everybody may read, what a user may do. Threadsafe. */
final class PostgresRights {

  private PostgresRights() {}

  /** The rights to a table that the user lacks; empty if the table does not exist. */
  static Optional<List<String>> missing(Connection connection, SqlTable table) throws SQLException {
    List<String> missing = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT has_schema_privilege(n.oid, 'USAGE'), has_any_column_privilege(c.oid, 'SELECT'),"
                + " has_any_column_privilege(c.oid, 'INSERT'),"
                + " has_any_column_privilege(c.oid, 'UPDATE'), has_table_privilege(c.oid, 'DELETE')"
                + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = COALESCE(CAST(? AS text), current_schema())"
                + " AND c.relname = ? AND c.relkind IN ('r', 'p', 'v', 'f')")) {
      query.setString(1, table.schemaPart());
      query.setString(2, table.tablePart());
      try (ResultSet held = query.executeQuery()) {
        if (!held.next()) {
          return Optional.empty();
        }
        if (!held.getBoolean(1)) {
          missing.add("USAGE of its schema");
        }
        for (int i = 0; i < table.rights().size(); i++) {
          if (!held.getBoolean(i + 2)) {
            missing.add(table.rights().get(i));
          }
        }
      }
    }
    return Optional.of(missing);
  }
}
