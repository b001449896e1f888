package dev.rollcall.jdbc;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.AggregateTable;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.testkit.contract.AggregateStoreContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a real PostgreSQL. */
class PostgresAggregateStoreIT extends AggregateStoreContract {

  private static TestSchema database;

  @BeforeAll
  static void makeSchema() {
    database = TestSchema.onPostgres();
  }

  @AfterAll
  static void dropSchema() {
    database.close();
  }

  @Override
  protected AggregateStore open(List<AggregateTable> tables) {
    return database.aggregates().autoCreate().open(tables);
  }

  @Override
  protected Optional<Map<String, Object>> result(AggregateTable table, AggregateKey key) {
    return database.result(table, key);
  }

  @Override
  protected void remove(AggregateKey key) {
    database.remove(key);
  }
}
