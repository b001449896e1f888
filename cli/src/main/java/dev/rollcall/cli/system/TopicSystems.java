package dev.rollcall.cli.system;

import static dev.rollcall.testkit.server.Servers.Kind.CASSANDRA;
import static dev.rollcall.testkit.server.Servers.Kind.KAFKA;
import static dev.rollcall.testkit.server.Servers.Kind.MONGO;
import static dev.rollcall.testkit.server.Servers.Kind.POSTGRES;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.check.PlainReading;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.core.pipeline.HmacKey;
import dev.rollcall.csv.CsvFormat;
import dev.rollcall.examples.CommerceAnalytics;
import dev.rollcall.examples.CreatedUsers;
import dev.rollcall.examples.ProfileAnalytics;
import dev.rollcall.examples.UserWarehouse;
import dev.rollcall.testkit.server.Servers;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The examples that read a topic, and the stores that {@code rollcall run} gives them. */
public final class TopicSystems {

  static final String COMMERCE = "commerce-analytics";

  private static final int OF_AGE = 18;

  private TopicSystems() {}

  /** Users of age, with pseudonyms, to a table and to figures. */
  public static TopicSystem profileAnalytics() {
    return new TopicSystem(
        "profile-analytics",
        ProfileAnalytics.TOPIC,
        EnumSet.of(KAFKA, CASSANDRA, MONGO),
        UserOrigin::load,
        home -> {
          HmacKey key = PseudonymKey.in(home);
          return (tables, figures, letters) ->
              ProfileAnalytics.pipeline(tables.get(0), figures, letters, key);
        },
        stores ->
            List.of(stores.cassandra("users_keyspace.user_table", ProfileAnalytics.userTable())),
        stores -> stores.mongoFigures("users_db"),
        row -> Optional.of(row).filter(it -> !it.isNull("age") && it.getLong("age") >= OF_AGE),
        PlainReading.USERS.as(TopicSystems::ofAge));
  }

  static TopicSystem createdUsers() {
    return new TopicSystem(
        "created-users",
        CreatedUsers.TOPIC,
        EnumSet.of(KAFKA, CASSANDRA),
        UserOrigin::load,
        home -> (tables, figures, letters) -> CreatedUsers.pipeline(tables.get(0), letters),
        stores -> List.of(stores.cassandra("spark_streams.created_users", CreatedUsers.table())),
        stores -> StoredFigures.NONE,
        Optional::of,
        PlainReading.USERS);
  }

  static TopicSystem userWarehouse() {
    return new TopicSystem(
        "user-warehouse",
        UserWarehouse.TOPIC,
        EnumSet.of(KAFKA, POSTGRES),
        UserOrigin::load,
        home ->
            (tables, figures, letters) -> UserWarehouse.pipeline(tables.get(0), figures, letters),
        stores -> List.of(Stores.jdbc("warehouse_users", UserWarehouse.table(), stores.postgres())),
        stores -> Stores.jdbcFigures(stores.postgres()),
        Optional::of,
        PlainReading.USERS);
  }

  /** What is in one database is not in the other: each has its own place in the topic. */
  static TopicSystem commerceAnalytics(Servers.Kind store, CsvFormat csv) {
    String name = store == POSTGRES ? COMMERCE : COMMERCE + "-" + store.label();
    Function<Stores, String> url =
        stores -> store == POSTGRES ? stores.postgres() : stores.mysql("shop_db");
    return new TopicSystem(
        name,
        CommerceAnalytics.TOPIC,
        EnumSet.of(KAFKA, CASSANDRA, store),
        origin ->
            origin.from() == null
                ? ShopLoad.ofSessions(origin.users())
                : ShopLoad.ofFile(origin.from(), csv),
        home ->
            (tables, figures, letters) ->
                CommerceAnalytics.pipeline(name, tables.get(0), tables.get(1), figures, letters),
        stores ->
            List.of(
                stores.cassandra("shop_ks.raw_events", CommerceAnalytics.rawTable()),
                Stores.jdbc("events", CommerceAnalytics.table(), url.apply(stores))),
        stores -> Stores.jdbcFigures(url.apply(stores)),
        Optional::of,
        PlainReading.EVENTS);
  }

  /** A user who is of age by a number in the JSON. The phone, a pseudonym, is not compared. */
  private static PlainReading.Plain ofAge(JsonNode user, PlainReading.Plain plain) {
    if (!(plain.columns().get("age") instanceof Integer age)) {
      return PlainReading.Plain.inDoubt(plain.key());
    }
    Map<String, @Nullable Object> columns = new LinkedHashMap<>(plain.columns());
    columns.remove("phone");
    return age < OF_AGE ? PlainReading.Plain.NOTHING : new PlainReading.Plain(plain.key(), columns);
  }
}
