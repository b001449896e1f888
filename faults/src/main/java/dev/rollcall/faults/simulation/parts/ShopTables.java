package dev.rollcall.faults.simulation.parts;

import dev.rollcall.core.port.RowSink.VersionedRow;
import dev.rollcall.core.record.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a kind of store keeps orders and lines, and which lines it shows. */
interface ShopTables {

  /** The kinds of stores. */
  enum Kind {
    /** SQL, MongoDB: a view shows the lines that have the version of their order. */
    BY_ROW,
    /** Cassandra: what writes an order deletes the range of its older lines. */
    BY_CELL,
    /** The memory of a JVM, as it is shipped. */
    IN_MEMORY;

    ShopTables open(PartsBug bug) {
      return switch (this) {
        case BY_ROW -> new TablesByRow(bug);
        case BY_CELL -> new TablesByCell(bug);
        case IN_MEMORY -> new TablesInMemory();
      };
    }
  }

  /** Writes an order, or what deletes one; false if it is known that a newer one is there. */
  boolean writeOrder(VersionedRow row);

  /** Writes a line; false if it is known that a newer one is there. */
  boolean writeLine(VersionedRow row);

  /** Removes the lines of an order that are older than it. */
  void removeParts(VersionedRow order);

  /** What is behind the key of each order, by the key. */
  Map<String, List<@Nullable Object>> orders();

  /** The same of the live lines. */
  Map<String, List<@Nullable Object>> lines();

  /** The values of the key: {@code o1} of an order, {@code o1/0} of a line. */
  static String key(Row row) {
    return row.schema().keys().stream()
        .map(at -> String.valueOf(row.get(at)))
        .collect(Collectors.joining("/"));
  }

  /** The key of the order that a line is a part of. */
  static String whole(String line) {
    return line.substring(0, line.indexOf('/'));
  }

  /** The values behind the key. */
  static List<@Nullable Object> values(Row row) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int at = row.schema().keys().size(); at < row.schema().columns().size(); at++) {
      values.add(row.get(at));
    }
    return values;
  }
}
