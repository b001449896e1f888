package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A table as the server describes it now. Threadsafe.
 *
 * @param types the CQL type of each column
 * @param partitionKey its columns, in order
 * @param primaryKey those, then the clustering columns
 */
record StoredTable(Map<String, String> types, List<String> partitionKey, List<String> primaryKey) {

  private static final String COLUMNS =
      "SELECT column_name, kind, position, type FROM system_schema.columns"
          + " WHERE keyspace_name = ? AND table_name = ?";

  private static final String PARTITION = "partition_key";

  StoredTable {
    types = Map.copyOf(types);
    partitionKey = List.copyOf(partitionKey);
    primaryKey = List.copyOf(primaryKey);
  }

  /**
   * Queries the server instead of the driver's metadata, which may lag behind or be switched off.
   */
  static Optional<StoredTable> read(CqlSession session, String keyspace, String table) {
    Map<String, String> types = new TreeMap<>();
    List<Row> keys = new ArrayList<>();
    SimpleStatement query =
        SimpleStatement.newInstance(COLUMNS, keyspace, table).setIdempotent(true);
    for (Row row : session.execute(query)) {
      types.put(row.getString("column_name"), row.getString("type"));
      if (row.getInt("position") >= 0) {
        keys.add(row);
      }
    }
    // PARTITION is to come before "clustering"
    keys.sort(
        Comparator.<Row, String>comparing(row -> row.getString("kind"))
            .reversed()
            .thenComparing(row -> row.getInt("position")));
    return types.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StoredTable(
                types,
                names(keys.stream().filter(row -> PARTITION.equals(row.getString("kind")))),
                names(keys.stream())));
  }

  private static List<String> names(Stream<Row> columns) {
    return columns.map(row -> row.getString("column_name")).toList();
  }

  /** Lists why rows of this schema cannot be stored in this table; empty if they can. */
  List<String> problems(Schema schema, TableCql cql) {
    List<String> problems = new ArrayList<>();
    List<String> wanted = cql.primaryKey(schema);
    for (Column column : schema.columns()) {
      problem(column, wanted.contains(column.name()), cql).ifPresent(problems::add);
    }
    List<String> partition = cql.partitionKey(schema);
    if (!primaryKey.equals(wanted) || !partitionKey.equals(partition)) {
      problems.add(
          "the table's primary key is (%s), expected (%s), the key of the rows%s; %s"
              .formatted(
                  TableCql.keyText(partitionKey, primaryKey),
                  TableCql.keyText(partition, wanted),
                  wanted.equals(schema.keyNames()) ? "" : " behind the columns of partitionedBy",
                  remedy(schema)));
    }
    return problems;
  }

  /** Suggests partitionedBy if only the partition key differs. */
  private String remedy(Schema schema) {
    List<String> rest = new ArrayList<>(schema.keyNames());
    rest.removeAll(partitionKey);
    return primaryKey.subList(partitionKey.size(), primaryKey.size()).equals(rest)
            && schema.names().containsAll(partitionKey)
        ? "say partitionedBy(\"%s\"), or name another table"
            .formatted(String.join("\", \"", partitionKey))
        : "name another table";
  }

  private Optional<String> problem(Column column, boolean key, TableCql cql) {
    String type = types.get(column.name());
    if (type == null) {
      return Optional.of(
          "column '%s' is not in the table%s; add it with: %s"
              .formatted(
                  column.name(),
                  Texts.didYouMean(column.name(), types.keySet()),
                  cql.addColumn(column)));
    }
    List<String> expected = CqlTypeMappings.types(column.type(), key);
    return expected.contains(type)
        ? Optional.empty()
        : Optional.of(
            "column '%s' (%s): the table's type is %s, expected one of %s"
                .formatted(column.name(), column.type(), type, String.join(", ", expected)));
  }

  /** The type mappings of a schema without {@link #problems}, in its order. */
  List<CqlTypeMapping> mappings(Schema schema) {
    return schema.columns().stream()
        .map(
            column ->
                CqlTypeMappings.find(column.type(), types.getOrDefault(column.name(), ""))
                    .orElseThrow())
        .toList();
  }

  /** Whether rows of this schema are stored in the other table as in this one. */
  boolean sameFor(Schema schema, StoredTable other) {
    return primaryKey.equals(other.primaryKey)
        && partitionKey.equals(other.partitionKey)
        && schema.names().stream()
            .allMatch(name -> String.valueOf(types.get(name)).equals(other.types.get(name)));
  }
}
