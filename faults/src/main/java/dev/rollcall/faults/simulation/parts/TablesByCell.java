package dev.rollcall.faults.simulation.parts;

import dev.rollcall.core.port.RowSink.VersionedRow;
import dev.rollcall.core.record.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Cassandra: each cell has a write time, of equal ones the greater value stays; a delete hides what
 * was written at its time or before, whatever comes first, of one row or of a range of rows.
 */
final class TablesByCell implements ShopTables {

  private static final long NEVER = Long.MIN_VALUE;

  private record Cell(long time, @Nullable Object value) {
    private boolean wins(Cell other) {
      if (time != other.time) {
        return time > other.time;
      }
      return value == null
          || other.value != null && value.toString().compareTo(other.value.toString()) > 0;
    }
  }

  /** A row's insert and cells, as one knows of them. */
  private static final class Cells {
    private long inserted = NEVER;
    private final List<Cell> values = new ArrayList<>();

    private void write(long time, List<@Nullable Object> row) {
      inserted = Math.max(inserted, time);
      for (int i = 0; i < row.size(); i++) {
        Cell fresh = new Cell(time, row.get(i));
        if (i == values.size()) {
          values.add(fresh);
        } else if (fresh.wins(values.get(i))) {
          values.set(i, fresh);
        }
      }
    }
  }

  private final PartsBug bug;
  private final Map<String, Cells> orders = new TreeMap<>();
  private final Map<String, Long> deleted = new TreeMap<>();
  private final Map<String, Cells> lines = new TreeMap<>();

  /** The deletes of the lines of each order. */
  private final Map<String, Long> ranges = new TreeMap<>();

  TablesByCell(PartsBug bug) {
    this.bug = bug;
  }

  @Override
  public boolean writeOrder(VersionedRow row) {
    String key = ShopTables.key(row.row());
    if (row.deleted()) {
      deleted.merge(key, time(row.version()), Math::max);
    } else {
      write(orders, key, row);
    }
    return true;
  }

  @Override
  public boolean writeLine(VersionedRow row) {
    write(lines, ShopTables.key(row.row()), row);
    return true;
  }

  private void write(Map<String, Cells> table, String key, VersionedRow row) {
    table
        .computeIfAbsent(key, any -> new Cells())
        .write(time(row.version()), ShopTables.values(row.row()));
  }

  @Override
  public void removeParts(VersionedRow order) {
    String key = ShopTables.key(order.row());
    long own = time(order.version());
    boolean alsoOwn =
        order.deleted()
            ? bug != PartsBug.DELETED_WHOLE_SPARES_ITS_PARTS
            : bug == PartsBug.RANGE_DELETE_HAS_THE_WHOLES_TIME;
    long time = alsoOwn ? own : own - 1;
    switch (bug) {
      case RANGE_DELETE_HAS_NO_TIME ->
          lines
              .entrySet()
              .removeIf(
                  line ->
                      ShopTables.whole(line.getKey()).equals(key)
                          && (order.deleted() || line.getValue().inserted != own));
      case RANGE_DELETE_IS_FORGOTTEN ->
          lines
              .entrySet()
              .removeIf(
                  line ->
                      ShopTables.whole(line.getKey()).equals(key)
                          && line.getValue().inserted <= time);
      default -> ranges.merge(key, time, Math::max);
    }
  }

  private long time(Row.Version version) {
    long millis = version.timestamp().toEpochMilli() * 1_000;
    return bug == PartsBug.WRITE_TIME_HAS_NO_OFFSET ? millis : millis + version.offset() % 1_000;
  }

  @Override
  public Map<String, List<@Nullable Object>> orders() {
    Map<String, List<@Nullable Object>> rows = new TreeMap<>();
    orders.forEach((key, cells) -> show(key, cells, deleted.getOrDefault(key, NEVER), rows));
    return rows;
  }

  @Override
  public Map<String, List<@Nullable Object>> lines() {
    Map<String, List<@Nullable Object>> rows = new TreeMap<>();
    lines.forEach(
        (key, cells) -> show(key, cells, ranges.getOrDefault(ShopTables.whole(key), NEVER), rows));
    return rows;
  }

  private static void show(
      String key, Cells cells, long deleted, Map<String, List<@Nullable Object>> rows) {
    List<@Nullable Object> values = new ArrayList<>();
    boolean isThere = cells.inserted > deleted;
    for (Cell cell : cells.values) {
      Object value = cell.time <= deleted ? null : cell.value;
      values.add(value);
      isThere |= value != null;
    }
    if (isThere) {
      rows.put(key, values);
    }
  }
}
