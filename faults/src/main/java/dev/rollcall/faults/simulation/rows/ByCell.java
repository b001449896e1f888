package dev.rollcall.faults.simulation.rows;

import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the cell: Cassandra. Of equal write times the greater value stays, null above all. A
 * delete hides what was written at its time or before, whatever comes first; a row is there while
 * it has a value, or an insert that no delete hides.
 */
final class ByCell extends RowModel {

  private static final long NEVER = Long.MIN_VALUE;

  private record Cell(long time, @Nullable Object value) {
    boolean wins(Cell other) {
      if (time != other.time) {
        return time > other.time;
      }
      return value == null
          || other.value != null && value.toString().compareTo(other.value.toString()) > 0;
    }
  }

  /** All that is known of a key; the cells are those of the columns behind the key. */
  private static final class Stored {
    private final Cell[] cells = new Cell[COLUMNS.size() - 1];
    private long inserted = NEVER;
    private long deleted = NEVER;
  }

  private final Map<String, Stored> stored = new TreeMap<>();
  private final RowsBug bug;

  ByCell(RowsBug bug) {
    this.bug = bug;
  }

  @Override
  boolean write(RowSink.VersionedRow row) {
    long time = time(row.version());
    Stored now = stored.computeIfAbsent(key(row.row()), any -> new Stored());
    if (row.deleted()) {
      delete(now, row.version().isByColumn() ? lastOf(time) : time);
      return true;
    }
    now.inserted = Math.max(now.inserted, time);
    List<@Nullable Object> values = values(row.row());
    for (int i = 0; i < now.cells.length; i++) {
      Cell fresh = new Cell(time, values.get(i + 1));
      if (now.cells[i] == null || fresh.wins(now.cells[i])) {
        now.cells[i] = fresh;
      }
    }
    return true;
  }

  private void delete(Stored now, long time) {
    if (bug == RowsBug.DELETE_WINS_ALWAYS) {
      now.deleted = Math.max(Math.max(now.deleted, now.inserted), time);
    } else if (bug != RowsBug.DELETE_IS_FORGOTTEN) {
      now.deleted = Math.max(now.deleted, time);
    } else if (now.inserted <= time) {
      now.inserted = NEVER;
      Arrays.fill(now.cells, new Cell(NEVER, null));
    }
  }

  private static long lastOf(long time) {
    return Math.floorDiv(time, 1_000L) * 1_000 + 999;
  }

  private static long time(Row.Version version) {
    return version.timestamp().toEpochMilli() * 1_000 + version.offset() % 1_000;
  }

  @Override
  boolean hasNewerDelete(RowSink.VersionedRow row) {
    Stored now = stored.get(key(row.row()));
    return now != null && now.deleted > time(row.version());
  }

  @Override
  Map<String, List<@Nullable Object>> rows() {
    Map<String, List<@Nullable Object>> rows = new TreeMap<>();
    stored.forEach(
        (key, now) -> {
          List<@Nullable Object> values = new ArrayList<>();
          values.add(key);
          boolean isThere =
              bug != RowsBug.NULLS_ARE_NO_ROW && now.inserted > now.deleted
                  || bug == RowsBug.ROW_OUTLIVES_ITS_CELLS && now.inserted > NEVER;
          for (Cell cell : now.cells) {
            Object value = cell == null || cell.time <= now.deleted ? null : cell.value;
            values.add(value);
            isThere |= value != null;
          }
          if (isThere) {
            rows.put(key, values);
          }
        });
    return rows;
  }
}
