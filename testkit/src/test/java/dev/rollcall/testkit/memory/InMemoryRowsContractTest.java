package dev.rollcall.testkit.memory;

import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Row;
import dev.rollcall.testkit.contract.RowSinkContract;
import java.util.Optional;

class InMemoryRowsContractTest extends RowSinkContract {

  private final InMemoryRows rows = InMemoryRows.named("contract");

  @Override
  protected RowTarget target() {
    return rows;
  }

  @Override
  protected Optional<Row> stored(String key) {
    return rows.find(key);
  }
}
