package dev.rollcall.examples.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.core.commerce.CommerceEvents;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.examples.check.Check;
import dev.rollcall.examples.check.JdbcRows;
import dev.rollcall.examples.check.SourceRecords;
import dev.rollcall.examples.command.Progress;
import dev.rollcall.examples.produce.Loaded;
import dev.rollcall.examples.produce.UserOrigin;
import dev.rollcall.jdbc.JdbcAggregates;
import dev.rollcall.jdbc.JdbcTable;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.testkit.server.Servers;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events of a shop to a database: a row each, sales, funnel and revenue live. */
final class CommerceAnalytics implements TopicSystem {

  @Override
  public String name() {
    return "commerce-analytics";
  }

  @Override
  public String title() {
    return "shop events to PostgreSQL: events, sales, funnel, revenue per minute";
  }

  @Override
  public String topic() {
    return "shop_events";
  }

  @Override
  public Set<Servers.Kind> servers() {
    return EnumSet.of(Servers.Kind.KAFKA, Servers.Kind.POSTGRES);
  }

  /** A CSV file of the REES46 form, or so many sessions of an invented shop. */
  @Override
  public Loaded load(UserOrigin origin, KafkaTopic topic, Progress progress) {
    ShopLoad load = new ShopLoad(topic, progress);
    return origin.from() == null ? load.sessions(origin.users()) : load.file(origin.from());
  }

  @Override
  public Pipeline pipeline(Stores stores, Path home) {
    return Pipeline.named(name())
        .records(CommerceEvents.recordType())
        .rows(JdbcTable.named("events").url(stores.postgres()).autoCreate())
        .aggregate(CommerceEvents.salesPerCategory())
        .aggregate(CommerceEvents.salesPerBrand())
        .aggregate(CommerceEvents.funnelPerDay())
        .aggregate(CommerceEvents.revenuePerMinute())
        .into(JdbcAggregates.url(stores.postgres()).autoCreate())
        .deadLetters(stores.deadLetters(topic()))
        .build();
  }

  @Override
  public List<Check> check(SystemRun run, KafkaTopic topic) {
    Map<String, Map<String, @Nullable Object>> events = new HashMap<>();
    Map<String, Map<String, @Nullable Object>> funnel = new HashMap<>();
    Map<String, Map<String, @Nullable Object>> sales = new HashMap<>();
    SourceRecords.each(
        topic,
        event -> {
          events.put(key(event), expected(event));
          String day = text(event, "event_time").substring(0, 10);
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
                  bought ? money(event) : new BigDecimal("0.00"),
                  (sum, one) -> ((BigDecimal) sum).add((BigDecimal) one));
        });
    String url = run.stores().postgres();
    return List.of(
        Check.ofRows(
            "events = the topic's events",
            JdbcRows.read(
                url,
                "SELECT to_char(event_time AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' ' ||"
                    + " event_type || ' ' || product_id || ' ' || COALESCE(user_id::text, '') ||"
                    + " ' ' || COALESCE(user_session, '') AS row_key,"
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
                "SELECT day || ' ' || COALESCE(category_code, '') AS row_key, orders,"
                    + " revenue::numeric(38,2) AS revenue FROM sales_per_category"),
            sales));
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

  private static BigDecimal money(JsonNode event) {
    return new BigDecimal(text(event, "price")).setScale(2);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String text(JsonNode event, String field) {
    return event.path(field).asText("");
  }
}
