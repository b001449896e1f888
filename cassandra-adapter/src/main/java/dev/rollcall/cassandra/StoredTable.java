package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A table as the server describes it now. Threadsafe.
 *
 * @param types the CQL type of each column
 * @param statics the columns that have one value for all rows of a partition
 * @param dropped the columns that were dropped once, whether or not they are there again
 * @param partitionKey its columns, in order
 * @param primaryKey those, then the clustering columns
 */
record StoredTable(
    Map<String, String> types,
    Set<String> statics,
    Set<String> dropped,
    List<String> partitionKey,
    List<String> primaryKey) {

  private static final String COLUMNS =
      "SELECT column_name, kind, position, type FROM system_schema.columns"
          + " WHERE keyspace_name = ? AND table_name = ?";

  private static final String DROPPED =
      "SELECT column_name FROM system_schema.dropped_columns"
          + " WHERE keyspace_name = ? AND table_name = ?";

  private static final String PARTITION = "partition_key";

  StoredTable {
    types = Map.copyOf(types);
    statics = Set.copyOf(statics);
    dropped = Set.copyOf(dropped);
    partitionKey = List.copyOf(partitionKey);
    primaryKey = List.copyOf(primaryKey);
  }

  /**
   * Queries the server instead of the driver's metadata, which may lag behind or be switched off.
   */
  static Optional<StoredTable> read(CqlSession session, String keyspace, String table) {
    Map<String, String> types = new TreeMap<>();
    Set<String> statics = new HashSet<>();
    List<Row> keys = new ArrayList<>();
    for (Row row : rows(session, COLUMNS, keyspace, table)) {
      types.put(row.getString("column_name"), row.getString("type"));
      if ("static".equals(row.getString("kind"))) {
        statics.add(row.getString("column_name"));
      }
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
                statics,
                Set.copyOf(names(rows(session, DROPPED, keyspace, table).stream())),
                names(keys.stream().filter(row -> PARTITION.equals(row.getString("kind")))),
                names(keys.stream())));
  }

  private static List<Row> rows(CqlSession session, String cql, String keyspace, String table) {
    return session
        .execute(SimpleStatement.newInstance(cql, keyspace, table).setIdempotent(true))
        .all();
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
    for (Column column : missing(schema, cql)) {
      problems.add(missing(column, cql));
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
      return key ? Optional.of(absent(column) + "; it is of the key") : Optional.empty();
    }
    if (statics.contains(column.name())) {
      return Optional.of(
          "column '%s' is static in the table: rows of one partition would overwrite each other's value, whatever their versions; name it otherwise, or name another table"
              .formatted(column.name()));
    }
    List<String> expected = CqlTypeMappings.types(column.type(), key);
    return expected.contains(type)
        ? Optional.empty()
        : Optional.of(
            "column '%s' (%s): the table's type is %s, expected one of %s"
                .formatted(column.name(), column.type(), type, String.join(", ", expected)));
  }

  /** The columns that are not there and can be added. */
  List<Column> missing(Schema schema, TableCql cql) {
    return cql.addable(schema).stream()
        .filter(column -> !types.containsKey(column.name()))
        .toList();
  }

  /**
   * The problem of such a column. Cassandra hides the cells of a column that are older than when it
   * was dropped, also if they are written when it is there again; here a cell is as old as its
   * record.
   */
  String missing(Column column, TableCql cql) {
    return dropped.contains(column.name())
        ? absent(column)
            + "; it was dropped, and Cassandra would hide what is written to it of records from before that: give it another name, or name another table"
        : absent(column) + "; say evolve(), or add it with: " + cql.addColumns(List.of(column));
  }

  private String absent(Column column) {
    return "column '%s' is not in the table%s"
        .formatted(column.name(), Texts.didYouMean(column.name(), types.keySet()));
  }

  /** The columns of the schema that were dropped once and are there again. */
  List<String> addedAgain(Schema schema) {
    return schema.names().stream().filter(dropped::contains).filter(types::containsKey).toList();
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
