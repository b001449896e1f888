package dev.rollcall.faults.simulation.parts;

import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowSink.VersionedRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows in memory as they are shipped; a thread has one world at a time. */
final class TablesInMemory implements ShopTables {

  private final InMemoryRows orderRows = rows(ShopDefinition.ORDERS);
  private final InMemoryRows lineRows = rows(ShopDefinition.LINES);
  private final RowSink orderSink = sink(orderRows, ShopDefinition.ORDERS);
  private final RowSink lineSink = sink(lineRows, ShopDefinition.LINES);

  private static InMemoryRows rows(String branch) {
    InMemoryRows rows =
        InMemoryRows.named("simulated-" + branch + "-" + Thread.currentThread().getId());
    rows.clear();
    return rows;
  }

  private static RowSink sink(InMemoryRows rows, String branch) {
    var output = ShopDefinition.COMPILED.branch(branch).orElseThrow().outputs().get(0);
    return rows.connect(output.schema(), output.owner());
  }

  @Override
  public boolean writeOrder(VersionedRow row) {
    return orderSink.write(List.of(row)).outdated().isEmpty();
  }

  @Override
  public boolean writeLine(VersionedRow row) {
    return lineSink.write(List.of(row)).outdated().isEmpty();
  }

  @Override
  public void removeParts(VersionedRow order) {
    lineSink.removeParts(List.of(order));
  }

  @Override
  public Map<String, List<@Nullable Object>> orders() {
    return byKey(orderRows);
  }

  @Override
  public Map<String, List<@Nullable Object>> lines() {
    return byKey(lineRows);
  }

  private static Map<String, List<@Nullable Object>> byKey(InMemoryRows rows) {
    Map<String, List<@Nullable Object>> found = new TreeMap<>();
    rows.rows().forEach(row -> found.put(ShopTables.key(row), ShopTables.values(row)));
    return found;
  }
}
