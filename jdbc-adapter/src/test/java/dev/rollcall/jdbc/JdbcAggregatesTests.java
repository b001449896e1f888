package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.testkit.contract.AggregateStoreContract;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what it does not say, on a real database; a subclass names it. */
abstract class JdbcAggregatesTests extends AggregateStoreContract {

  static final Aggregation.Table TABLE =
      new Aggregation.Table(
          "users_by_gender",
          List.of(Column.of("gender", ColumnType.STRING)),
          List.of(Column.of("count", ColumnType.INT64), Column.decimal("mean_age", 38, 2)));

  abstract TestSchema database();

  @Override
  protected AggregateStore open(List<Aggregation.Table> tables) {
    return database().aggregates().autoCreate().open(tables);
  }

  @Override
  protected AggregateTarget target() {
    return database().aggregates().autoCreate();
  }

  @Override
  protected Optional<Map<String, Object>> result(Aggregation.Table table, AggregateKey key) {
    return database().result(table, key);
  }

  @Override
  protected void remove(AggregateKey key) {
    database().remove(key);
  }

  @Test
  void aTableThatIsNotThereIsAnErrorWithTheStatementThatMakesIt() {
    Aggregation.Table absent =
        new Aggregation.Table("absent", TABLE.groupColumns(), TABLE.measureColumns());
    assertThatThrownBy(() -> database().aggregates().open(List.of(absent)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(".absent")
        .hasMessageContaining("CREATE TABLE");

    String ddl = database().aggregates().plan(List.of(absent)).ddl().get(0);
    database().execute(ddl.replaceFirst(";$", ""));

    database().aggregates().open(List.of(absent)).close();
  }

  @Test
  void aTableOfOtherPeopleIsNotTouched() {
    database().execute("CREATE TABLE customers (id int PRIMARY KEY, gender varchar(10))");

    assertThatThrownBy(
            () ->
                database()
                    .aggregates()
                    .autoCreate()
                    .open(
                        List.of(
                            new Aggregation.Table(
                                "customers", TABLE.groupColumns(), TABLE.measureColumns()))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("customers")
        .hasMessageContaining("rollcall_key");
  }

  @Test
  void aGroupOfCharactersThatNoDatabaseHoldsIsCountedAndKeptApart() {
    AggregateKey odd = key("odd", "NUL \0 and half \uD83D of a pair");
    AggregateKey other = key("odd", "NUL \0 and half \uD83E of a pair");
    try (AggregateStore store = open(List.of(TABLE))) {
      assertThat(store.compareAndSet(List.of(write(odd, null, "r1"), write(other, null, "r2"))))
          .isEmpty();
      assertThat(store.compareAndSet(List.of(write(odd, "r1", "r3")))).isEmpty();
      assertThat(store.load(List.of(odd, other))).hasSize(2);
    }
    assertThat(result(TABLE, odd).orElseThrow().get("gender").toString())
        .startsWith("NUL ")
        .endsWith(" and half \uFFFD of a pair");
  }

  @Test
  void aGroupOfWhichTheDatabaseWouldCutTheBlanksStopsTheRunUntilThereIsRoom() {
    Aggregation.Table narrow =
        new Aggregation.Table("narrow_groups", TABLE.groupColumns(), TABLE.measureColumns());
    String ddl = database().aggregates().plan(List.of(narrow)).ddl().get(0);
    database()
        .execute(
            ddl.replaceFirst(
                    "(gender.) .*",
                    database().dialect() == PostgresDialect.INSTANCE
                        ? "$1 varchar(5),"
                        : "$1 varchar(5) CHARACTER SET utf8mb4,")
                .replaceFirst(";$", ""));
    AggregateKey fits = new AggregateKey("p", "narrow_groups", List.of("abcd "), null);
    AggregateKey longer = new AggregateKey("p", "narrow_groups", List.of("abcde "), null);
    String remedy;
    try (AggregateStore store = open(List.of(narrow))) {
      assertThat(store.compareAndSet(List.of(write(fits, null, "r1")))).isEmpty();
      FatalException cut =
          catchThrowableOfType(
              FatalException.class, () -> store.compareAndSet(List.of(write(longer, null, "r1"))));
      assertThat(cut).hasMessageContaining("column 'gender'").hasMessageContaining("blanks");
      remedy = cut.getMessage().replaceFirst("(?s).*(ALTER TABLE .*);", "$1");
    }
    database().execute(remedy);
    try (AggregateStore store = open(List.of(narrow))) {
      assertThat(store.compareAndSet(List.of(write(longer, null, "r1")))).isEmpty();
    }
    assertThat(result(narrow, longer).orElseThrow()).containsEntry("gender", "abcde ");
  }

  @Test
  void anAggregationThatWasNotDeclaredIsRefused() {
    try (AggregateStore store = open(List.of(TABLE))) {
      assertThatThrownBy(
              () -> store.load(List.of(new AggregateKey("p", "other", List.of("x"), null))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[users_by_gender]");
    }
  }

  /** Tables of before have 34 digits, whatever their columns are declared with now. */
  @ParameterizedTest
  @ValueSource(ints = {34, 49, 75})
  void aTotalThatOutgrowsItsColumnIsKeptAndTheRunGoesOnOnceTheColumnIsWidenedAsTold(int digits) {
    Aggregation.Table totals = totals("narrow_totals_" + digits, digits);
    AggregateKey key = new AggregateKey("totals", "narrow_totals_" + digits, List.of("x"), null);
    BigDecimal total =
        new BigDecimal(BigInteger.TEN.pow(Math.max(48, digits - 2)).add(BigInteger.ONE), 2);
    String ddl = database().aggregates().plan(List.of(totals)).ddl().get(0);
    database()
        .execute(ddl.replaceFirst("(revenue.) .*", "$1 decimal(34,2),").replaceFirst(";$", ""));
    String remedy;
    try (AggregateStore store = open(List.of(totals))) {
      store.compareAndSet(List.of(total(key, null, "r1", BigDecimal.ONE)));
      FatalException outgrown =
          catchThrowableOfType(
              FatalException.class,
              () -> store.compareAndSet(List.of(total(key, "r1", "r2", total))));

      assertThat(outgrown)
          .hasMessageContaining(
              ".narrow_totals_" + digits + ": column 'revenue': a number is beyond the range")
          .hasMessageContaining("nothing is lost")
          .hasMessageNotContaining("1000000");
      assertThat(store.load(List.of(key)).get(key).revision()).isEqualTo("r1");
      remedy = outgrown.getMessage().replaceFirst("(?s).*(ALTER TABLE .*);", "$1");
    }
    database().execute(remedy);

    try (AggregateStore store = open(List.of(totals))) {
      assertThat(store.compareAndSet(List.of(total(key, "r1", "r2", total)))).isEmpty();
    }
    assertThat(result(totals, key).orElseThrow().get("revenue")).isEqualTo(total);
  }

  private static Aggregation.Table totals(String name, int digits) {
    return new Aggregation.Table(
        name,
        List.of(Column.of("gender", ColumnType.STRING)),
        List.of(Column.decimal("revenue", digits, 2)));
  }

  private static AggregateStore.Write total(
      AggregateKey key, String expected, String revision, BigDecimal total) {
    return new AggregateStore.Write(
        key, expected, revision, new byte[] {1}, Map.of("gender", "x", "revenue", total));
  }

  /** As a user's URL may have it: "no information" and changed rows instead of found ones. */
  abstract String urlWithRewrittenBatches();

  @Test
  void theAnswerDoesNotDependOnHowADriverCounts() {
    try (AggregateStore store =
        JdbcAggregates.url(urlWithRewrittenBatches()).autoCreate().open(List.of(TABLE))) {
      AggregateKey there = key("counting", "a");
      AggregateKey stale = key("counting", "b");
      AggregateKey fresh = key("counting", "c");
      store.compareAndSet(List.of(write(there, null, "a1"), write(stale, null, "b1")));

      assertThat(
              store.compareAndSet(
                  List.of(
                      write(there, "a1", "a2"),
                      write(stale, null, "b2"),
                      write(fresh, null, "c1"),
                      write(key("counting", "d"), null, "d1"),
                      write(key("counting", "e"), "gone", "e1"))))
          .containsExactlyInAnyOrder(stale, key("counting", "e"));
      assertThat(store.load(List.of(stale)).get(stale).revision()).isEqualTo("b1");
      assertThat(store.load(List.of(fresh))).containsKey(fresh);
    }
  }

  @Test
  void workersThatMixReplacementsAndInsertsDoNotWaitInACircle() throws Exception {
    AggregateLayout layout = AggregateLayout.of(database().dialect(), TABLE);
    CyclicBarrier together = new CyclicBarrier(2);
    open(List.of(TABLE)).close();
    try (Connection one = connection();
        Connection other = connection();
        AggregateStore store = open(List.of(TABLE))) {
      for (int round = 0; round < 150; round++) {
        AggregateKey low = key("circle " + round, "a");
        AggregateKey high = key("circle " + round, "b");
        store.compareAndSet(List.of(write(low, null, "a1"), write(high, null, "b1")));
        // this one has not seen the lower document, which the other replaces
        CompareAndSet stale =
            new CompareAndSet(
                "x", layout, List.of(write(high, "b1", "b2"), write(low, null, "a2")));
        CompareAndSet fresh =
            new CompareAndSet(
                "x", layout, List.of(write(low, "a1", "a3"), write(high, "b1", "b3")));
        CompletableFuture<Set<AggregateKey>> first = committed(stale, one, together);
        CompletableFuture<Set<AggregateKey>> second = committed(fresh, other, together);

        assertThat(first.get(30, TimeUnit.SECONDS)).contains(low);
        boolean firstWasFaster = !first.get().contains(high);
        assertThat(second.get(30, TimeUnit.SECONDS))
            .isEqualTo(firstWasFaster ? Set.of(high) : Set.of());
      }
    }
  }

  private Connection connection() throws SQLException {
    Connection connection =
        new DriverDataSource(JdbcAddress.DEFAULT.withUrl(database().url())).getConnection();
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connection.setAutoCommit(false);
    return connection;
  }

  private static CompletableFuture<Set<AggregateKey>> committed(
      CompareAndSet bulk, Connection connection, CyclicBarrier together) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            together.await();
            Set<AggregateKey> rejected = bulk.in(connection);
            connection.commit();
            return rejected;
          } catch (Exception failure) {
            throw new IllegalStateException(failure);
          }
        },
        task -> new Thread(task).start());
  }

  static AggregateKey key(String pipeline, String gender) {
    return new AggregateKey(pipeline, TABLE.aggregation(), List.of(gender), null);
  }

  static AggregateStore.Write write(AggregateKey key, String expected, String revision) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("gender", key.group().get(0));
    result.put("count", 3L);
    result.put("mean_age", null);
    return new AggregateStore.Write(key, expected, revision, new byte[] {1}, result);
  }
}
