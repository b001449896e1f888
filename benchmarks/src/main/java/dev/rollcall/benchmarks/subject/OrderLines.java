package dev.rollcall.benchmarks.subject;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;

/** A type of one's own, with an array whose items are the rows. */
final class OrderLines {

  static final RecordType TYPE =
      RecordType.named("order_line")
          .key("order_id", "line")
          .items("lines")
          .column("order_id", ColumnType.STRING)
          .from("$.id")
          .itemIndex("line")
          .column("customer_id", ColumnType.STRING)
          .from("$.customer.id")
          .column("ordered_at", ColumnType.TIMESTAMP)
          .from("$.created_at")
          .required()
          .column("sku", ColumnType.STRING)
          .required()
          .column("quantity", ColumnType.INT64)
          .from("qty")
          .decimal("net", 12, 2)
          .from("price.net")
          .decimalText()
          .column("currency", ColumnType.STRING)
          .from("price.currency")
          .build();

  private OrderLines() {}
}
