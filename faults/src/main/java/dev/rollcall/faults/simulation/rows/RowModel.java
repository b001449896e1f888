package dev.rollcall.faults.simulation.rows;

import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a kind of store keeps the rows of a table: what it does with a row that has come. */
abstract sealed class RowModel permits ByRow, ByCell {

  /** The columns of the simulation, the key first. */
  static final List<String> COLUMNS = List.of("id", "colour", "hash", "note");

  /** Takes a row, or what deletes one; false if it is known that a newer one is there. */
  abstract boolean write(RowSink.VersionedRow row);

  /** The stored values of each key, in the order of {@link #COLUMNS}. */
  abstract Map<String, List<@Nullable Object>> rows();

  /** Whether it remembers a delete of the row's key that is newer than the row. */
  abstract boolean hasNewerDelete(RowSink.VersionedRow row);

  static String key(Row row) {
    return String.valueOf(row.get("id"));
  }

  static List<@Nullable Object> values(Row row) {
    List<@Nullable Object> values = new ArrayList<>();
    COLUMNS.forEach(column -> values.add(row.get(column)));
    return values;
  }
}
