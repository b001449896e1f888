package dev.rollcall.jdbc;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table as Rollcall wants it, and the statements of it. Threadsafe.
 *
 * @param dialect of the database
 * @param name as stored, upper and lower case kept; may be {@code schema.table}
 * @param columns all of them
 * @param key some of them in the order of the primary key
 * @param required those that take no null
 * @param groups those that take nulls and tell rows apart, so that none can be added to rows
 * @param numbered whether the database gives the key's values, in rising order
 */
record SqlTable(
    Dialect dialect,
    String name,
    List<Column> columns,
    List<Column> key,
    Set<String> required,
    Set<String> groups,
    boolean numbered) {

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}(\\.[A-Za-z_][A-Za-z0-9_]{0,62})?");

  SqlTable {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    required = Set.copyOf(required);
    groups = Set.copyOf(groups);
  }

  /** A table whose rows bring their keys. */
  static SqlTable keyed(
      Dialect dialect, String name, List<Column> columns, List<Column> key, Set<String> required) {
    return new SqlTable(dialect, name, columns, key, required, Set.of(), false);
  }

  /** The problem of a name that no database takes as it is. */
  static List<String> nameProblems(String what, String name) {
    return NAME.matcher(name).matches()
        ? List.of()
        : List.of(
            "%s: got '%s', expected a table's name: a letter, then at most 62 letters, digits and underscores; before it, if need be, a schema and a point"
                .formatted(what, name));
  }

  /** Null: the connection's own. */
  @Nullable String schemaPart() {
    int point = name.indexOf('.');
    return point < 0 ? null : name.substring(0, point);
  }

  String tablePart() {
    return name.substring(name.indexOf('.') + 1);
  }

  boolean isKey(Column column) {
    return key.stream().anyMatch(part -> part.name().equals(column.name()));
  }

  /** As it stands in a statement. */
  String quoted() {
    String schema = schemaPart();
    return (schema == null ? "" : dialect.quoted(schema) + ".") + dialect.quoted(tablePart());
  }

  /** Column names with commas between them, each behind {@code prefix}. */
  String list(List<String> names, String prefix) {
    return names.stream()
        .map(column -> prefix + dialect.quoted(column))
        .collect(Collectors.joining(", "));
  }

  Column column(String name) {
    return columns.get(names().indexOf(name));
  }

  List<String> keyNames() {
    return key.stream().map(Column::name).toList();
  }

  /** What a user needs to be allowed to do with it. */
  List<String> rights() {
    return numbered
        ? List.of("SELECT", "INSERT", "UPDATE", "DELETE")
        : List.of("SELECT", "INSERT", "UPDATE");
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** The statement that makes it. */
  String ddl() {
    List<String> lines = new ArrayList<>();
    columns.forEach(column -> lines.add("  " + definition(column)));
    lines.add("  PRIMARY KEY (" + list(keyNames(), "") + ")");
    return "CREATE TABLE IF NOT EXISTS %s (\n%s\n)%s;"
        .formatted(quoted(), String.join(",\n", lines), dialect.tableOptions());
  }

  /** The columns that can be added to a table with rows, which have null in them. */
  List<Column> addable() {
    return columns.stream()
        .filter(column -> !isKey(column) && !required.contains(column.name()))
        .filter(column -> !groups.contains(column.name()))
        .toList();
  }

  /** The statement that adds columns of {@link #addable} to it. */
  String addColumns(List<Column> added) {
    return "ALTER TABLE %s %s;"
        .formatted(
            quoted(),
            added.stream()
                .map(column -> dialect.addColumn() + " " + definition(column))
                .collect(Collectors.joining(", ")));
  }

  /**
   * The statements that add one of Rollcall's own numbers to it: rows that are there count as older
   * than all that are written. The default must go, for it would fill what a writer leaves out.
   */
  String addOwnColumn(Column column) {
    return "ALTER TABLE %1$s ADD COLUMN %2$s DEFAULT %3$s; ALTER TABLE %1$s ALTER COLUMN %4$s DROP DEFAULT;"
        .formatted(
            quoted(),
            definition(column),
            column.type() == ColumnType.BOOLEAN ? "false" : "0",
            dialect.quoted(column.name()));
  }

  /** A plan's note on the columns of a table that is there. */
  String evolutionNote(TableChanges changes) {
    return changes.evolve() && !addable().isEmpty()
        ? "adds missing nullable columns to a table that is there, those of: "
            + addColumns(addable())
        : "a table that is there is never altered; evolve() would add missing nullable columns";
  }

  /** A column as it stands where it is made. */
  String definition(String column) {
    return definition(column(column));
  }

  private String definition(Column column) {
    return dialect.quoted(column.name())
        + " "
        + type(column)
        + (isKey(column) || required.contains(column.name()) ? " NOT NULL" : "");
  }

  private String type(Column column) {
    if (!isKey(column)) {
      return dialect.type(column);
    }
    return numbered ? dialect.numberType() : dialect.keyType(column, key);
  }

  /** An INSERT of some whole rows, without an end. */
  String insert(int rows) {
    String markers = "(" + "?, ".repeat(columns.size() - 1) + "?)";
    return "INSERT INTO %s (%s) VALUES %s"
        .formatted(quoted(), list(names(), ""), (markers + ", ").repeat(rows - 1) + markers);
  }
}
