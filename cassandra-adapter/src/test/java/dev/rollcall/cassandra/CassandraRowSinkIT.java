package dev.rollcall.cassandra;

import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Row;
import dev.rollcall.testkit.contract.RowSinkContract;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of row sinks, in a keyspace of its own that the sink makes itself. */
class CassandraRowSinkIT extends RowSinkContract {

  private static TestKeyspace keyspace;

  @BeforeAll
  static void nameAKeyspace() {
    keyspace = TestKeyspace.named();
  }

  @AfterAll
  static void dropIt() {
    keyspace.close();
  }

  @Override
  protected RowTarget target() {
    return keyspace.table("contract_rows").autoCreate();
  }

  @Override
  protected Optional<Row> stored(String key) {
    return keyspace.read("contract_rows", schema(), key);
  }

  /** A key of more than 64 KB: the server finds that out, not we. */
  @Override
  protected Optional<Row> unacceptable() {
    Object[] values = new Object[schema().size()];
    values[schema().keys().get(0)] = "k".repeat(70_000);
    return Optional.of(Row.of(schema(), values));
  }
}
