package dev.rollcall.faults.simulation.parts;

import dev.rollcall.core.port.RowSink.VersionedRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A table in which the newest row of each key stays, or what deletes it. */
final class NewestRows {

  final Map<String, VersionedRow> stored = new TreeMap<>();

  boolean write(VersionedRow row) {
    return stored.merge(
            ShopTables.key(row.row()),
            row,
            (old, fresh) -> fresh.version().compareTo(old.version()) >= 0 ? fresh : old)
        == row;
  }

  /** The rows that are there and shown. */
  Map<String, List<@Nullable Object>> rows(Predicate<VersionedRow> isShown) {
    Map<String, List<@Nullable Object>> rows = new TreeMap<>();
    stored.forEach(
        (key, row) -> {
          if (!row.deleted() && isShown.test(row)) {
            rows.put(key, ShopTables.values(row.row()));
          }
        });
    return rows;
  }
}
