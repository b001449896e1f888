package dev.rollcall.cassandra;

import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
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
  protected RowTarget target(String table) {
    return keyspace.table(table).autoCreate();
  }

  @Override
  protected RowTarget sharedTarget(String table) {
    return keyspace.table(table).autoCreate().shared();
  }

  @Override
  protected boolean replacesLowerDefinitions() {
    return false;
  }

  @Override
  protected boolean tellsOutdated() {
    return false;
  }

  @Override
  protected boolean ordersByRecordTime() {
    return false;
  }

  @Override
  protected Optional<Row> stored(String table, Schema schema, Row.Key key) {
    return keyspace.read(table, schema, key);
  }

  /** More than half a segment of the commit log: the server finds that out, not we. */
  @Override
  protected Optional<Row> unacceptable() {
    Object[] values = new Object[schema().size()];
    values[schema().keys().get(0)] = "too large";
    values[schema().position("payload")] = new byte[17 << 20];
    return Optional.of(Row.of(schema(), values));
  }
}
