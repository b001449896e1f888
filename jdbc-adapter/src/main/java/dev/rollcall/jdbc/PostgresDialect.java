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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 12 and later. Threadsafe. */
final class PostgresDialect implements Dialect {

  static final PostgresDialect INSTANCE = new PostgresDialect();

  /** The most columns of an index. */
  private static final int KEY_PARTS = 32;

  private static final int FIRST_YEAR = -4711;
  private static final int LAST_YEAR = 294_275;

  /** Characters of a UUID as text, which the server writes in lower case. */
  private static final int UUID_LENGTH = 36;

  private PostgresDialect() {}

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String driver() {
    return "org.postgresql.Driver";
  }

  @Override
  public String driverArtifact() {
    return "org.postgresql:postgresql";
  }

  @Override
  public String driverUrl(String url) {
    return url;
  }

  @Override
  public Map<String, Long> timeouts(Duration connect, Duration login, Duration read) {
    return Map.of(
        "connectTimeout", connect.toSeconds(),
        "loginTimeout", login.toSeconds(),
        "socketTimeout", read.toSeconds());
  }

  @Override
  public Optional<String> quotingLogger() {
    return Optional.empty();
  }

  @Override
  public Dialect ofProduct(String product) {
    return this;
  }

  /** Makes acknowledged writes durable; a server that waits for replicas too keeps doing so. */
  @Override
  public String sessionSql() {
    return "SELECT set_config(name, wanted, false) FROM (VALUES"
        + " ('synchronous_commit', 'off', 'on'),"
        + " ('lock_timeout', '0', '%ds')".formatted(JdbcAddress.LOCK.toSeconds())
        + ") AS setting(name, unwanted, wanted) WHERE current_setting(name) = unwanted";
  }

  @Override
  public String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public String type(Column column) {
    return switch (column.type()) {
      case BOOLEAN -> "boolean";
      case INT64 -> "bigint";
      case FLOAT64 -> "double precision";
      case DECIMAL -> "numeric(" + column.precision() + "," + column.scale() + ")";
      case STRING -> "text";
      case TIMESTAMP -> "timestamptz";
      case DATE -> "date";
      case UUID -> "uuid";
      case JSON -> "json";
      case BYTES -> "bytea";
    };
  }

  @Override
  public String keyType(Column column, List<Column> key) {
    return type(column);
  }

  @Override
  public Optional<String> keyProblem(List<Column> key) {
    return key.size() <= KEY_PARTS
        ? Optional.empty()
        : Optional.of(
            "the key has %d columns, an index of PostgreSQL takes %d; take fewer"
                .formatted(key.size(), KEY_PARTS));
  }

  @Override
  public Optional<String> keyNote(List<Column> key) {
    return Optional.empty();
  }

  @Override
  public String grant(SqlTable table) {
    String schema = table.schemaPart();
    return (schema == null ? "" : "GRANT USAGE ON SCHEMA " + quoted(schema) + " TO <user>; ")
        + Dialect.super.grant(table);
  }

  @Override
  public String grantToMake(SqlTable table) {
    String schema = table.schemaPart();
    return "GRANT USAGE, CREATE ON SCHEMA %s TO <user>;"
        .formatted(schema == null ? "<schema>" : quoted(schema));
  }

  @Override
  public Optional<List<String>> missingRights(Connection connection, SqlTable table)
      throws SQLException {
    return PostgresRights.missing(connection, table);
  }

  @Override
  public boolean seesForbiddenTables() {
    return true;
  }

  @Override
  public String widen(SqlTable table, String column) {
    return "ALTER TABLE %s ALTER COLUMN %s TYPE %s;"
        .formatted(
            table.quoted(),
            quoted(column),
            table.column(column).type() == ColumnType.DECIMAL
                ? "numeric"
                : type(table.column(column)));
  }

  @Override
  public String tableOptions() {
    return "";
  }

  /** The server describes a negative scale as 2,048 more. */
  @Override
  public String columnsQuery() {
    return "SELECT column_name, CASE WHEN labels IS NULL THEN udt_name ELSE 'enum' END, character_maximum_length, numeric_precision,"
        + " CASE WHEN numeric_scale > 1000 THEN numeric_scale - 2048 ELSE numeric_scale END,"
        + " datetime_precision, is_nullable, column_default IS NOT NULL"
        + " OR is_identity = 'YES' OR is_generated = 'ALWAYS', collation_name,"
        + " is_generated = 'ALWAYS' OR COALESCE(identity_generation, '') = 'ALWAYS', labels"
        + " FROM information_schema.columns LEFT JOIN LATERAL (SELECT"
        + " string_agg('''' || replace(enumlabel, '''', '''''') || '''', ',' ORDER BY enumsortorder)"
        + " FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid"
        + " JOIN pg_namespace ON pg_namespace.oid = typnamespace"
        + " WHERE nspname = udt_schema AND typname = udt_name) AS enum(labels) ON true"
        + " WHERE table_schema = COALESCE(CAST(? AS text), current_schema()) AND table_name = ?";
  }

  /** An upsert cannot use a deferrable index; a collation may take different texts for equal. */
  @Override
  public String uniquesQuery() {
    return "SELECT i.indexrelid, CASE WHEN k.attnum = 0"
        + " THEN pg_get_indexdef(i.indexrelid, CAST(k.place AS int), true) ELSE a.attname"
        + " || CASE WHEN i.indimmediate THEN '' ELSE ' DEFERRABLE' END"
        + " || CASE WHEN o.collisdeterministic THEN '' ELSE COALESCE(' COLLATE ' || o.collname, '') END"
        + " END FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        + " JOIN pg_namespace n ON n.oid = c.relnamespace"
        + " CROSS JOIN LATERAL unnest(i.indkey::int2[], i.indcollation::oid[])"
        + " WITH ORDINALITY AS k(attnum, coll, place)"
        + " LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum"
        + " LEFT JOIN pg_collation o ON o.oid = k.coll"
        + " WHERE n.nspname = COALESCE(CAST(? AS text), current_schema()) AND c.relname = ?"
        + " AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND k.place <= i.indnkeyatts"
        + " ORDER BY i.indexrelid, k.place";
  }

  @Override
  public List<String> checkedTypes(ColumnType of) {
    return switch (of) {
      case STRING -> List.of("bpchar", "citext", "enum", "uuid");
      case TIMESTAMP -> List.of("timestamp");
      case UUID -> List.of("bpchar");
      default -> List.of();
    };
  }

  @Override
  public String momentType() {
    return "timestamptz";
  }

  @Override
  public String localMomentType() {
    return "timestamp";
  }

  private static List<String> fitting(Column column) {
    return switch (column.type()) {
      case BOOLEAN -> List.of("bool");
      case INT64 -> List.of("int8", "int4", "int2", "numeric");
      case FLOAT64 -> List.of("float8");
      case DECIMAL -> List.of("numeric");
      case STRING -> List.of("text", "varchar");
      case TIMESTAMP -> List.of("timestamptz");
      case DATE -> List.of("date");
      case UUID -> List.of("uuid", "text", "varchar");
      case JSON -> List.of("json", "jsonb", "text");
      case BYTES -> List.of("bytea");
    };
  }

  @Override
  public Optional<String> typeProblem(Column column, StoredColumn stored, boolean key) {
    if (!fitting(column).contains(stored.type())) {
      return Optional.of(
          "one of "
              + String.join(", ", fitting(column))
              + (stored.type().equals("float4")
                  ? ", for real keeps 24 bits of a number: hardly any would be stored as it is"
                  : ""));
    }
    if (column.type() == ColumnType.UUID && stored.length() >= 0 && stored.length() < UUID_LENGTH) {
      return Optional.of("uuid, text or varchar(%d)".formatted(UUID_LENGTH));
    }
    if (column.type() == ColumnType.DECIMAL
        && stored.scale() >= 0
        && stored.scale() < column.scale()) {
      return Optional.of("numeric with a scale of at least " + column.scale());
    }
    if (stored.type().equals("numeric") && stored.precision() >= 0 && stored.scale() < 0) {
      return Optional.of("numeric without a negative scale, or values would be rounded");
    }
    return column.type() == ColumnType.TIMESTAMP && stored.fraction() < 3
        ? Optional.of("timestamptz(3) at least, or values would be rounded")
        : Optional.empty();
  }

  @Override
  public Optional<String> packetQuery() {
    return Optional.empty();
  }

  /** The count of an upsert tells whether there is anything to ask. */
  @Override
  public boolean returnsRows() {
    return false;
  }

  @Override
  public boolean countsUpserts() {
    return true;
  }

  @Override
  public Optional<PostgresArrays> arrays(SqlTable table, StoredTable stored) {
    return PostgresArrays.of(table, stored);
  }

  @Override
  public String replaceOlder(SqlTable table, List<String> version) {
    String assignments =
        table.columns().stream()
            .filter(column -> !table.isKey(column))
            .map(column -> quoted(column.name()))
            .map(name -> name + " = EXCLUDED." + name)
            .collect(Collectors.joining(", "));
    return " ON CONFLICT (%s) DO UPDATE SET %s WHERE (%s) <= (%s)"
        .formatted(
            table.list(table.keyNames(), ""),
            assignments,
            table.list(version, quoted(table.tablePart()) + "."),
            table.list(version, "EXCLUDED."));
  }

  @Override
  public String byBytes(String key) {
    return key + " COLLATE \"C\"";
  }

  @Override
  public String orNothing(SqlTable table) {
    return " ON CONFLICT (" + table.list(table.keyNames(), "") + ") DO NOTHING";
  }

  @Override
  public boolean countsInserts() {
    return true;
  }

  @Override
  public boolean upsertsByKeyOnly() {
    return true;
  }

  @Override
  public String now() {
    return "CURRENT_TIMESTAMP";
  }

  @Override
  public String nameValue(String table) {
    return "'" + table + "'";
  }

  @Override
  public boolean hasSchemas() {
    return true;
  }

  @Override
  public String numberType() {
    return "bigint GENERATED BY DEFAULT AS IDENTITY";
  }

  @Override
  public @Nullable Object checked(Column column, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (column.type()) {
      case STRING, JSON -> ValueChecks.wellFormed(column, (String) value, false);
      case DECIMAL -> ValueChecks.unrounded(column, (BigDecimal) value);
      case TIMESTAMP -> ValueChecks.utc(column, (Instant) value, FIRST_YEAR, LAST_YEAR);
      case DATE -> {
        ValueChecks.yearWithin(column, ((LocalDate) value).getYear(), FIRST_YEAR, LAST_YEAR);
        yield value;
      }
      default -> value;
    };
  }

  @Override
  public String sanitized(String text) {
    return ValueChecks.sanitized(text, false);
  }

  @Override
  public void bind(
      PreparedStatement statement, int parameter, Column column, @Nullable Object checked)
      throws SQLException {
    if (checked == null) {
      statement.setNull(parameter, Types.NULL); // of the type that the column has
    } else if (checked instanceof String) {
      statement.setObject(parameter, checked, Types.OTHER); // text, json, uuid, an enum
    } else {
      statement.setObject(parameter, checked);
    }
  }
}
