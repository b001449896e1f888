package dev.rollcall.jdbc;

import dev.rollcall.core.record.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows by one statement, and tells which of them the table holds newer. MariaDB returns the
 * versions that it leaves in the table; PostgreSQL is asked for them if it has written less than
 * all, MySQL always. Threadsafe.
 */
final class RowUpsert {

  private final RowTable rows;
  private final RowValues values;
  private final @Nullable PostgresArrays arrays;
  private final String arraysUpsert;

  /**
   * As the table is now.
   *
   * @param rows as they are to be stored
   * @param values of them
   * @param stored the table
   */
  RowUpsert(RowTable rows, RowValues values, StoredTable stored) {
    this.rows = rows;
    this.values = values;
    this.arrays = rows.table().dialect().arrays(rows.table(), stored).orElse(null);
    this.arraysUpsert = arrays == null ? "" : rows.upsert(arrays.insert());
  }

  /** For the rows of one statement, and of others later. */
  RowBatch batch() {
    return new RowBatch(rows, values, arrays == null ? null : new ArrayRows(rows, values, arrays));
  }

  /** Returns the indexes of the rows of whose keys newer ones are stored. */
  Set<Integer> execute(Connection connection, RowBatch batch) throws SQLException {
    Optional<ArrayRows> columns = batch.arrays();
    Optional<DriverArrays> driver =
        columns.isEmpty() ? Optional.empty() : DriverArrays.of(connection);
    if (driver.isPresent()) {
      try (PreparedStatement statement = connection.prepareStatement(arraysUpsert)) {
        columns.orElseThrow().bind(statement, driver.get());
        return executed(connection, statement, batch);
      } catch (SQLException failure) {
        // a column's type was changed, perhaps to one that takes single values all the same
        if (JdbcErrors.kind(failure) != JdbcErrors.Kind.SETTINGS) {
          throw failure;
        }
      }
    }
    Dialect dialect = rows.table().dialect();
    List<Column> all = rows.table().columns();
    String upsert = rows.upsert(rows.table().insert(batch.size()));
    try (PreparedStatement statement = connection.prepareStatement(upsert)) {
      int parameter = 1;
      for (int place = 0; place < batch.size(); place++) {
        List<@Nullable Object> row = batch.values(place);
        for (int i = 0; i < all.size(); i++) {
          dialect.bind(statement, parameter++, all.get(i), row.get(i));
        }
      }
      return executed(connection, statement, batch);
    }
  }

  private Set<Integer> executed(Connection connection, PreparedStatement statement, RowBatch batch)
      throws SQLException {
    Dialect dialect = rows.table().dialect();
    if (dialect.returnsRows()) {
      try (ResultSet left = statement.executeQuery()) {
        return others(batch, left);
      }
    }
    int written = statement.executeUpdate();
    // letters have no newer versions
    boolean all = dialect.countsUpserts() && written == batch.size() || !rows.hasDefinitions();
    return all ? Set.of() : storedOtherwise(connection, batch);
  }

  /** Another version than a row's can only be a newer one: the row has just been written. */
  private Set<Integer> storedOtherwise(Connection connection, RowBatch batch) throws SQLException {
    List<Column> key = rows.table().key();
    int[] places = key.stream().mapToInt(rows.table().columns()::indexOf).toArray();
    try (PreparedStatement query = connection.prepareStatement(rows.versions(batch.size()))) {
      int parameter = 1;
      for (RowBatch.Entry entry : batch.entries()) {
        for (int i = 0; i < places.length; i++) {
          Object part = values.value(entry.row().row(), places[i]);
          rows.table().dialect().bind(query, parameter++, key.get(i), part);
        }
      }
      try (ResultSet stored = query.executeQuery()) {
        return others(batch, stored);
      }
    }
  }

  /** The rows whose versions are not among these: a version is of one row of its partition. */
  private Set<Integer> others(RowBatch batch, ResultSet versions) throws SQLException {
    int parts = rows.version().size();
    Set<List<Long>> found = new HashSet<>();
    while (versions.next()) {
      List<Long> version = new ArrayList<>(parts);
      for (int part = 1; part <= parts; part++) {
        version.add(versions.getLong(part));
      }
      found.add(version);
    }
    return batch.entries().stream()
        .filter(entry -> !found.contains(rows.values(entry.row().version())))
        .map(RowBatch.Entry::index)
        .collect(Collectors.toSet());
  }
}
