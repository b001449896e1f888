package dev.rollcall.testkit.memory;

import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.testkit.contract.RowSinkContract;
import java.util.Optional;

class InMemoryRowsContractTest extends RowSinkContract {

  @Override
  protected RowTarget sharedTarget(String table) {
    return InMemoryRows.named(table).shared();
  }

  @Override
  protected RowTarget target(String table) {
    return InMemoryRows.named(table);
  }

  @Override
  protected Optional<Row> stored(String table, Schema schema, Row.Key key) {
    return InMemoryRows.named(table).find(key.values().toArray());
  }
}
