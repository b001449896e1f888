package dev.rollcall.jdbc;

import dev.rollcall.core.record.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows by one statement, and tells which of them the table holds newer. PostgreSQL and
 * MariaDB return the versions that they leave in the table; MySQL is asked for them. Threadsafe.
 */
final class RowUpsert {

  private final RowTable rows;
  private final @Nullable PostgresArrays arrays;
  private final String arraysUpsert;

  /**
   * As the table is now.
   *
   * @param rows as they are to be stored
   * @param stored the table
   */
  RowUpsert(RowTable rows, StoredTable stored) {
    this.rows = rows;
    this.arrays = rows.table().dialect().arrays(rows.table(), stored).orElse(null);
    this.arraysUpsert = arrays == null ? "" : rows.upsert(arrays.insert());
  }

  /**
   * A row that has been checked.
   *
   * @param index its place in the call
   * @param key the values of its key, for the order of rows
   * @param values of all columns, as the dialect binds them
   * @param version the values of the version's columns; of all rows of a call no two are equal
   * @param bytes about how many it is in a statement
   */
  record Entry(
      int index, List<Object> key, List<@Nullable Object> values, List<Long> version, long bytes) {}

  /** Returns the indexes of the rows of whose keys newer ones are stored. */
  Set<Integer> execute(Connection connection, List<Entry> entries) throws SQLException {
    // what is wrong with a single row, the server says of a single value
    if (arrays != null && entries.size() > 1) {
      try (PreparedStatement statement = connection.prepareStatement(arraysUpsert)) {
        arrays.bind(statement, entries.stream().map(Entry::values).toList());
        return executed(connection, statement, entries);
      } catch (SQLException failure) {
        // a column's type was changed, perhaps to one that takes single values all the same
        if (JdbcErrors.kind(failure) != JdbcErrors.Kind.SETTINGS) {
          throw failure;
        }
      }
    }
    Dialect dialect = rows.table().dialect();
    List<Column> columns = rows.table().columns();
    String upsert = rows.upsert(rows.table().insert(entries.size()));
    try (PreparedStatement statement = connection.prepareStatement(upsert)) {
      int parameter = 1;
      for (Entry entry : entries) {
        for (int i = 0; i < columns.size(); i++) {
          dialect.bind(statement, parameter++, columns.get(i), entry.values().get(i));
        }
      }
      return executed(connection, statement, entries);
    }
  }

  private Set<Integer> executed(
      Connection connection, PreparedStatement statement, List<Entry> entries) throws SQLException {
    if (rows.table().dialect().returnsRows()) {
      try (ResultSet left = statement.executeQuery()) {
        return others(entries, left);
      }
    }
    statement.executeUpdate();
    // letters have no newer versions
    return rows.hasDefinitions() ? storedOtherwise(connection, entries) : Set.of();
  }

  /** Another version than a row's can only be a newer one: the row has just been written. */
  private Set<Integer> storedOtherwise(Connection connection, List<Entry> entries)
      throws SQLException {
    List<Column> key = rows.table().key();
    int[] places = key.stream().mapToInt(rows.table().columns()::indexOf).toArray();
    try (PreparedStatement query = connection.prepareStatement(rows.versions(entries.size()))) {
      int parameter = 1;
      for (Entry entry : entries) {
        for (int i = 0; i < places.length; i++) {
          rows.table()
              .dialect()
              .bind(query, parameter++, key.get(i), entry.values().get(places[i]));
        }
      }
      try (ResultSet stored = query.executeQuery()) {
        return others(entries, stored);
      }
    }
  }

  /** The rows whose versions are not among these: a version is of one row of its partition. */
  private Set<Integer> others(List<Entry> entries, ResultSet versions) throws SQLException {
    int parts = rows.version().size();
    Set<List<Long>> found = new HashSet<>();
    while (versions.next()) {
      List<Long> version = new ArrayList<>(parts);
      for (int part = 1; part <= parts; part++) {
        version.add(versions.getLong(part));
      }
      found.add(version);
    }
    return entries.stream()
        .filter(entry -> !found.contains(entry.version()))
        .map(Entry::index)
        .collect(Collectors.toSet());
  }
}
