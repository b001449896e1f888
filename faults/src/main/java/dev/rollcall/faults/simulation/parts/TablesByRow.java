package dev.rollcall.faults.simulation.parts;

import dev.rollcall.core.port.RowSink.VersionedRow;
import dev.rollcall.core.record.Row;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SQL, MongoDB: nothing is removed; a view joins the lines with their orders. */
record TablesByRow(PartsBug bug, NewestRows orderRows, NewestRows lineRows) implements ShopTables {

  TablesByRow(PartsBug bug) {
    this(bug, new NewestRows(), new NewestRows());
  }

  @Override
  public boolean writeOrder(VersionedRow row) {
    return orderRows.write(row);
  }

  @Override
  public boolean writeLine(VersionedRow row) {
    return lineRows.write(row);
  }

  @Override
  public void removeParts(VersionedRow order) {
    // the view does not show them
  }

  @Override
  public Map<String, List<@Nullable Object>> orders() {
    return orderRows.rows(row -> true);
  }

  @Override
  public Map<String, List<@Nullable Object>> lines() {
    return lineRows.rows(this::isLive);
  }

  private boolean isLive(VersionedRow line) {
    VersionedRow order = orderRows.stored.get(ShopTables.whole(ShopTables.key(line.row())));
    if (order == null || order.deleted() && bug != PartsBug.VIEW_SHOWS_PARTS_OF_DELETED) {
      return false;
    }
    return switch (bug) {
      case PARTS_HAVE_THEIR_OWN_NEWEST -> true;
      case VIEW_COMPARES_NO_ORDINAL ->
          withoutOrdinal(line.version()).equals(withoutOrdinal(order.version()));
      default -> line.version().equals(order.version());
    };
  }

  private static Row.Version withoutOrdinal(Row.Version of) {
    return new Row.Version(of.definition(), of.timestamp(), of.offset(), 0);
  }
}
