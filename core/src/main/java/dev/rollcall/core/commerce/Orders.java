package dev.rollcall.core.commerce;

import static dev.rollcall.core.record.ColumnType.DATE;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;

import dev.rollcall.core.record.RecordType;
import java.util.List;

/**
 * Orders of a shop, one record each: {@code order_id, created_at, customer_id, product_id,
 * quantity, discount, subtotal, tax, total, source, state}. Ids are text, as shops write them. The
 * key is {@code order_id}, so an order that is sent again replaces its row; of an invoice with
 * several lines each line needs an id of its own, such as {@code 536365/3}.
 *
 * <p>{@code day} is that of {@code created_at} in UTC. A total that is not sent is subtotal -
 * discount + tax; an order with neither total nor subtotal is a dead letter, since its sum would
 * silently be wrong. Money has two digits behind the point; amounts may be negative (a return).
 */
public final class Orders {

  private static final RecordType TYPE = declare();

  private Orders() {}

  /** The record type {@code order}. */
  public static RecordType recordType() {
    return TYPE;
  }

  private static RecordType declare() {
    int precision = CommerceEvents.MONEY_PRECISION;
    int scale = CommerceEvents.MONEY_SCALE;
    return RecordType.named("order")
        .key("order_id")
        .column("order_id", STRING)
        .from("order_id")
        .emptyIsNull()
        .column("created_at", TIMESTAMP)
        .from("created_at")
        .emptyIsNull()
        .required()
        .derived(
            "day",
            DATE,
            List.of("created_at"),
            (row, time) -> CommerceDerivations.day(row, "created_at"))
        .column("customer_id", STRING)
        .from("customer_id")
        .emptyIsNull()
        .column("product_id", STRING)
        .from("product_id")
        .emptyIsNull()
        .column("quantity", INT64)
        .from("quantity")
        .emptyIsNull()
        .decimal("discount", precision, scale)
        .from("discount")
        .decimalText()
        .emptyIsNull()
        .decimal("subtotal", precision, scale)
        .from("subtotal")
        .decimalText()
        .emptyIsNull()
        .decimal("tax", precision, scale)
        .from("tax")
        .decimalText()
        .emptyIsNull()
        .decimal("total", precision, scale)
        .from("total")
        .decimalText()
        .emptyIsNull()
        .otherwise(List.of("subtotal", "discount", "tax"), CommerceDerivations::total)
        .required("a total or a subtotal")
        .column("source", STRING)
        .from("source")
        .emptyIsNull()
        .column("state", STRING)
        .from("state")
        .emptyIsNull()
        .build();
  }
}
