package dev.rollcall.testkit.memory;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.AggregateTable;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.testkit.contract.AggregateStoreContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

class InMemoryAggregatesContractTest extends AggregateStoreContract {

  private final InMemoryAggregates aggregates = InMemoryAggregates.named("contract");

  @Override
  protected AggregateStore open(List<AggregateTable> tables) {
    return aggregates.open(tables);
  }

  @Override
  protected Optional<Map<String, @Nullable Object>> result(AggregateTable table, AggregateKey key) {
    return aggregates.find(key).map(AggregateStore.Write::result);
  }

  @Override
  protected void remove(AggregateKey key) {
    aggregates.remove(key);
  }
}
