package dev.rollcall.jdbc;

import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Row;
import dev.rollcall.testkit.contract.RowSinkContract;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a real PostgreSQL. */
class PostgresRowSinkIT extends RowSinkContract {

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
  protected RowTarget target() {
    return database.rows("contract_rows").autoCreate();
  }

  @Override
  protected Optional<Row> stored(String key) {
    return database.row("contract_rows", schema(), key);
  }

  /** A number of more digits than its column. */
  @Override
  protected Optional<Row> unacceptable() {
    Object[] values = new Object[schema().size()];
    values[0] = "too many digits";
    values[schema().position("amount")] = new BigDecimal("1E30");
    return Optional.of(Row.of(schema(), values));
  }
}
