package dev.rollcall.jdbc;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** MySQL 8 and MariaDB 10.6, and later; both through MariaDB's driver. Threadsafe. */
final class MysqlDialect implements Dialect {

  static final MysqlDialect MARIADB = new MysqlDialect("mariadb", "utf8mb4_nopad_bin");
  static final MysqlDialect MYSQL = new MysqlDialect("mysql", "utf8mb4_0900_bin");

  private static final int NO_SUCH_TABLE = 1146;
  private static final int LAST_YEAR = 9_999;

  private static final String LOCK_AT_MOST = ", %1$s = LEAST(CAST(@@%1$s AS SIGNED), %2$d)";

  private final String name;
  private final MysqlTypes types;

  private MysqlDialect(String name, String collation) {
    this.name = name;
    this.types = new MysqlTypes(collation);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String driver() {
    return "org.mariadb.jdbc.Driver";
  }

  @Override
  public String driverArtifact() {
    return "org.mariadb.jdbc:mariadb-java-client";
  }

  @Override
  public String driverUrl(String url) {
    return url.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
  }

  /** The first holds for each answer of a login too. */
  @Override
  public Map<String, Long> timeouts(Duration connect, Duration login, Duration read) {
    return Map.of("connectTimeout", connect.toMillis(), "socketTimeout", read.toMillis());
  }

  @Override
  public Optional<String> quotingLogger() {
    return Boolean.getBoolean("mariadb.logging.disable")
        ? Optional.empty()
        : Optional.of("org.mariadb.jdbc.message.server.ErrorPacket");
  }

  @Override
  public Dialect ofProduct(String product) {
    return product.toLowerCase(Locale.ROOT).contains("mariadb") ? MARIADB : MYSQL;
  }

  /**
   * Sets the strict mode, without which values would be truncated, and lets a 0 be one where a
   * column numbers its rows.
   */
  @Override
  public String sessionSql() {
    return "SET SESSION sql_mode = 'TRADITIONAL,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00'"
        + Stream.of("innodb_lock_wait_timeout", "lock_wait_timeout")
            .map(name -> LOCK_AT_MOST.formatted(name, JdbcAddress.LOCK.toSeconds()))
            .collect(Collectors.joining());
  }

  @Override
  public String quoted(String identifier) {
    return '`' + identifier.replace("`", "``") + '`';
  }

  @Override
  public String type(Column column) {
    return types.of(column);
  }

  @Override
  public String keyType(Column column, List<Column> key) {
    return types.ofKey(column, key);
  }

  @Override
  public Optional<String> typeProblem(Column column, StoredColumn stored, boolean key) {
    return types.typeProblem(column, stored, key);
  }

  @Override
  public String widen(SqlTable table, String column) {
    return "ALTER TABLE %s MODIFY COLUMN %s %s;"
        .formatted(table.quoted(), quoted(column), types.widest(table.column(column)));
  }

  @Override
  public Optional<String> keyProblem(List<Column> key) {
    return MysqlKey.of(key).problem();
  }

  @Override
  public Optional<String> keyNote(List<Column> key) {
    return MysqlKey.of(key).note();
  }

  @Override
  public String grantToMake(SqlTable table) {
    return "GRANT CREATE, %s ON %s TO <user>;"
        .formatted(String.join(", ", table.rights()), table.quoted());
  }

  /** A table that the user has no right to is invisible. */
  @Override
  public Optional<List<String>> missingRights(Connection connection, SqlTable table)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT 1 FROM " + table.quoted() + " WHERE 1 = 0")) {
      query.executeQuery().close();
    } catch (SQLException failure) {
      if (JdbcErrors.isMissingRight(failure)) {
        return Optional.of(table.rights());
      }
      if (failure.getErrorCode() == NO_SUCH_TABLE) {
        return Optional.empty();
      }
      throw failure;
    }
    return Optional.of(List.of());
  }

  @Override
  public boolean seesForbiddenTables() {
    return false;
  }

  /** MySQL has no IF NOT EXISTS here. */
  @Override
  public String addColumn() {
    return this == MARIADB ? Dialect.super.addColumn() : "ADD COLUMN";
  }

  @Override
  public String tableOptions() {
    return " ENGINE=InnoDB";
  }

  @Override
  public String columnsQuery() {
    return "SELECT column_name, data_type, character_maximum_length, numeric_precision,"
        + " numeric_scale, datetime_precision, is_nullable, column_default IS NOT NULL"
        + " OR extra LIKE '%auto_increment%' OR extra LIKE '%GENERATED%', collation_name,"
        + " extra LIKE '%VIRTUAL GENERATED%' OR extra LIKE '%STORED GENERATED%',"
        // labels with backslashes are written with escapes
        + " IF(data_type = 'enum' AND LOCATE(CHAR(92), column_type) = 0, column_type, NULL)"
        + " FROM information_schema.columns"
        + " WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ?";
  }

  /** An index of a column's first characters takes keys that begin alike for one. */
  @Override
  public String uniquesQuery() {
    return "SELECT index_name, CONCAT(COALESCE(column_name, 'an expression'),"
        + " IF(sub_part IS NULL, '', CONCAT('(', sub_part, ')')))"
        + " FROM information_schema.statistics"
        + " WHERE table_schema = COALESCE(?, DATABASE()) AND table_name = ? AND non_unique = 0"
        + " ORDER BY index_name, seq_in_index";
  }

  @Override
  public List<String> checkedTypes(ColumnType of) {
    return switch (of) {
      case INT64 -> List.of("decimal");
      case STRING -> List.of("char", "tinytext", "enum", "uuid");
      case TIMESTAMP -> List.of("timestamp");
      default -> List.of();
    };
  }

  @Override
  public String momentType() {
    return "datetime";
  }

  /** In UTC if nothing is declared. */
  @Override
  public String localMomentType() {
    return "datetime";
  }

  @Override
  public Optional<String> packetQuery() {
    return Optional.of("SELECT @@max_allowed_packet");
  }

  /** MariaDB alone has RETURNING, and gives the rows that were left as they are, too. */
  @Override
  public boolean returnsRows() {
    return this == MARIADB;
  }

  @Override
  public boolean countsUpserts() {
    return false;
  }

  @Override
  public Optional<PostgresArrays> arrays(SqlTable table, StoredTable stored) {
    return Optional.empty();
  }

  /**
   * Assignments see the ones before them. So the version comes last, its least part first: where a
   * row is replaced, the parts that are ours already are equal, and equal parts replace; where it
   * is not, nothing has changed.
   */
  @Override
  public String replaceOlder(SqlTable table, List<String> version) {
    List<String> names = new ArrayList<>();
    for (Column column : table.columns()) {
      if (!table.isKey(column) && !version.contains(column.name())) {
        names.add(column.name());
      }
    }
    for (int i = version.size() - 1; i >= 0; i--) {
      names.add(version.get(i));
    }
    List<String> given = version.stream().map(part -> "VALUES(" + quoted(part) + ")").toList();
    String replaces = "(%s) <= (%s)".formatted(table.list(version, ""), String.join(", ", given));
    return " ON DUPLICATE KEY UPDATE "
        + String.join(
            ", ",
            names.stream()
                .map(this::quoted)
                .map(column -> "%1$s = IF(%2$s, VALUES(%1$s), %1$s)".formatted(column, replaces))
                .toList());
  }

  /** Keys already have a binary collation. */
  @Override
  public String byBytes(String key) {
    return key;
  }

  /** Not INSERT IGNORE, which turns errors into warnings. */
  @Override
  public String orNothing(SqlTable table) {
    String key = quoted(table.keyNames().get(0));
    return " ON DUPLICATE KEY UPDATE " + key + " = " + key;
  }

  /** A row that was found and not changed counts 0 or 1, as the driver is set. */
  @Override
  public boolean countsInserts() {
    return false;
  }

  @Override
  public boolean upsertsByKeyOnly() {
    return false;
  }

  @Override
  public String now() {
    return "UTC_TIMESTAMP(6)";
  }

  /** Of a server that does not distinguish cases, the lower one is stored. */
  @Override
  public String nameValue(String table) {
    String lower = table.toLowerCase(Locale.ROOT);
    return table.equals(lower)
        ? "'" + table + "'"
        : "IF(@@lower_case_table_names = 0, '%s', '%s')".formatted(table, lower);
  }

  @Override
  public boolean hasSchemas() {
    return false;
  }

  @Override
  public String numberType() {
    return "bigint AUTO_INCREMENT";
  }

  @Override
  public @Nullable Object checked(Column column, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (column.type()) {
      case STRING, JSON -> ValueChecks.wellFormed(column, (String) value, true);
      case DECIMAL -> {
        BigDecimal decimal = ValueChecks.unrounded(column, (BigDecimal) value);
        // a number of more digits would be rounded before it gets to its column
        yield MysqlTypes.isText(column) || decimal.precision() > MysqlTypes.MOST_DIGITS
            ? decimal.toPlainString()
            : decimal;
      }
      case TIMESTAMP -> ValueChecks.utc(column, (Instant) value, 1, LAST_YEAR).toLocalDateTime();
      case DATE -> {
        ValueChecks.yearWithin(column, ((LocalDate) value).getYear(), 1, LAST_YEAR);
        yield value;
      }
      case UUID -> value.toString();
      default -> value;
    };
  }

  @Override
  public String sanitized(String text) {
    return ValueChecks.sanitized(text, true);
  }

  @Override
  public void bind(
      PreparedStatement statement, int parameter, Column column, @Nullable Object checked)
      throws SQLException {
    if (checked == null) {
      statement.setNull(parameter, Types.NULL);
    } else {
      statement.setObject(parameter, checked);
    }
  }
}
