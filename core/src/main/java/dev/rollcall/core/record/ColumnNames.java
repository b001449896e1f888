package dev.rollcall.core.record;

import java.io.Serializable;
import java.util.List;

/**
 * The names of columns and their places. Functions ask by name for each row, mostly with the very
 * string that was declared. Immutable and threadsafe.
 */
final class ColumnNames implements Serializable {

  /** By hash, and behind it the next that is free; null for none. */
  private final String[] names;

  private final int[] places;

  /** Of these columns; the first of one name counts. */
  ColumnNames(List<Column> columns) {
    int size = Integer.highestOneBit(Math.max(1, columns.size())) * 4;
    this.names = new String[size];
    this.places = new int[size];
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).name();
      int at = at(name);
      if (names[at] == null) {
        names[at] = name;
        places[at] = i;
      }
    }
  }

  /** The place of the first column of this name; -1 if there is none. */
  int find(String name) {
    int at = at(name);
    return names[at] == null ? -1 : places[at];
  }

  /** Where it is, or would be. */
  private int at(String name) {
    int hash = name.hashCode();
    int at = (hash ^ hash >>> 16) & names.length - 1;
    while (names[at] != null && !names[at].equals(name)) {
      at = at + 1 & names.length - 1;
    }
    return at;
  }
}
