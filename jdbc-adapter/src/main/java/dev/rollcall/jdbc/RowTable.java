package dev.rollcall.jdbc;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The table of rows: the schema's columns, then the row version. A stored format. */
final class RowTable {

  /** The version's columns, the weightiest first: record time in ms, offset, ordinal. */
  static final List<String> VERSION =
      List.of("rollcall_time_ms", "rollcall_offset", "rollcall_ordinal");

  private RowTable() {}

  static SqlTable of(Dialect dialect, String name, Schema schema) {
    List<Column> columns = new ArrayList<>(schema.columns());
    VERSION.forEach(part -> columns.add(Column.of(part, ColumnType.INT64)));
    return SqlTable.keyed(dialect, name, columns, key(schema), Set.copyOf(VERSION));
  }

  private static List<Column> key(Schema schema) {
    return schema.keys().stream().map(schema::column).toList();
  }

  /** The values of the version's columns. */
  static List<Long> values(Row.Version version) {
    return List.of(version.timestamp().toEpochMilli(), version.offset(), (long) version.ordinal());
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
