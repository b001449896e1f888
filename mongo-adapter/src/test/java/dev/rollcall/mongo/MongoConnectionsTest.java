package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ClusterType;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.SharedResources;
import dev.rollcall.mongo.MongoConnector.Connected;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MongoConnectionsTest {

  private static final MongoAddress ONE = new MongoAddress("one", "mongodb://127.0.0.1:1/?a=1");
  private static final MongoAddress TWO = new MongoAddress("two", "mongodb://127.0.0.1:1/?a=1");
  private static final MongoAddress OTHER = new MongoAddress("one", "mongodb://127.0.0.1:2");

  private final List<Runnable> later = new ArrayList<>();
  private final SharedResources<String, Connected> shared =
      new SharedResources<>(Connected::close, later::add);

  @Test
  void databasesOfOneConnectionStringShareAClient() {
    try (MongoConnections one = acquire(ONE);
        MongoConnections two = acquire(TWO);
        MongoConnections other = acquire(OTHER)) {
      assertThat(one.client()).isSameAs(two.client());
      assertThat(one.client()).isNotSameAs(other.client());
    }
    later.forEach(Runnable::run);
  }

  @Test
  void aClientIsKeptAWhileAfterItsLastUserAndUsedAgain() {
    MongoConnections first = acquire(ONE);
    first.close();
    MongoConnections second = acquire(ONE);
    later.forEach(Runnable::run);

    try (MongoConnections third = acquire(ONE)) {
      assertThat(third.client()).isSameAs(first.client());
      assertThat(third.client()).isSameAs(second.client());
    }
    second.close();
    later.forEach(Runnable::run);
  }

  @Test
  void aClientThatNobodyUsesAnyMoreIsClosedAndForgotten() {
    MongoConnections first = acquire(ONE);
    first.close();
    first.close();
    assertThat(later).hasSize(1);
    later.forEach(Runnable::run);

    try (MongoConnections second = acquire(ONE)) {
      assertThat(second.client()).isNotSameAs(first.client());
    }
    assertThatThrownBy(() -> first.collection("c").countDocuments())
        .isInstanceOf(IllegalStateException.class);
    later.forEach(Runnable::run);
  }

  @Test
  void onlyWhatCannotBeShardedIsNotAskedByWhatItIs() {
    assertThat(ClusterType.values())
        .filteredOn(type -> !MongoConnections.mayBeSharded(type))
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
      SharedResources<String, Connected> counted =
          new SharedResources<>(same -> released.incrementAndGet(), Runnable::run);
      MongoConnections database =
          new MongoConnections(
              counted.acquire("any", same -> new Connected(client, ServerReports.none())), broken);
      Aggregation.Table table = new Aggregation.Table("counts", List.of(), List.of());

      assertThatThrownBy(() -> MongoAggregateStore.open("mongodb:d", database, List.of(table)))
          .isInstanceOf(NoClassDefFoundError.class);
    }
    assertThat(released).hasValue(1);
  }

  private MongoConnections acquire(MongoAddress address) {
    return MongoConnections.acquire(address, shared);
  }

  @Test
  void optionsThatTheDriverRefusesAreAConfigurationErrorWithoutTheLogin() {
    assertThatThrownBy(
            () ->
                acquire(
                    new MongoAddress("d", "mongodb://ada:s3cret@h/?minPoolSize=5&maxPoolSize=2")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContainingAny("ada", "s3cret");
  }
}
