package dev.rollcall.jdbc;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that write one table, of rows or of an aggregation: some rows of a table that all
 * tables of a schema share, in that schema. A stored format. Threadsafe.
 *
 * <p>Of two workers that enter a definition at once, one finds that the other was faster: an entry
 * is replaced only where its version and details are those that were read.
 */
final class JdbcDefinitions implements DefinitionRegistry {

  private static final Column TARGET = Column.of("target", ColumnType.STRING);
  private static final Column PIPELINE = Column.of("pipeline", ColumnType.STRING);
  private static final Column VERSION = Column.of("version", ColumnType.INT64);
  private static final Column SINCE = Column.of("since", ColumnType.TIMESTAMP);
  private static final Column DETAILS = Column.of("details", ColumnType.STRING);

  private final String where;
  private final SqlTable table;
  private final SqlTable rows;
  private final JdbcConnections connections;

  private JdbcDefinitions(String where, SqlTable rows, JdbcConnections connections) {
    this.where = where;
    this.table = beside(rows);
    this.rows = rows;
    this.connections = connections;
  }

  /** The table of definitions in the schema of a table of rows. */
  static SqlTable beside(SqlTable rows) {
    String schema = rows.schemaPart();
    return SqlTable.keyed(
        rows.dialect(),
        schema == null ? NAME : schema + "." + NAME,
        List.of(TARGET, PIPELINE, VERSION, SINCE, DETAILS),
        List.of(TARGET, PIPELINE),
        Set.of(VERSION.name(), SINCE.name(), DETAILS.name()));
  }

  /** Whether a table of this name, with or without its schema, would be this one. */
  static boolean isNameOf(String table) {
    return table.substring(table.lastIndexOf('.') + 1).equalsIgnoreCase(NAME);
  }

  /** The statement that enters who wrote a table: the highest version that its rows have. */
  static String enterWriter(SqlTable rows, String pipeline) {
    Dialect dialect = rows.dialect();
    SqlTable table = beside(rows);
    return "INSERT INTO %s (%s) SELECT %s, '%s', COALESCE(MAX(%s), 1), %s, '' FROM %s;"
        .formatted(
            table.quoted(),
            table.list(table.names(), ""),
            dialect.nameValue(rows.tablePart()),
            pipeline.replace("'", "''"),
            dialect.quoted(RowTable.DEFINITION),
            dialect.now(),
            rows.quoted());
  }

  /**
   * The definitions of a table, which is there and fits.
   *
   * @throws ConfigurationException if the table of definitions is missing, does not fit or is
   *     closed to the user
   */
  static JdbcDefinitions open(SqlTable rows, JdbcConnections connections, TableChanges changes)
      throws SQLException {
    SqlTable table = beside(rows);
    String where =
        "%s:%s (which says who writes %s)"
            .formatted(rows.dialect().name(), table.name(), rows.name());
    connections.run(where, connection -> JdbcTableOpener.open(connection, where, table, changes));
    return new JdbcDefinitions(where, rows, connections);
  }

  /** Refuses rows that no entry tells of too, and says what to do about entries without rows. */
  @Override
  public Optional<Entry> require(RowTarget target, Entry ours) {
    if (entries().isEmpty()
        && hasRows()
        && entries().isEmpty()) { // a moment ago another worker had not entered itself
      throw new ConfigurationException(
          "%s: got rows and no entry in %s, expected the definition that wrote them; enter it, with another name of the pipeline if it was another:%n%s"
              .formatted(target.name(), table.name(), enterWriter(rows, ours.pipeline())));
    }
    try {
      return DefinitionRegistry.super.require(target, ours);
    } catch (ConfigurationException refused) {
      throw hasRows()
          ? refused
          : new ConfigurationException(refused.getMessage() + afterEmptying());
    }
  }

  /** Who emptied a table or made it anew would look for the cause in vain. */
  private String afterEmptying() {
    return "; the table has no rows: if you emptied it or made it anew, and nothing else writes it, run DELETE FROM %s WHERE %s = %s;"
        .formatted(table.quoted(), name(TARGET), target());
  }

  private boolean hasRows() {
    String sql = "SELECT 1 FROM %s LIMIT 1".formatted(rows.quoted());
    return call(
        rows,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql);
              ResultSet row = query.executeQuery()) {
            return row.next();
          }
        });
  }

  @Override
  public List<Entry> entries() {
    String sql =
        "SELECT %s FROM %s WHERE %s = %s ORDER BY 1"
            .formatted(
                table.list(List.of(PIPELINE.name(), VERSION.name(), DETAILS.name()), ""),
                table.quoted(),
                name(TARGET),
                target());
    return call(
        table,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(sql);
              ResultSet found = query.executeQuery()) {
            List<Entry> entries = new ArrayList<>();
            while (found.next()) {
              entries.add(new Entry(found.getString(1), found.getInt(2), found.getString(3)));
            }
            return entries;
          }
        });
  }

  @Override
  public boolean replace(@Nullable Entry stored, Entry entry) {
    if (stored != null) {
      return update(stored, entry) == 1;
    }
    insert(entry);
    return entries().contains(entry);
  }

  private int update(Entry stored, Entry entry) {
    String sql =
        "UPDATE %s SET %s = ?, %s = ?, %s = %s WHERE %s = %s AND %s = ? AND %s = ? AND %s = ?"
            .formatted(
                table.quoted(),
                name(VERSION),
                name(DETAILS),
                name(SINCE),
                table.dialect().now(),
                name(TARGET),
                target(),
                name(PIPELINE),
                name(VERSION),
                name(DETAILS));
    return call(
        table,
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, entry.version());
            update.setString(2, entry.details());
            update.setString(3, stored.pipeline());
            update.setLong(4, stored.version());
            update.setString(5, stored.details());
            return update.executeUpdate();
          }
        });
  }

  /** Does nothing if the pipeline has an entry; whether it had, not every database says. */
  private void insert(Entry entry) {
    String sql =
        "INSERT INTO %s (%s) VALUES (%s, ?, ?, %s, ?)%s"
            .formatted(
                table.quoted(),
                table.list(table.names(), ""),
                target(),
                table.dialect().now(),
                table.dialect().orNothing(table));
    call(
        table,
        connection -> {
          try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, entry.pipeline());
            insert.setLong(2, entry.version());
            insert.setString(3, entry.details());
            return insert.executeUpdate();
          }
        });
  }

  private <T> T call(SqlTable of, JdbcConnections.Work<T> work) {
    try {
      return connections.run(where, work);
    } catch (SQLException failure) {
      throw JdbcErrors.ofSetup(where, failure, of);
    }
  }

  private String target() {
    return table.dialect().nameValue(rows.tablePart());
  }

  private String name(Column column) {
    return table.dialect().quoted(column.name());
  }
}
