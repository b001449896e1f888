package dev.rollcall.jdbc;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a table, makes or evolves it if the target says so, and checks that it fits. Threadsafe.
 */
final class JdbcTableOpener {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcTableOpener.class);

  private JdbcTableOpener() {}

  /**
   * The stored table, created first if it does not exist and the target says so.
   *
   * @throws ConfigurationException if it does not exist, the user lacks a right, or it does not fit
   */
  static StoredTable open(Connection connection, String where, SqlTable table, TableChanges changes)
      throws SQLException {
    return open(connection, where, table, changes, stored -> stored.problems(table));
  }

  /** As {@link #open(Connection, String, SqlTable, TableChanges)}, with a check of the caller's. */
  static StoredTable open(
      Connection connection,
      String where,
      SqlTable table,
      TableChanges changes,
      Function<StoredTable, List<String>> check)
      throws SQLException {
    // in this order: a table that is made in between is found by the second
    Optional<List<String>> missing = table.dialect().missingRights(connection, table);
    Optional<StoredTable> stored = StoredTable.read(connection, table);
    if (stored.isEmpty()
        && changes.create()
        && (missing.isEmpty() || !table.dialect().seesForbiddenTables())) {
      create(connection, where, table);
      stored = StoredTable.read(connection, table);
      missing = table.dialect().missingRights(connection, table);
    }
    if (missing.isPresent() && !missing.get().isEmpty()) {
      throw forbidden(where, missing.get(), table);
    }
    StoredTable found = stored.orElseThrow(() -> absent(connection, where, table));
    List<String> problems = check.apply(found);
    if (changes.evolve() && areMended(problems, found, table)) {
      found = evolved(connection, where, table, found);
      problems = check.apply(found);
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(where, problems);
    }
    return found;
  }

  /** Whether all that is wrong is columns that can be added; else nothing is. */
  private static boolean areMended(List<String> problems, StoredTable found, SqlTable table) {
    return found.addable(table).stream()
        .map(column -> found.missing(table, column))
        .toList()
        .containsAll(problems);
  }

  /** Of several that add columns at once, one may be told that they are there; the table counts. */
  private static StoredTable evolved(
      Connection connection, String where, SqlTable table, StoredTable found) throws SQLException {
    StoredTable now = found;
    List<Column> missing = now.addable(table);
    while (!missing.isEmpty()) {
      SQLException failure = added(connection, table, missing);
      now = StoredTable.read(connection, table).orElseThrow(() -> absent(connection, where, table));
      List<Column> left = now.addable(table);
      if (failure == null) {
        LOG.info("{}: columns added, as evolve() says: {}", where, missing);
        return now;
      }
      if (left.size() == missing.size()) {
        if (JdbcErrors.isMissingRight(failure)) {
          throw new ConfigurationException(
              "%s: the table lacks columns, and the user may not add them as evolve() says; let its owner run: %s"
                  .formatted(where, table.addColumns(missing)));
        }
        throw failure;
      }
      missing = left;
    }
    return now;
  }

  private static @Nullable SQLException added(
      Connection connection, SqlTable table, List<Column> columns) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(table.addColumns(columns).replaceFirst(";$", ""));
      return null;
    } catch (SQLException failure) {
      return failure;
    }
  }

  private static ConfigurationException forbidden(
      String where, List<String> missing, SqlTable table) {
    return new ConfigurationException(
        "%s: the user lacks %s%s; grant it: %s"
            .formatted(
                where,
                String.join(", ", missing),
                table.dialect().seesForbiddenTables() ? "" : ", or the table is not there",
                table.dialect().grant(table)));
  }

  private static ConfigurationException absent(
      Connection connection, String where, SqlTable table) {
    return new ConfigurationException(
        "%s: got no such table%s, expected one; add .autoCreate(), or make it with:%n%s"
            .formatted(where, schema(connection, table), table.ddl()));
  }

  /** Without a right to any schema of the search path, no table is visible. */
  private static String schema(Connection connection, SqlTable table) {
    try {
      return table.dialect().hasSchemas()
              && table.schemaPart() == null
              && connection.getSchema() == null
          ? " (no schema of the search path is there and open to the user)"
          : "";
    } catch (SQLException unknown) {
      return "";
    }
  }

  /** Of several that create it at once, one may lose the race; the table exists then. */
  private static void create(Connection connection, String where, SqlTable table)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(table.ddl().replaceFirst(";$", ""));
      LOG.info("{}: made, as autoCreate() says", where);
    } catch (SQLException failure) {
      if (!StoredTable.read(connection, table).isEmpty()) {
        return;
      }
      if (JdbcErrors.isMissingRight(failure)) {
        throw new ConfigurationException(
            "%s: the table is not there and the user may not make it; grant that: %s, or make it with:%n%s"
                .formatted(where, table.dialect().grantToMake(table), table.ddl()));
      }
      throw failure;
    }
  }
}
