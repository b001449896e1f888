package dev.rollcall.jdbc;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The table of rows: the schema's columns, then Rollcall's own. A stored format. Threadsafe.
 *
 * @param table with all columns
 * @param version the version's columns, the weightiest first
 */
record RowTable(SqlTable table, List<String> version) {

  /** The version of the definition that wrote a row. */
  static final String DEFINITION = "rollcall_definition";

  /** Whether a row is the marker of a delete: a key, a version and nulls. */
  static final String DELETED = "rollcall_deleted";

  /** The version's columns of rows: definition, record time in ms, offset, ordinal. */
  static final List<String> VERSION =
      List.of(DEFINITION, "rollcall_time_ms", "rollcall_offset", "rollcall_ordinal");

  /** Those of letters, and of rows that an earlier version of Rollcall wrote. */
  static final List<String> UNDEFINED = VERSION.subList(1, VERSION.size());

  static RowTable of(Dialect dialect, String name, Schema schema) {
    return of(dialect, name, schema, VERSION, List.of(Column.of(DELETED, ColumnType.BOOLEAN)));
  }

  /** Without definitions, which all the pipelines that write dead letters need not have. */
  static RowTable ofLetters(Dialect dialect, String name, Schema schema) {
    return of(dialect, name, schema, UNDEFINED, List.of());
  }

  /** All of Rollcall's own columns. */
  static final List<String> OWN = Stream.concat(VERSION.stream(), Stream.of(DELETED)).toList();

  /** The table as an earlier version of Rollcall made it. */
  SqlTable withoutDefinitions() {
    List<Column> columns =
        table.columns().stream()
            .filter(column -> !List.of(DEFINITION, DELETED).contains(column.name()))
            .toList();
    return SqlTable.keyed(
        table.dialect(), table.name(), columns, table.key(), Set.copyOf(UNDEFINED));
  }

  private static RowTable of(
      Dialect dialect, String name, Schema schema, List<String> version, List<Column> last) {
    List<Column> own = new ArrayList<>();
    version.forEach(part -> own.add(Column.of(part, ColumnType.INT64)));
    own.addAll(last);
    List<Column> columns = new ArrayList<>(schema.columns());
    columns.addAll(own);
    Set<String> required = new HashSet<>(own.stream().map(Column::name).toList());
    return new RowTable(
        SqlTable.keyed(dialect, name, columns, key(schema), required), List.copyOf(version));
  }

  private static List<Column> key(Schema schema) {
    return schema.keys().stream().map(schema::column).toList();
  }

  /** Whether its rows say which definition wrote them. */
  boolean hasDefinitions() {
    return version.contains(DEFINITION);
  }

  /** The values of Rollcall's own columns, in their order. */
  List<Object> own(Row.Version version, boolean deleted) {
    List<Object> values = new ArrayList<>(values(version));
    if (hasDefinitions()) {
      values.add(deleted);
      return values;
    }
    return values.subList(1, values.size());
  }

  /** The values of {@link #VERSION}. */
  static List<Long> values(Row.Version version) {
    return List.of(
        (long) version.definition(),
        version.timestamp().toEpochMilli(),
        version.offset(),
        (long) version.ordinal());
  }

  /** Writes some rows that are not older than what is stored. Parameters: all columns of each. */
  String upsert(int rows) {
    return table.insert(rows) + table.dialect().replaceOlder(table, version);
  }

  /** The rows of lower definitions, markers aside: {@code FROM table WHERE …}. */
  String stale(int definition) {
    return " FROM %s WHERE %s < %d AND NOT %s"
        .formatted(
            table.quoted(),
            table.dialect().quoted(DEFINITION),
            definition,
            table.dialect().quoted(DELETED));
  }

  String selectStale(int definition) {
    return "SELECT "
        + table.list(table.key().stream().map(Column::name).toList(), "")
        + stale(definition);
  }

  String deleteStale(int definition) {
    return "DELETE" + stale(definition);
  }

  /** Makes the view of the rows that are not deleted. */
  static String liveView(SqlTable table, Schema schema) {
    SqlTable view =
        SqlTable.keyed(
            table.dialect(), table.name() + "_live", table.columns(), table.key(), Set.of());
    return "CREATE VIEW %s AS SELECT %s FROM %s WHERE NOT %s;"
        .formatted(
            view.quoted(),
            table.list(schema.names(), ""),
            table.quoted(),
            table.dialect().quoted(DELETED));
  }

  /** Removes markers that nothing older than them can come after. */
  static String sweep(SqlTable table) {
    return "DELETE FROM %s WHERE %s AND %s < <the earliest record time that can be replayed, in ms>;"
        .formatted(
            table.quoted(),
            table.dialect().quoted(DELETED),
            table.dialect().quoted(VERSION.get(1)));
  }

  /** Lists why a schema cannot become a table. */
  static List<String> problems(Dialect dialect, Schema schema) {
    List<String> problems = new ArrayList<>();
    reserved(schema.columns()).forEach(problems::add);
    key(schema).stream()
        .filter(part -> part.type() == ColumnType.JSON)
        .map(
            part ->
                "key column '"
                    + part.name()
                    + "' is JSON, which cannot be a primary key; take a STRING")
        .forEach(problems::add);
    dialect.keyProblem(key(schema)).ifPresent(problems::add);
    return problems;
  }

  /** A problem for each column that has the name of one of Rollcall's own. */
  static Stream<String> reserved(List<Column> columns) {
    return columns.stream()
        .map(Column::name)
        .filter(column -> column.startsWith("rollcall_"))
        .map(
            column ->
                "column '"
                    + column
                    + "': names that begin with rollcall_ are reserved in tables; give it another");
  }
}
