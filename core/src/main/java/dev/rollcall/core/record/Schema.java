package dev.rollcall.core.record;

import dev.rollcall.core.error.ConfigurationException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns of a row, in order, and which of them are the key: one, or several in an order of
 * their own. Immutable and threadsafe. Positions start at 0; resolve a name once and read by
 * position.
 */
public final class Schema implements Serializable {

  private final List<Column> columns;
  private final List<Integer> keys;
  private final ColumnNames positions;

  private Schema(List<Column> columns, List<String> keyColumns) {
    this.columns = List.copyOf(columns);
    this.positions = new ColumnNames(columns);
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (positions.find(columns.get(i).name()) != i) {
        problems.add("column '" + columns.get(i).name() + "' is declared twice");
      }
    }
    List<Integer> found = new ArrayList<>();
    if (keyColumns.isEmpty()) {
      problems.add("there is no key column");
    }
    for (String keyColumn : keyColumns) {
      int at = positions.find(keyColumn);
      if (at < 0) {
        problems.add(
            "key column '"
                + keyColumn
                + "' is not a column"
                + Texts.didYouMean(keyColumn, names()));
      } else if (found.contains(at)) {
        problems.add("key column '" + keyColumn + "' is named twice");
      } else {
        found.add(at);
      }
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of("schema", problems);
    }
    this.keys = List.copyOf(found);
  }

  /** The columns with {@code keyColumns}, at least one of them, as the key, in this order. */
  public static Schema of(List<Column> columns, String... keyColumns) {
    return new Schema(columns, List.of(keyColumns));
  }

  /** The same. */
  public static Schema of(List<Column> columns, List<String> keyColumns) {
    return new Schema(columns, keyColumns);
  }

  /** All columns in order. */
  public List<Column> columns() {
    return columns;
  }

  /** The column at a position. */
  public Column column(int position) {
    return columns.get(position);
  }

  /** How many columns there are. */
  public int size() {
    return columns.size();
  }

  /** The positions of the key's columns, at least one, in the order of the key. */
  public List<Integer> keys() {
    return keys;
  }

  /** The names of the key's columns, in the order of the key. */
  public List<String> keyNames() {
    return keys.stream().map(at -> columns.get(at).name()).toList();
  }

  /** True if the column at a position is part of the key. */
  public boolean isKey(int position) {
    return keys.contains(position);
  }

  /** The names of all columns in order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** The position of a column, if there is one of that name. */
  public Optional<Integer> find(String name) {
    return Optional.of(positions.find(name)).filter(at -> at >= 0);
  }

  /**
   * The position of a column.
   *
   * @throws ConfigurationException if there is none of that name; the message suggests one
   */
  public int position(String name) {
    int at = positions.find(name);
    if (at < 0) {
      throw new ConfigurationException(
          "no column '" + name + "'" + Texts.didYouMean(name, names()) + "; columns: " + names());
    }
    return at;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Schema that && columns.equals(that.columns) && keys.equals(that.keys);
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }

  @Override
  public String toString() {
    return columns + " key " + String.join(", ", keyNames());
  }
}
