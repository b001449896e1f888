package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Suggestions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A table that is read: its identity, its partition key, and the queries of its records.
 *
 * @param id the table's UUID, so that one that was made again is another source
 * @param partitionKey the columns of it, in order
 * @param select what stands before {@code WHERE}
 */
record ReadTable(String id, List<String> partitionKey, String select) {

  ReadTable {
    partitionKey = List.copyOf(partitionKey);
  }

  /**
   * As the server describes it now.
   *
   * @throws ConfigurationException if there is no such table or one of the columns is not in it
   */
  static ReadTable of(CqlSession session, CassandraTable table, String value, String time) {
    Row identity =
        session
            .execute(
                SimpleStatement.newInstance(
                    "SELECT id FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?",
                    table.keyspace(),
                    table.table()))
            .one();
    StoredTable stored = StoredTable.read(session, table.keyspace(), table.table()).orElse(null);
    if (identity == null || stored == null) {
      throw new ConfigurationException(table.name() + ": there is no such table");
    }
    require(table, stored.types(), value, "text");
    require(table, stored.types(), time, "timestamp");
    return new ReadTable(
        Objects.requireNonNull(identity.getUuid("id")).toString(),
        stored.partitionKey(),
        "SELECT %s, %s FROM %s.%s"
            .formatted(
                TableCql.quoted(value),
                TableCql.quoted(time),
                TableCql.quoted(table.keyspace()),
                TableCql.quoted(table.table())));
  }

  private static void require(
      CassandraTable table, Map<String, String> types, String column, String expected) {
    String type = types.get(column);
    if (!expected.equals(type)) {
      throw new ConfigurationException(
          "%s: column '%s': got %s, expected %s%s"
              .formatted(
                  table.name(),
                  column,
                  type == null ? "none of that name" : type,
                  expected,
                  type == null ? Suggestions.suggestion(column, types.keySet()) : ""));
    }
  }

  /** The query of one partition; a marker per column of its key. */
  String whereKey() {
    return select
        + partitionKey.stream()
            .map(column -> TableCql.quoted(column) + " = ?")
            .collect(Collectors.joining(" AND ", " WHERE ", ""));
  }

  /** The query of a range of tokens; markers for the start, not in it, and the end, in it. */
  String whereToken() {
    String token =
        partitionKey.stream()
            .map(TableCql::quoted)
            .collect(Collectors.joining(", ", "token(", ")"));
    return select + " WHERE " + token + " > ? AND " + token + " <= ?";
  }
}
