package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Texts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A table that a batch reads: its identity, its partition key and the queries.
 *
 * @param id the table's UUID: a table that was dropped and created again is another source
 * @param partitionKey its columns, in order
 * @param select the query up to {@code WHERE}
 */
record SourceTable(String id, List<String> partitionKey, String select) {

  SourceTable {
    partitionKey = List.copyOf(partitionKey);
  }

  /**
   * Reads the table's definition from the server.
   *
   * @throws ConfigurationException if there is no such table or one of the columns is not in it
   */
  static SourceTable of(CqlSession session, CassandraTable table, String value, String time) {
    Row identity =
        session
            .execute(
                SimpleStatement.newInstance(
                    "SELECT id FROM system_schema.tables WHERE keyspace_name = ? AND table_name ="
                        + " ?",
                    table.keyspace(),
                    table.table()))
            .one();
    StoredTable stored = StoredTable.read(session, table.keyspace(), table.table()).orElse(null);
    if (identity == null || stored == null) {
      throw new ConfigurationException(table.name() + ": there is no such table");
    }
    require(table, stored.types(), value, "text");
    require(table, stored.types(), time, "timestamp");
    return new SourceTable(
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
                  type == null ? Texts.didYouMean(column, types.keySet()) : ""));
    }
  }

  /** The query of one partition, with a marker for each column of its key. */
  String whereKey() {
    return select
        + partitionKey.stream()
            .map(column -> TableCql.quoted(column) + " = ?")
            .collect(Collectors.joining(" AND ", " WHERE ", ""));
  }

  /**
   * The query of a range of tokens, with markers for its start (exclusive) and its end (inclusive).
   */
  String whereToken() {
    String token =
        partitionKey.stream()
            .map(TableCql::quoted)
            .collect(Collectors.joining(", ", "token(", ")"));
    return select + " WHERE " + token + " > ? AND " + token + " <= ?";
  }
}
