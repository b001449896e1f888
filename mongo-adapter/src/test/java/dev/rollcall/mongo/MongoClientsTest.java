package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ClusterType;
import dev.rollcall.core.aggregate.AggregateTable;
import dev.rollcall.core.error.ConfigurationException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MongoClientsTest {

  private static final MongoAddress ONE = new MongoAddress("one", "mongodb://127.0.0.1:1/?a=1");
  private static final MongoAddress TWO = new MongoAddress("two", "mongodb://127.0.0.1:1/?a=1");
  private static final MongoAddress OTHER = new MongoAddress("one", "mongodb://127.0.0.1:2");

  private final List<Runnable> later = new ArrayList<>();
  private final MongoClients clients = new MongoClients(later::add);

  @Test
  void databasesOfOneConnectionStringShareAClient() {
    try (SharedDatabase one = clients.acquire(ONE);
        SharedDatabase two = clients.acquire(TWO);
        SharedDatabase other = clients.acquire(OTHER)) {
      assertThat(one.sharesClientWith(two)).isTrue();
      assertThat(one.sharesClientWith(other)).isFalse();
    }
    later.forEach(Runnable::run);
  }

  @Test
  void aClientIsKeptAWhileAfterItsLastUserAndUsedAgain() {
    SharedDatabase first = clients.acquire(ONE);
    first.close();
    SharedDatabase second = clients.acquire(ONE);
    later.forEach(Runnable::run);

    try (SharedDatabase third = clients.acquire(ONE)) {
      assertThat(third.sharesClientWith(first)).isTrue();
      assertThat(third.sharesClientWith(second)).isTrue();
    }
    second.close();
    later.forEach(Runnable::run);
  }

  @Test
  void aClientThatNobodyUsesAnyMoreIsClosedAndForgotten() {
    SharedDatabase first = clients.acquire(ONE);
    first.close();
    first.close();
    assertThat(later).hasSize(1);
    later.forEach(Runnable::run);

    try (SharedDatabase second = clients.acquire(ONE)) {
      assertThat(second.sharesClientWith(first)).isFalse();
    }
    assertThatThrownBy(() -> first.collection("c").countDocuments())
        .isInstanceOf(IllegalStateException.class);
    later.forEach(Runnable::run);
  }

  @Test
  void onlyWhatCannotBeShardedIsNotAskedByWhatItIs() {
    assertThat(ClusterType.values())
        .filteredOn(type -> !SharedDatabase.mayBeSharded(type))
        .containsExactlyInAnyOrder(ClusterType.STANDALONE, ClusterType.REPLICA_SET);
  }

  @Test
  void anErrorOfTheJvmWhileAStoreIsOpenedGivesTheShareBack() {
    AtomicInteger released = new AtomicInteger();
    ClassLoader loader = MongoDatabase.class.getClassLoader();
    MongoDatabase broken =
        (MongoDatabase)
            Proxy.newProxyInstance(
                loader,
                new Class<?>[] {MongoDatabase.class},
                (self, method, arguments) -> {
                  if (method.getName().equals("withReadPreference")) {
                    return self;
                  }
                  throw new NoClassDefFoundError(method.getName());
                });
    try (MongoClient client = com.mongodb.client.MongoClients.create("mongodb://127.0.0.1:1")) {
      SharedDatabase database =
          new SharedDatabase(
              client, broken, ServerReports.none(), () -> released.incrementAndGet());
      AggregateTable table = new AggregateTable("counts", List.of(), List.of());

      assertThatThrownBy(() -> MongoAggregateStore.open("mongodb:d", database, List.of(table)))
          .isInstanceOf(NoClassDefFoundError.class);
    }
    assertThat(released).hasValue(1);
  }

  @Test
  void optionsThatTheDriverRefusesAreAConfigurationErrorWithoutTheLogin() {
    assertThatThrownBy(
            () ->
                clients.acquire(
                    new MongoAddress("d", "mongodb://ada:s3cret@h/?minPoolSize=5&maxPoolSize=2")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContainingAny("ada", "s3cret");
  }
}
