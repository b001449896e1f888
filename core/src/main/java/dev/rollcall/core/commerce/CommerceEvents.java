package dev.rollcall.core.commerce;

import static dev.rollcall.core.record.ColumnType.DATE;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static dev.rollcall.core.record.ColumnType.UUID;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.Measure.Condition;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.time.Duration;
import java.util.List;

/**
 * What visitors of a shop do, in the form of the <a
 * href="https://www.kaggle.com/datasets/mkechinov/ecommerce-behavior-data-from-multi-category-store">REES46
 * data</a> as JSON: {@code event_time, event_type, product_id, category_id, category_code, brand,
 * price, user_id, user_session}; and what a shop asks of them first.
 *
 * <p>Event time, event type and product are required; an event type other than view, cart,
 * remove_from_cart and purchase is a dead letter of the class {@code not-allowed}, a price that is
 * no decimal of at most {@value #MONEY_SCALE} digits behind the point one of the class {@code
 * wrong-type}, a purchase without a price one of the class {@code missing-value}. Empty texts are
 * null. {@code day} is the event's day in UTC, {@code category} the top level of the category code,
 * {@code revenue} the price of a purchase and 0 otherwise, so that its sum is the revenue. Amounts
 * are added as they stand: one shop, one currency.
 *
 * <p><b>The key.</b> REES46 has no event id. If the event carries a field {@code event_id}, that is
 * the key (as it is if it is a UUID, else a UUID by name): loads give each line one, made of load
 * and line. Otherwise {@code event_id} is a UUID by name of event time, type, product, user and
 * session. Then what is the same in these five is one row, be it sent twice or done twice within
 * one time stamp (REES46 counts seconds), while aggregates count each record; what is sent again
 * with another price replaces the row. The place in the topic is no key: an event that is sent
 * again, or copied to another topic, would become another row.
 *
 * <p>The aggregations count purchases as orders. They have a document for each group that had an
 * event, so a category that was looked at and not bought from has one with 0 orders. Threadsafe.
 */
public final class CommerceEvents {

  static final int MONEY_PRECISION = 18;
  static final int MONEY_SCALE = 2;

  private static final int CONVERSION_SCALE = 4;
  private static final RecordType TYPE = declare().build();
  private static final RecordType WITH_RAW = declare().column("raw", JSON).from("$").build();

  private CommerceEvents() {}

  /** The record type {@code commerce_event}. */
  public static RecordType recordType() {
    return TYPE;
  }

  /**
   * The same with one more column, {@code raw}: the whole event as JSON, for stores that keep
   * events as they came beside those that keep them flat.
   */
  public static RecordType recordTypeWithRaw() {
    return WITH_RAW;
  }

  /**
   * {@code sales_per_category(day, category_code, orders, revenue, buyers)}: orders and revenue
   * exact, buyers distinct users (see {@link dev.rollcall.core.aggregate.Measure.Kind#DISTINCT}).
   * Events without a category code are a group of their own, whose code is null.
   */
  public static Aggregation salesPerCategory() {
    return salesPer("category_code", "sales_per_category");
  }

  /** {@code sales_per_brand(day, brand, orders, revenue, buyers)}, as per category. */
  public static Aggregation salesPerBrand() {
    return salesPer("brand", "sales_per_brand");
  }

  /**
   * {@code funnel_per_day(day, views, carts, purchases, sessions, conversion)}: counts exact,
   * sessions distinct (see {@link dev.rollcall.core.aggregate.Measure.Kind#DISTINCT}), conversion
   * the last step by the first, purchases by views, to {@value #CONVERSION_SCALE} digits; null of a
   * day without views.
   */
  public static Aggregation funnelPerDay() {
    return Aggregation.named("funnel_per_day")
        .groupBy("day")
        .count()
        .where(is(CommerceEvent.Type.VIEW))
        .as("views")
        .count()
        .where(is(CommerceEvent.Type.CART))
        .as("carts")
        .count()
        .where(is(CommerceEvent.Type.PURCHASE))
        .as("purchases")
        .distinct("user_session")
        .as("sessions")
        .ratio("conversion", "purchases", "views")
        .scale(CONVERSION_SCALE)
        .build();
  }

  /**
   * {@code revenue_per_minute(window_start, window_end, orders, revenue)}: both exact, by the
   * minute of the event, in UTC. An event that comes late updates its own minute.
   */
  public static Aggregation revenuePerMinute() {
    return Aggregation.named("revenue_per_minute")
        .tumbling(Duration.ofMinutes(1), "event_time")
        .count()
        .where(is(CommerceEvent.Type.PURCHASE))
        .as("orders")
        .sum("revenue")
        .as("revenue")
        .build();
  }

  private static Aggregation salesPer(String column, String name) {
    return Aggregation.named(name)
        .groupBy("day", column)
        .count()
        .where(is(CommerceEvent.Type.PURCHASE))
        .as("orders")
        .sum("revenue")
        .as("revenue")
        .distinct("user_id")
        .where(is(CommerceEvent.Type.PURCHASE))
        .as("buyers")
        .build();
  }

  private static Condition is(CommerceEvent.Type type) {
    return Condition.column("event_type").is(type.text());
  }

  private static RecordTypeBuilder declare() {
    return RecordType.named("commerce_event")
        .key("event_id")
        .hidden("event_id_text", STRING)
        .from("event_id")
        .emptyIsNull()
        .derived(
            "event_id",
            UUID,
            List.of(
                "event_id_text",
                "event_time",
                "event_type",
                "product_id",
                "user_id",
                "user_session"),
            CommerceDerivations::eventId)
        .column("event_time", TIMESTAMP)
        .from("event_time")
        .emptyIsNull()
        .required()
        .derived(
            "day",
            DATE,
            List.of("event_time"),
            (row, time) -> CommerceDerivations.day(row, "event_time"))
        .column("event_type", STRING)
        .from("event_type")
        .emptyIsNull()
        .required()
        .oneOf(CommerceEvent.Type.texts())
        .column("product_id", INT64)
        .from("product_id")
        .emptyIsNull()
        .required()
        .column("category_id", INT64)
        .from("category_id")
        .emptyIsNull()
        .column("category_code", STRING)
        .from("category_code")
        .emptyIsNull()
        .derived("category", STRING, List.of("category_code"), CommerceDerivations::category)
        .column("brand", STRING)
        .from("brand")
        .emptyIsNull()
        .decimal("price", MONEY_PRECISION, MONEY_SCALE)
        .from("price")
        .decimalText()
        .emptyIsNull()
        .decimal("revenue", MONEY_PRECISION, MONEY_SCALE)
        .otherwise(List.of("event_type", "price"), CommerceDerivations::revenue)
        .required("the price that a purchase has")
        .column("user_id", INT64)
        .from("user_id")
        .emptyIsNull()
        .column("user_session", STRING)
        .from("user_session")
        .emptyIsNull();
  }
}
