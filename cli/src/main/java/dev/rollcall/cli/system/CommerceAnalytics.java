package dev.rollcall.cli.system;

import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.cli.check.CassandraRows;
import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.check.JdbcRows;
import dev.rollcall.cli.check.SourceRecords;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.input.FileNames;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.core.commerce.CommerceEvents;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.Projection;
import dev.rollcall.core.record.Buckets;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.testkit.server.Servers;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Events of a shop as they come to Cassandra, and to a database: a row each, sales, funnel and
 * revenue live.
 */
final class CommerceAnalytics implements TopicSystem {

  private static final String NAME = "commerce-analytics";
  private static final String DATABASE = "shop_db";
  private static final String KEYSPACE = "shop_ks";
  private static final String RAW = "raw_events";

  private static final Set<String> TYPES = Set.of("view", "cart", "remove_from_cart", "purchase");

  /** Of a day. */
  private static final int BUCKETS = 16;

  private final SqlStore store;

  /** Over PostgreSQL. */
  CommerceAnalytics() {
    this(SqlStore.POSTGRES);
  }

  private CommerceAnalytics(SqlStore store) {
    this.store = store;
  }

  @Override
  public ReferenceSystem over(SqlStore other) {
    return new CommerceAnalytics(other);
  }

  /** What is in one database is not in the other: each has its own place in the topic. */
  @Override
  public String name() {
    return store == SqlStore.POSTGRES ? NAME : NAME + "-" + store.option();
  }

  @Override
  public String topic() {
    return "shop_events";
  }

  @Override
  public Set<Servers.Kind> servers() {
    return EnumSet.of(Servers.Kind.KAFKA, Servers.Kind.CASSANDRA, store.server());
  }

  /** A CSV file of the REES46 form, or so many sessions of an invented shop. */
  @Override
  public Loaded load(UserOrigin origin, KafkaTopic topic, Progress progress) {
    ShopLoad load = new ShopLoad(topic, progress);
    Path from = origin.from();
    if (from == null) {
      return load.sessions(origin.users());
    }
    if (Files.isDirectory(from) || FileNames.isJson(from)) {
      throw new ConfigurationException(
          "--from %s: got %s, expected a CSV file of the REES46 form"
              .formatted(from, Files.isDirectory(from) ? "a folder" : "JSON"));
    }
    return load.file(from, origin.csv());
  }

  @Override
  public Pipeline pipeline(Stores stores, Path home) {
    return Pipeline.named(name())
        .records(CommerceEvents.recordTypeWithRaw())
        .derived("date", STRING, (row, time) -> String.valueOf(row.getDate("day")))
        .derived("bucket", INT64, (row, time) -> Buckets.of(row, "event_id", BUCKETS))
        .rows(
            stores
                .at(CassandraTable.in(KEYSPACE).named(RAW))
                .partitionedBy("date", "bucket")
                .columnType("bucket", "int")
                .autoCreate(),
            Projection.columns("date", "bucket", "event_id", "event_time", "event_type", "raw"))
        .rows(
            JdbcTable.named("events").url(url(stores)).autoCreate(),
            Projection.columns(CommerceEvents.recordType().schema().names().toArray(String[]::new)))
        .aggregate(CommerceEvents.salesPerCategory())
        .aggregate(CommerceEvents.salesPerBrand())
        .aggregate(CommerceEvents.funnelPerDay())
        .aggregate(CommerceEvents.revenuePerMinute())
        .into(JdbcAggregates.url(url(stores)).autoCreate())
        .deadLetters(stores.deadLetters(topic()))
        .build();
  }

  private String url(Stores stores) {
    return store.url(stores, DATABASE);
  }

  @Override
  public List<Check> check(SystemRun run, KafkaTopic topic) {
    Map<String, Map<String, @Nullable Object>> raw = new HashMap<>();
    Map<String, Map<String, @Nullable Object>> events = new HashMap<>();
    Map<String, Map<String, @Nullable Object>> funnel = new HashMap<>();
    Map<String, Map<String, @Nullable Object>> sales = new HashMap<>();
    SourceRecords.each(
        topic,
        event -> {
          if (!isEvent(event)) {
            return;
          }
          String day = text(event, "event_time").substring(0, 10);
          raw.put(key(event), Map.of("date", day, "raw", event));
          events.put(key(event), expected(event));
          String type = text(event, "event_type");
          add(funnel, day, "views", type.equals("view") ? 1 : 0);
          add(funnel, day, "carts", type.equals("cart") ? 1 : 0);
          add(funnel, day, "purchases", type.equals("purchase") ? 1 : 0);
          String category = day + " " + text(event, "category_code");
          boolean bought = type.equals("purchase");
          add(sales, category, "orders", bought ? 1 : 0);
          sales
              .computeIfAbsent(category, group -> new HashMap<>())
              .merge(
                  "revenue",
                  bought ? Objects.requireNonNull(money(event)) : new BigDecimal("0.00"),
                  (sum, one) -> ((BigDecimal) sum).add((BigDecimal) one));
        });
    String url = url(run.stores());
    return List.of(
        Check.ofRows(RAW + " = the topic's events, whole", rawEvents(run.stores()), raw),
        Check.ofRows(
            "events = the topic's events",
            JdbcRows.read(
                url,
                "SELECT CONCAT("
                    + store.seconds("event_time")
                    + ", ' ', event_type, ' ', product_id, ' ', COALESCE(CONCAT(user_id), ''),"
                    + " ' ', COALESCE(user_session, '')) AS row_key,"
                    + " category_code, brand, price FROM events"),
            events),
        Check.ofRows(
            "funnel_per_day = a recount of the topic",
            JdbcRows.read(
                url, "SELECT day AS row_key, views, carts, purchases FROM funnel_per_day"),
            funnel),
        Check.ofRows(
            "sales_per_category = a recount of the topic",
            JdbcRows.read(
                url,
                "SELECT CONCAT(day, ' ', COALESCE(category_code, '')) AS row_key, orders,"
                    + " CAST(revenue AS decimal(38, 2)) AS revenue FROM sales_per_category"),
            sales));
  }

  private static Map<String, Map<String, @Nullable Object>> rawEvents(Stores stores) {
    Map<String, Map<String, @Nullable Object>> events = new HashMap<>();
    CassandraRows.read(stores.cassandra(), KEYSPACE, RAW, "event_id")
        .values()
        .forEach(
            row -> {
              JsonNode event = SourceRecords.tree(String.valueOf(row.get("raw")).getBytes(UTF_8));
              events.put(key(event), Map.of("date", String.valueOf(row.get("date")), "raw", event));
            });
    return events;
  }

  /** Anything else is a dead letter, among it what stands for a line that could not be read. */
  private static boolean isEvent(JsonNode event) {
    String type = text(event, "event_type");
    return !text(event, "event_time").isEmpty()
        && TYPES.contains(type)
        && (money(event) != null || !type.equals("purchase"));
  }

  private static void add(
      Map<String, Map<String, @Nullable Object>> groups, String group, String measure, long more) {
    groups
        .computeIfAbsent(group, key -> new HashMap<>())
        .merge(measure, more, (sum, one) -> (Long) sum + (Long) one);
  }

  /** Events without an id of their own are one if they agree in these. */
  private static String key(JsonNode event) {
    return String.join(
        " ",
        text(event, "event_time").replace(" UTC", ""),
        text(event, "event_type"),
        text(event, "product_id"),
        text(event, "user_id"),
        text(event, "user_session"));
  }

  private static Map<String, @Nullable Object> expected(JsonNode event) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("category_code", orNull(text(event, "category_code")));
    row.put("brand", orNull(text(event, "brand")));
    row.put("price", money(event));
    return row;
  }

  private static @Nullable BigDecimal money(JsonNode event) {
    String price = text(event, "price");
    return price.isEmpty() ? null : new BigDecimal(price).setScale(2);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String text(JsonNode event, String field) {
    return event.path(field).asText("");
  }
}
