package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Texts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The CQL of one table; identifiers are quoted only where CQL needs it. Threadsafe.
 *
 * @param keyspace as stored, without quotes
 * @param table as stored, without quotes
 * @param options types of columns, replication, time to live
 */
record TableCql(String keyspace, String table, TableOptions options) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,48}");

  /** Lists names and types that are not valid in CQL. */
  List<String> problems(Schema schema) {
    List<String> problems = new ArrayList<>();
    for (String name : List.of(keyspace, table)) {
      if (!NAME.matcher(name).matches()) {
        problems.add("name: got '" + name + "', expected 1 to 48 letters, digits and underscores");
      }
    }
    if (table.equals(DefinitionRegistry.NAME)) {
      problems.add("name: got '" + table + "', which is Rollcall's own; name another table");
    }
    options.columnTypes().forEach((column, type) -> problem(schema, column, type, problems));
    for (String name : Set.copyOf(options.partition())) {
      if (schema.find(name).isEmpty()) {
        problems.add(
            "partitionedBy: no column '" + name + "'" + Texts.didYouMean(name, schema.names()));
      } else if (Collections.frequency(options.partition(), name) > 1) {
        problems.add("partitionedBy: '" + name + "' is named twice");
      }
    }
    return problems;
  }

  /** The columns that say where a row is stored: of partitionedBy, else the whole key. */
  List<String> partitionKey(Schema schema) {
    return options.partition().isEmpty() ? schema.keyNames() : options.partition();
  }

  /** Partition columns, then clustering columns: what is left of the key, in its order. */
  List<String> primaryKey(Schema schema) {
    List<String> names = new ArrayList<>(partitionKey(schema));
    schema.keyNames().stream().filter(name -> !names.contains(name)).forEach(names::add);
    return names;
  }

  private void problem(Schema schema, String name, String type, List<String> problems) {
    Optional<Column> column = schema.find(name).map(schema::column);
    if (column.isEmpty()) {
      problems.add("columnType: no column '" + name + "'" + Texts.didYouMean(name, schema.names()));
      return;
    }
    ColumnType from = column.get().type();
    Optional<CqlTypeMapping> cell = CqlTypeMappings.find(from, type);
    boolean key = primaryKey(schema).contains(name);
    if (cell.isEmpty() || (key && cell.get().lossy())) {
      problems.add(
          "columnType: column '%s' (%s): got '%s', expected one of %s"
              .formatted(name, from, type, String.join(", ", CqlTypeMappings.types(from, key))));
    }
  }

  String createKeyspace() {
    return "CREATE KEYSPACE IF NOT EXISTS %s WITH replication = {'class': 'NetworkTopologyStrategy', 'replication_factor': %d};"
        .formatted(quoted(keyspace), options.replicationFactor());
  }

  String createTable(Schema schema) {
    String columns =
        schema.columns().stream()
            .map(column -> "  " + definition(column) + ",\n")
            .collect(Collectors.joining());
    return "CREATE TABLE IF NOT EXISTS %s (\n%s  PRIMARY KEY (%s)\n);"
        .formatted(
            qualified(),
            columns,
            keyText(
                partitionKey(schema).stream().map(TableCql::quoted).toList(),
                primaryKey(schema).stream().map(TableCql::quoted).toList()));
  }

  /** A primary key as it stands in CQL: {@code (day, bucket), order_id, line_no}. */
  static String keyText(List<String> partitionKey, List<String> primaryKey) {
    if (primaryKey.size() == 1) {
      return primaryKey.get(0);
    }
    List<String> parts = new ArrayList<>();
    parts.add("(" + String.join(", ", partitionKey) + ")");
    parts.addAll(primaryKey.subList(partitionKey.size(), primaryKey.size()));
    return String.join(", ", parts);
  }

  /** The columns that can be added to a table: all but those of its primary key. */
  List<Column> addable(Schema schema) {
    List<String> key = primaryKey(schema);
    return schema.columns().stream().filter(column -> !key.contains(column.name())).toList();
  }

  String addColumns(List<Column> columns) {
    String added = columns.stream().map(this::definition).collect(Collectors.joining(", "));
    return "ALTER TABLE %s ADD %s;"
        .formatted(qualified(), columns.size() == 1 ? added : "(" + added + ")");
  }

  List<String> ddl(Schema schema) {
    return List.of(createKeyspace(), createTable(schema), CassandraDefinitions.create(keyspace));
  }

  /** Markers: a value per column, the write timestamp, and the time to live if there is one. */
  String insert(Schema schema) {
    String names = schema.names().stream().map(TableCql::quoted).collect(Collectors.joining(", "));
    String markers = "?, ".repeat(schema.size() - 1) + "?";
    return "INSERT INTO %s (%s) VALUES (%s) USING TIMESTAMP ?%s"
        .formatted(qualified(), names, markers, options.ttl() == null ? "" : " AND TTL ?");
  }

  /** Deletes the row of a key. Parameters: the write timestamp and the key, in its order. */
  String delete(Schema schema) {
    return "DELETE FROM %s USING TIMESTAMP ? WHERE %s"
        .formatted(
            qualified(),
            primaryKey(schema).stream()
                .map(name -> quoted(name) + " = ?")
                .collect(Collectors.joining(" AND ")));
  }

  /**
   * Deletes the rows whose primary key begins so. Parameters: the write timestamp and the columns,
   * in the order of the primary key.
   *
   * @param columns how many
   */
  String deleteParts(Schema schema, int columns) {
    return "DELETE FROM %s USING TIMESTAMP ? WHERE %s"
        .formatted(
            qualified(),
            primaryKey(schema).subList(0, columns).stream()
                .map(name -> quoted(name) + " = ?")
                .collect(Collectors.joining(" AND ")));
  }

  String typeOf(Column column) {
    String type = options.columnTypes().get(column.name());
    return type == null ? CqlTypeMappings.usualType(column.type()) : CqlTypeMappings.normal(type);
  }

  private String definition(Column column) {
    return quoted(column.name()) + " " + typeOf(column);
  }

  /** The table as it stands in CQL. */
  String qualified() {
    return qualified(keyspace, table);
  }

  static String qualified(String keyspace, String table) {
    return quoted(keyspace) + "." + quoted(table);
  }

  /** A name as it stands in CQL. */
  static String quoted(String name) {
    return CqlIdentifier.fromInternal(name).asCql(true);
  }
}
