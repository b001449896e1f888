package dev.rollcall.faults.simulation.rows;

import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a kind of store keeps the rows of a table: what it does with a row that has come. */
abstract sealed class RowModel {

  /** The columns of the simulation, the key first. */
  static final List<String> COLUMNS = List.of("id", "colour", "hash", "note");

  abstract void write(RowSink.VersionedRow row);

  /** The stored values of each key, in the order of {@link #COLUMNS}. */
  abstract Map<String, List<@Nullable Object>> rows();

  static String key(Row row) {
    return String.valueOf(row.get("id"));
  }

  static List<@Nullable Object> values(Row row) {
    List<@Nullable Object> values = new ArrayList<>();
    COLUMNS.forEach(column -> values.add(row.get(column)));
    return values;
  }

  /** Decides by the row: SQL, MongoDB, memory. */
  static final class ByRow extends RowModel {

    private static final Comparator<Row.Version> TIME =
        Comparator.comparing(Row.Version::timestamp)
            .thenComparingLong(Row.Version::offset)
            .thenComparingInt(Row.Version::ordinal);

    private final Map<String, RowSink.VersionedRow> stored = new TreeMap<>();
    private final Map<String, List<@Nullable Object>> values = new TreeMap<>();
    private final RowsBug bug;

    ByRow(RowsBug bug) {
      this.bug = bug;
    }

    @Override
    void write(RowSink.VersionedRow row) {
      RowSink.VersionedRow now = stored.get(key(row.row()));
      if (now == null || isTaken(row.version(), now.version())) {
        stored.put(key(row.row()), row);
        values.put(key(row.row()), values(row.row()));
      }
    }

    private boolean isTaken(Row.Version fresh, Row.Version old) {
      return switch (bug) {
        case LAST_WRITE_WINS -> true;
        case DEFINITION_IS_NOT_COMPARED -> TIME.compare(fresh, old) > 0;
        case TIME_BEFORE_DEFINITION ->
            TIME.thenComparingInt(Row.Version::definition).compare(fresh, old) >= 0;
        case EQUAL_IS_LEFT_OUT -> fresh.compareTo(old) > 0;
        default -> fresh.compareTo(old) >= 0;
      };
    }

    /** Changes a row by hand; its version stays. */
    boolean damage(String key) {
      List<@Nullable Object> row = values.get(key);
      if (row == null) {
        return false;
      }
      row.set(COLUMNS.indexOf("note"), "changed by hand");
      return true;
    }

    @Override
    Map<String, List<@Nullable Object>> rows() {
      return values;
    }
  }

  /**
   * Decides by the cell: Cassandra. Of equal write times the greater value stays, null above all.
   */
  static final class ByCell extends RowModel {

    private record Cell(long time, @Nullable Object value) {
      boolean wins(Cell other) {
        if (time != other.time) {
          return time > other.time;
        }
        return value == null
            || other.value != null && value.toString().compareTo(other.value.toString()) > 0;
      }
    }

    private final Map<String, Cell[]> stored = new TreeMap<>();

    @Override
    void write(RowSink.VersionedRow row) {
      Row.Version version = row.version();
      long time = version.timestamp().toEpochMilli() * 1_000 + version.offset() % 1_000;
      List<@Nullable Object> values = values(row.row());
      Cell[] cells = stored.computeIfAbsent(key(row.row()), any -> new Cell[COLUMNS.size()]);
      for (int i = 0; i < cells.length; i++) {
        Cell fresh = new Cell(time, values.get(i));
        if (cells[i] == null || fresh.wins(cells[i])) {
          cells[i] = fresh;
        }
      }
    }

    @Override
    Map<String, List<@Nullable Object>> rows() {
      Map<String, List<@Nullable Object>> rows = new TreeMap<>();
      stored.forEach(
          (key, cells) -> {
            List<@Nullable Object> values = new ArrayList<>();
            for (Cell cell : cells) {
              values.add(cell.value());
            }
            rows.put(key, values);
          });
      return rows;
    }
  }
}
