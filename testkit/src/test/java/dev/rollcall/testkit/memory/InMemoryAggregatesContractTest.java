package dev.rollcall.testkit.memory;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.testkit.contract.AggregateStoreContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

class InMemoryAggregatesContractTest extends AggregateStoreContract {

  private final InMemoryAggregates aggregates = InMemoryAggregates.named("contract");

  @Override
  protected AggregateStore open(List<Aggregation.Table> tables) {
    return aggregates.open(tables);
  }

  @Override
  protected AggregateTarget target() {
    return aggregates;
  }

  @Override
  protected Optional<Map<String, @Nullable Object>> result(
      Aggregation.Table table, AggregateKey key) {
    return aggregates.find(key).map(AggregateStore.Write::result);
  }

  @Override
  protected void remove(AggregateKey key) {
    aggregates.remove(key);
  }
}
