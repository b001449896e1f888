package dev.rollcall.core.commerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The aggregations of a shop, over eight events of two days. */
class CommerceAggregationsTest {

  private static final List<Row> EVENTS =
      List.of(
          event("2019-10-01 00:00:00", "view", "a.b", "x", "10.00", 1, "s1"),
          event("2019-10-01 00:00:01", "cart", "a.b", "x", "10.00", 1, "s1"),
          event("2019-10-01 00:00:59", "purchase", "a.b", "x", "10.00", 1, "s1"),
          event("2019-10-01 00:01:00", "purchase", "a.b", "x", "0.05", 1, "s4"),
          event("2019-10-01 00:01:00", "view", "", "", "7.00", 2, "s2"),
          event("2019-10-01 00:01:30", "remove_from_cart", "", "", "7.00", 2, "s2"),
          event("2019-10-01 00:01:31", "remove_from_cart", "", "", "7.00", 2, "s2"),
          event("2019-10-02 00:00:00", "purchase", "", "x", "7.00", 3, "s3"));

  @Test
  void salesPerCategory() {
    assertThat(columns(CommerceEvents.salesPerCategory()))
        .containsExactly("day", "category_code", "orders", "revenue", "buyers");
    assertThat(results(CommerceEvents.salesPerCategory()))
        .containsExactly(
            "2019-10-01 a.b 2 10.05 1", "2019-10-01 null 0 0.00 0", "2019-10-02 null 1 7.00 1");
  }

  @Test
  void salesPerBrand() {
    assertThat(columns(CommerceEvents.salesPerBrand()))
        .containsExactly("day", "brand", "orders", "revenue", "buyers");
    assertThat(results(CommerceEvents.salesPerBrand()))
        .containsExactly(
            "2019-10-01 x 2 10.05 1", "2019-10-01 null 0 0.00 0", "2019-10-02 x 1 7.00 1");
  }

  @Test
  void funnelPerDay() {
    assertThat(columns(CommerceEvents.funnelPerDay()))
        .containsExactly("day", "views", "carts", "purchases", "sessions", "conversion");
    assertThat(results(CommerceEvents.funnelPerDay()))
        .containsExactly("2019-10-01 2 1 2 3 1.0000", "2019-10-02 0 0 1 1 null");
  }

  @Test
  void revenuePerMinute() {
    assertThat(columns(CommerceEvents.revenuePerMinute()))
        .containsExactly("window_start", "window_end", "orders", "revenue");
    assertThat(results(CommerceEvents.revenuePerMinute()))
        .containsExactly(
            "2019-10-01T00:00:00Z 2019-10-01T00:01:00Z 1 10.00",
            "2019-10-01T00:01:00Z 2019-10-01T00:02:00Z 1 0.05",
            "2019-10-02T00:00:00Z 2019-10-02T00:01:00Z 1 7.00");
  }

  private static Aggregator bound(Aggregation aggregation) {
    return Aggregator.of(aggregation, "shop", CommerceEvents.recordType().schema());
  }

  private static List<String> columns(Aggregation aggregation) {
    List<Column> columns = new ArrayList<>(bound(aggregation).table().groupColumns());
    columns.addAll(bound(aggregation).table().measureColumns());
    return columns.stream().map(Column::name).toList();
  }

  /** One line per group, in the order of their first events. */
  private static List<String> results(Aggregation aggregation) {
    Aggregator aggregator = bound(aggregation);
    Map<AggregateKey, Accumulators> groups = new LinkedHashMap<>();
    for (Row row : EVENTS) {
      groups
          .computeIfAbsent(aggregator.key(row, Instant.EPOCH), key -> aggregator.create())
          .add(row);
    }
    List<String> lines = new ArrayList<>();
    groups.forEach(
        (key, state) ->
            lines.add(
                String.join(
                    " ",
                    aggregator.result(key, state).values().stream()
                        .map(String::valueOf)
                        .toList())));
    return lines;
  }

  private static Row event(
      String time,
      String type,
      String categoryCode,
      String brand,
      String price,
      int user,
      String session) {
    String json =
        """
        {"event_time":"%s UTC","event_type":"%s","product_id":1,"category_code":"%s",
         "brand":"%s","price":"%s","user_id":%d,"user_session":"%s"}
        """
            .formatted(time, type, categoryCode, brand, price, user, session);
    Element element =
        Flattener.of(CommerceEvents.recordType())
            .flatten(json.getBytes(StandardCharsets.UTF_8), Instant.EPOCH)
            .get(0);
    return ((Element.Accepted) element).row();
  }
}
