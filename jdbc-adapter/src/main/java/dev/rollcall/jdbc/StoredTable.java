package dev.rollcall.jdbc;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Texts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table as the server describes it now. Threadsafe.
 *
 * @param columns by name
 * @param uniques the columns of each unique index that holds for all rows; a part that is no whole
 *     column, or tells keys apart otherwise than their values do, is written with what it is
 */
record StoredTable(Map<String, StoredColumn> columns, Set<List<String>> uniques) {

  StoredTable {
    columns = Map.copyOf(columns);
    uniques = Set.copyOf(uniques);
  }

  static Optional<StoredTable> read(Connection connection, SqlTable table) throws SQLException {
    Map<String, StoredColumn> columns = new TreeMap<>();
    try (PreparedStatement query = connection.prepareStatement(table.dialect().columnsQuery())) {
      query.setString(1, table.schemaPart());
      query.setString(2, table.tablePart());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          columns.put(rows.getString(1), column(rows));
        }
      }
    }
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(new StoredTable(columns, uniques(connection, table)));
  }

  private static StoredColumn column(ResultSet row) throws SQLException {
    return new StoredColumn(
        row.getString(2),
        number(row, 3),
        (int) number(row, 4),
        (int) number(row, 5),
        (int) number(row, 6),
        "YES".equals(row.getString(7)),
        row.getBoolean(8),
        row.getString(9),
        row.getBoolean(10),
        StoredColumn.labels(row.getString(11)));
  }

  private static long number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? -1 : value;
  }

  private static Set<List<String>> uniques(Connection connection, SqlTable table)
      throws SQLException {
    Map<String, List<String>> indexes = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(table.dialect().uniquesQuery())) {
      query.setString(1, table.schemaPart());
      query.setString(2, table.tablePart());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          indexes
              .computeIfAbsent(rows.getString(1), same -> new ArrayList<>())
              .add(rows.getString(2));
        }
      }
    }
    return Set.copyOf(indexes.values());
  }

  /** Says what a stored column must be to hold values of a column; empty if it can. */
  interface TypeCheck {
    Optional<String> problem(Column column, StoredColumn stored, boolean key);
  }

  /** Lists why rows of this table cannot be stored in the existing one; empty if they can. */
  List<String> problems(SqlTable table) {
    return problems(table, table.dialect()::typeProblem);
  }

  /** The same with other types than those that {@link SqlTable#ddl} makes. */
  List<String> problems(SqlTable table, TypeCheck types) {
    List<String> problems = new ArrayList<>();
    List<Column> missing = new ArrayList<>();
    for (Column column : table.columns()) {
      StoredColumn stored = columns.get(column.name());
      if (stored == null) {
        missing.add(column);
        continue;
      }
      types
          .problem(column, stored, table.isKey(column))
          .ifPresent(
              expected ->
                  problems.add(
                      "column '%s' (%s): got %s in the table, expected %s"
                          .formatted(column.name(), column, stored, expected)));
      if (table.required().contains(column.name()) && stored.nullable()) {
        problems.add(
            "column '%s': got one that takes nulls, expected NOT NULL".formatted(column.name()));
      }
      if (stored.generated()) {
        problems.add(
            "column '%s': got one that the database computes, expected one that takes values; name it otherwise, or leave it out of the rows"
                .formatted(column.name()));
      }
      if (!stored.nullable() && !isNeverNull(table, column)) {
        problems.add(
            "column '%s': got NOT NULL in the table, but a row may have null in it; declare the column required(), or let the table's take nulls"
                .formatted(column.name()));
      }
    }
    missing.forEach(column -> problems.add(missing(table, column)));
    keyProblem(table).ifPresent(problems::add);
    foreignProblems(table, problems);
    return problems;
  }

  private static boolean isNeverNull(SqlTable table, Column column) {
    return column.required() || table.required().contains(column.name()) || table.isKey(column);
  }

  /** The columns that are not there and can be added. */
  List<Column> addable(SqlTable table) {
    return table.addable().stream().filter(column -> !columns.containsKey(column.name())).toList();
  }

  /** The problem of a column that is not there, with a remedy that works where rows are. */
  String missing(SqlTable table, Column column) {
    String name = column.name();
    String remedy;
    if (table.addable().contains(column)) {
      remedy = "say evolve(), or add it with: " + table.addColumns(List.of(column));
    } else if (RowTable.OWN.contains(name)) {
      remedy = "add it with: " + table.addOwnColumn(column);
    } else if (table.groups().contains(name)) {
      remedy = "its rows are of other groups; name the aggregation otherwise";
    } else {
      remedy = "it cannot be added to rows that are there; name another table";
    }
    return "column '%s' is not in the table%s; %s"
        .formatted(name, Texts.didYouMean(name, without(table.names())), remedy);
  }

  private Collection<String> without(List<String> taken) {
    return columns.keySet().stream().filter(name -> !taken.contains(name)).toList();
  }

  private Optional<String> keyProblem(SqlTable table) {
    List<String> key = table.keyNames();
    if (!uniques.contains(key)) {
      boolean otherOrder =
          uniques.stream().anyMatch(unique -> new HashSet<>(unique).equals(new HashSet<>(key)));
      return Optional.of(
          "the table has %s, expected (%s) as its primary key%s; name another table"
              .formatted(
                  uniques.isEmpty()
                      ? "no unique index of all rows, as a view has none"
                      : "the unique indexes " + shown(uniques),
                  String.join(", ", key),
                  otherOrder ? ", in this order (or declare the key in the table's)" : ""));
    }
    if (table.dialect().upsertsByKeyOnly() || uniques.size() == 1) {
      return Optional.empty();
    }
    return Optional.of(
        "the table has the unique indexes %s, expected only that of the key, for here an upsert would replace a row that another of them finds; drop them"
            .formatted(shown(uniques)));
  }

  /** The columns of each unique index but the key's: {@code (gender, age)}. */
  List<String> otherUniques(SqlTable table) {
    return shown(uniques.stream().filter(unique -> !unique.equals(table.keyNames())).toList());
  }

  private static List<String> shown(Collection<List<String>> uniques) {
    return uniques.stream()
        .map(columns -> "(" + String.join(", ", columns) + ")")
        .sorted()
        .toList();
  }

  /** The columns of the rows that take no nulls, but for those of the key. */
  List<String> notNullBesideKey(SqlTable table, Schema schema) {
    return schema.columns().stream()
        .filter(column -> !table.isKey(column))
        .map(Column::name)
        .filter(name -> columns.containsKey(name) && !columns.get(name).nullable())
        .toList();
  }

  private void foreignProblems(SqlTable table, List<String> problems) {
    for (String name : without(table.names())) {
      StoredColumn stored = columns.get(name);
      if (stored != null && !stored.nullable() && !stored.filled()) {
        problems.add(
            "column '%s' of the table takes no nulls, has no default and is not in the rows; give it a default"
                .formatted(name));
      }
    }
  }

  /** Columns whose values of a row, as the dialect has checked them, do not fit; mostly one. */
  List<String> tooNarrowFor(SqlTable table, List<? extends @Nullable Object> values) {
    List<String> narrow = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      Column column = table.columns().get(i);
      StoredColumn stored = columns.get(column.name());
      Object value = values.get(i);
      if (stored != null && value != null && !stored.takes(column.type(), value)) {
        narrow.add(column.name());
      }
    }
    return narrow;
  }

  /** Whether rows are stored in the other table as in this one. */
  boolean sameFor(SqlTable table, StoredTable other) {
    return uniques.equals(other.uniques)
        && table.names().stream()
            .allMatch(name -> isSame(columns.get(name), other.columns.get(name)));
  }

  private static boolean isSame(@Nullable StoredColumn one, @Nullable StoredColumn other) {
    return one == null || other == null
        ? one == other
        : one.nullable() == other.nullable() && one.toString().equals(other.toString());
  }
}
