package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.AggregateStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Aggregates on a real MariaDB. */
@EnabledWithMariaDb
class MariaDbAggregateStoreIT extends JdbcAggregatesTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onMariaDb();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }

  @Test
  void aStateThatIsLargerThanAPacketEndsTheRunAndLeavesNothing() {
    long most = ((Number) database().query("SELECT @@max_allowed_packet").get(0)).longValue();
    assumeThat(most).as("bytes of a packet").isLessThan(100 << 20);
    AggregateKey key = key("large", "x");
    AggregateStore.Write small = write(key("large", "a"), null, "r1");
    AggregateStore.Write large =
        new AggregateStore.Write(key, null, "r1", new byte[(int) most], small.result());
    try (AggregateStore store = open(List.of(TABLE))) {
      assertThatThrownBy(() -> store.compareAndSet(List.of(small, large)))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("users_by_gender")
          .hasMessageContaining("larger than what the server takes");
      assertThat(store.load(List.of(key, small.key()))).isEmpty();
    }
  }

  @Test
  void aUniqueIndexThatIsAddedLaterEndsTheRunWhereItKeepsANewRowOut() {
    Aggregation.Table table =
        new Aggregation.Table("added_later", TABLE.groupColumns(), TABLE.measureColumns());
    AggregateStore.Write first =
        write(new AggregateKey("p", "added_later", List.of("a"), null), null, "r1");
    AggregateStore.Write second =
        write(new AggregateKey("p", "added_later", List.of("b"), null), null, "r1");
    try (AggregateStore store = open(List.of(table))) {
      assertThat(store.compareAndSet(List.of(first))).isEmpty();
      database().execute("CREATE UNIQUE INDEX one_count ON added_later (count)");

      assertThatThrownBy(() -> store.compareAndSet(List.of(second)))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("another unique index")
          .hasMessageContaining("(count)");
      database().execute("DROP INDEX one_count ON added_later");
      assertThat(store.compareAndSet(List.of(second))).isEmpty();
    }
  }

  @Test
  void aLockIsGivenUpBeforeTheConnectionIs() throws SQLException {
    try (JdbcConnections pool =
        JdbcConnections.acquire(JdbcAddress.DEFAULT.withUrl(database().url()))) {
      long seconds =
          pool.run(
              "test",
              connection -> {
                try (Statement statement = connection.createStatement();
                    ResultSet row =
                        statement.executeQuery(
                            "SELECT GREATEST(@@innodb_lock_wait_timeout, @@lock_wait_timeout)")) {
                  row.next();
                  return row.getLong(1);
                }
              });
      assertThat(seconds).isEqualTo(JdbcAddress.LOCK.toSeconds());
    }
  }

  @Override
  String urlWithRewrittenBatches() {
    return database().url()
        + (database().url().contains("?") ? "&" : "?")
        + "rewriteBatchedStatements=true&useBulkStmts=true&useAffectedRows=true&useServerPrepStmts=true";
  }
}
