package dev.rollcall.jdbc;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What differs between the databases. Threadsafe. */
sealed interface Dialect permits PostgresDialect, MysqlDialect {

  /** The dialect that a URL's scheme names. */
  static Optional<Dialect> of(String url) {
    if (url.startsWith("jdbc:postgresql:")) {
      return Optional.of(PostgresDialect.INSTANCE);
    }
    if (url.startsWith("jdbc:mariadb:")) {
      return Optional.of(MysqlDialect.MARIADB);
    }
    return url.startsWith("jdbc:mysql:") ? Optional.of(MysqlDialect.MYSQL) : Optional.empty();
  }

  /** In names and messages: {@code postgresql}. */
  String name();

  /** The driver's class. */
  String driver();

  /** The Maven artifact that brings it, for a message. */
  String driverArtifact();

  /** The URL as that driver takes it. */
  String driverUrl(String url);

  /** The driver's options for how long it waits to connect, to log in and for an answer. */
  Map<String, Long> timeouts(Duration connect, Duration login, Duration read);

  /** The logger in which the driver quotes what the server says of rows; empty if none does. */
  Optional<String> quotingLogger();

  /** The dialect of the actual server, by its product name; a MySQL URL may lead to MariaDB. */
  Dialect ofProduct(String product);

  /** Run once in each new connection. */
  String sessionSql();

  /** An identifier as it stands in a statement. */
  String quoted(String identifier);

  /** The type of a column in a table that is made. */
  String type(Column column);

  /** The type of a column of the key, which has these. */
  String keyType(Column column, List<Column> key);

  /** Why these columns cannot form a key, and the remedy; empty if they can. */
  Optional<String> keyProblem(List<Column> key);

  /** A plan's note on a key of these columns; empty if there is none. */
  Optional<String> keyNote(List<Column> key);

  /** The statement that gives a user all rights to a table. */
  default String grant(SqlTable table) {
    return "GRANT %s ON %s TO <user>;".formatted(String.join(", ", table.rights()), table.quoted());
  }

  /** The statement that lets a user make a table. */
  String grantToMake(SqlTable table);

  /**
   * Which of {@link SqlTable#rights} the user lacks; empty if the table is not there, as far as the
   * user may know.
   */
  Optional<List<String>> missingRights(Connection connection, SqlTable table) throws SQLException;

  /** Whether a table is seen by a user who has no right to it. */
  boolean seesForbiddenTables();

  /** The statement that widens a column to any number or text. */
  String widen(SqlTable table, String column);

  /** What adds a column; does nothing where it is there already, if the database can. */
  default String addColumn() {
    return "ADD COLUMN IF NOT EXISTS";
  }

  /** What follows the columns of a table that is made. */
  String tableOptions();

  /** The columns of a table; parameters are schema (or null) and table. */
  String columnsQuery();

  /** What a stored column must be to hold values of this one; empty if it can. */
  Optional<String> typeProblem(Column column, StoredColumn stored, boolean key);

  /**
   * The columns of each unique index that holds for all rows, in order: index, column; parameters
   * as of {@link #columnsQuery}.
   */
  String uniquesQuery();

  /**
   * Types of a user's column that can hold values of this type if each is checked, beside those of
   * {@link #typeProblem}.
   */
  List<String> checkedTypes(ColumnType of);

  /** The type of moments of which the column says the zone, or which is in UTC. */
  String momentType();

  /** The type of moments of which the column does not say the zone. */
  String localMomentType();

  /** The query for the server's largest packet in bytes; empty if there is no such limit. */
  Optional<String> packetQuery();

  /**
   * What follows an INSERT of whole rows, so that it replaces the same version and older ones.
   *
   * @param version the columns of the version, the weightiest first
   */
  String replaceOlder(SqlTable table, List<String> version);

  /**
   * Whether such an INSERT can return columns of the rows as it leaves them: of all that it has
   * written, perhaps of those that it left as they were, too.
   */
  boolean returnsRows();

  /** Whether such an INSERT counts the rows that it has written and no others. */
  boolean countsUpserts();

  /** How rows are sent as one array for each column; empty if only as single values. */
  Optional<PostgresArrays> arrays(SqlTable table, StoredTable stored);

  /** A key of text, quoted, as it stands in ORDER BY for the order of its bytes. */
  String byBytes(String key);

  /** What follows an INSERT, so that it does nothing if the key exists. */
  String orNothing(SqlTable table);

  /** Whether an INSERT that did nothing is sure to be counted as 0. */
  boolean countsInserts();

  /** Whether an upsert looks at the key's index only, not at other unique ones. */
  boolean upsertsByKeyOnly();

  /** The moment of a statement, in UTC where the type does not say it. */
  String now();

  /** A table's name as a value: the same for all spellings that are one table. */
  String nameValue(String table);

  /** Whether a database has schemas; without them, what stands before a table is a database. */
  boolean hasSchemas();

  /** The type of a column that numbers its rows. */
  String numberType();

  /**
   * Checks and converts a value for {@link #bind}.
   *
   * @throws DataException if this database cannot hold it
   */
  @Nullable Object checked(Column column, @Nullable Object value) throws DataException;

  /** A text with U+FFFD for each character that this database cannot hold. */
  String sanitized(String text);

  /** Sets a parameter, counted from 1, to a checked value. */
  void bind(PreparedStatement statement, int parameter, Column column, @Nullable Object checked)
      throws SQLException;
}
