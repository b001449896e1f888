package dev.rollcall.faults.simulation.parts;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.ErrorPolicy;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.time.Duration;

/**
 * The pipeline of the simulation: orders, their lines, and refunds beside them; a field says what
 * an element is. Its targets are never opened: each worker has its own ends of the simulated
 * stores.
 */
final class ShopDefinition {

  static final String ORDERS = "orders";
  static final String LINES = "lines";
  static final String REFUNDS = "refunds";

  private static final RecordType ORDER =
      RecordType.named("order")
          .envelope("events")
          .key("id")
          .column("id", ColumnType.STRING)
          .column("customer", ColumnType.STRING)
          .required()
          .column("hash", ColumnType.INT64)
          .deletedWhere("deleted", "true")
          .build();

  private static final RecordType LINE =
      RecordType.named("line")
          .envelope("events")
          .items("lines")
          .key("id", "line")
          .column("id", ColumnType.STRING)
          .from("$.id")
          .itemIndex("line")
          .column("sku", ColumnType.STRING)
          .column("quantity", ColumnType.INT64)
          .column("hash", ColumnType.INT64)
          .build();

  private static final RecordType REFUND =
      RecordType.named("refund")
          .envelope("events")
          .key("id")
          .column("id", ColumnType.STRING)
          .column("hash", ColumnType.INT64)
          .build();

  static final CompiledPipeline COMPILED =
      CompiledPipeline.of(
          Pipeline.named("shop")
              .branch(
                  ORDERS,
                  b ->
                      b.records(ORDER)
                          .whereField("type", "order")
                          .where(row -> !ShopEvent.FILTERED.equals(row.getString("customer")))
                          .rows(InMemoryRows.named(ORDERS))
                          .aggregate(
                              Aggregation.named("by_customer")
                                  .groupBy("customer")
                                  .count()
                                  .sum("hash")))
              .branch(
                  LINES,
                  b ->
                      b.records(LINE)
                          .whereField("type", "order")
                          .rows(InMemoryRows.named(LINES))
                          .partOf(ORDERS)
                          .aggregate(
                              Aggregation.named("by_sku").groupBy("sku").count().sum("hash")))
              .branch(
                  REFUNDS,
                  b ->
                      b.records(REFUND)
                          .whereField("type", "refund")
                          .rows(InMemoryRows.named(REFUNDS)))
              .into(InMemoryAggregates.named("shop"))
              .deadLetters(InMemoryDeadLetters.named("shop"))
              .onError(ErrorPolicy.deadLetter())
              .retry(new RetryPolicy(2, Duration.ZERO, Duration.ZERO))
              .build());

  private ShopDefinition() {}
}
