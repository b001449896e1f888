package dev.rollcall.testkit.contract;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.testkit.contract.FlawedStore.Flaw;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The contract on a store with at most one flaw; not named a test, so that it is not run by itself.
 */
class FlawedContract extends AggregateStoreContract {

  private final FlawedStore store;

  FlawedContract(Flaw flaw) {
    this.store = new FlawedStore(flaw);
  }

  @Override
  protected AggregateStore open(List<Aggregation.Table> tables) {
    return store;
  }

  @Override
  protected Optional<Map<String, Object>> result(Aggregation.Table table, AggregateKey key) {
    return store.result(key);
  }

  @Override
  protected void remove(AggregateKey key) {
    store.remove(key);
  }
}
