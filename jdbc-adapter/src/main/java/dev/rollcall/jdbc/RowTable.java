package dev.rollcall.jdbc;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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

  /** The record's time in ms where a column's time orders the rows; else 0. */
  static final String RECORD_TIME = "rollcall_record_ms";

  private static final String TIME = "rollcall_time_ms";

  /** The version's columns of rows: definition, time in ms, record time, offset, ordinal. */
  static final List<String> VERSION =
      List.of(DEFINITION, TIME, RECORD_TIME, "rollcall_offset", "rollcall_ordinal");

  /** What rows that an earlier version of Rollcall wrote do not have. */
  static final List<String> ADDED = List.of(DEFINITION, RECORD_TIME, DELETED);

  /** The version's columns of letters, and of rows that an earlier version of Rollcall wrote. */
  static final List<String> UNDEFINED =
      VERSION.stream().filter(column -> !ADDED.contains(column)).toList();

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
        table.columns().stream().filter(column -> !ADDED.contains(column.name())).toList();
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
    }
    return values;
  }

  /** The values of the version's columns. */
  List<Long> values(Row.Version of) {
    return Arrays.stream(numbers(of)).boxed().toList();
  }

  /** The same, as numbers. */
  long[] numbers(Row.Version of) {
    long time = of.timestamp().toEpochMilli();
    return hasDefinitions()
        ? new long[] {
          of.definition(), time, of.recordTime().toEpochMilli(), of.offset(), of.ordinal()
        }
        : new long[] {time, of.offset(), of.ordinal()};
  }

  /**
   * Writes rows that are not older than what is stored. Gives the versions of what it leaves in the
   * table if {@link Dialect#returnsRows}.
   *
   * @param insert of whole rows, without an end
   */
  String upsert(String insert) {
    return insert
        + table.dialect().replaceOlder(table, version)
        + (table.dialect().returnsRows() ? " RETURNING " + table.list(version, "") : "");
  }

  /** The versions that are stored for some keys. Parameters: the key columns of each. */
  String versions(int keys) {
    String key = "(" + String.join(", ", Collections.nCopies(table.key().size(), "?")) + ")";
    return "SELECT %s FROM %s WHERE (%s) IN (%s)"
        .formatted(
            table.list(version, ""),
            table.quoted(),
            table.list(table.keyNames(), ""),
            String.join(", ", Collections.nCopies(keys, key)));
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

  /** Makes the view of the rows whose version is that of the row in another table. */
  static String livePartsView(SqlTable parts, Schema schema, SqlTable whole) {
    SqlTable view =
        SqlTable.keyed(
            parts.dialect(), parts.name() + "_live", parts.columns(), parts.key(), Set.of());
    String deleted = parts.dialect().quoted(DELETED);
    return "CREATE VIEW %s AS SELECT %s FROM %s p JOIN %s w ON %s WHERE NOT p.%s AND NOT w.%6$s;"
        .formatted(
            view.quoted(),
            parts.list(schema.names(), "p."),
            parts.quoted(),
            whole.quoted(),
            sameVersion(parts, "p", whole),
            deleted);
  }

  /** Holds if a row w of the other table is the one of whose version a part is. */
  private static String sameVersion(SqlTable parts, String part, SqlTable whole) {
    List<String> same = new ArrayList<>();
    for (int i = 0; i < whole.key().size(); i++) {
      same.add(
          "%s.%s = w.%s"
              .formatted(
                  part,
                  parts.dialect().quoted(parts.key().get(i).name()),
                  whole.dialect().quoted(whole.key().get(i).name())));
    }
    for (String column : VERSION) {
      same.add("%s.%s = w.%2$s".formatted(part, parts.dialect().quoted(column)));
    }
    return String.join(" AND ", same);
  }

  /**
   * Removes parts that are not live; not markers, which are needed longer. The table has no other
   * name in it, for MariaDB and older MySQL take none in a DELETE.
   */
  static String sweepParts(SqlTable parts, SqlTable whole) {
    String deleted = parts.dialect().quoted(DELETED);
    return "DELETE FROM %1$s WHERE NOT %1$s.%2$s AND %1$s.%3$s < <the earliest time of a row that can still be written or replayed, in ms> AND NOT EXISTS (SELECT 1 FROM %4$s w WHERE %5$s AND NOT w.%2$s);"
        .formatted(
            parts.quoted(),
            deleted,
            parts.dialect().quoted(TIME),
            whole.quoted(),
            sameVersion(parts, parts.quoted(), whole));
  }

  /** Removes markers that nothing older than them can come after. */
  static String sweep(SqlTable table) {
    return "DELETE FROM %s WHERE %s AND %s < <the earliest time of a row that can be replayed, in ms>;"
        .formatted(table.quoted(), table.dialect().quoted(DELETED), table.dialect().quoted(TIME));
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
