package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Schema;
import java.math.BigDecimal;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Totals that outgrow Decimal128 do not end a run, now or when it begins again. */
class WideTotalsIT {

  private static final String MOST = "9".repeat(34);
  private static final RecordType PAYMENT =
      RecordType.named("payment")
          .key("id")
          .column("id", ColumnType.STRING)
          .from("id")
          .decimal("amount", 34, 0)
          .from("amount")
          .build();
  private static final Aggregation TOTALS =
      Aggregation.named("totals")
          .count()
          .sum("amount")
          .ratio("average", "sum_amount", "count")
          .build();

  private TestDatabase database;

  @BeforeEach
  void start() {
    database = new TestDatabase();
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void aTotalOfMoreThan34DigitsIsExactAndTheRunGoesOn() {
    InMemorySource source = InMemorySource.named("payments", 1);
    add(source, 200);
    PipelineRunner.runUntilCaughtUp(pipeline(), source);
    add(source, 1);
    PipelineRunner.runUntilCaughtUp(pipeline(), source);

    Aggregation.Table table =
        TOTALS
            .over(
                Schema.of(
                    List.of(Column.of("id", ColumnType.STRING), Column.decimal("amount", 34, 0)),
                    "id"))
            .table();
    try (MongoAggregateReader reader = database.aggregates().read()) {
      assertThat(reader.results(table))
          .singleElement()
          .satisfies(result -> assertThat(result.get("sum_amount")).isEqualTo(total(201)))
          .satisfies(
              result ->
                  assertThat((BigDecimal) result.get("average"))
                      .isEqualByComparingTo(new BigDecimal(MOST)));
    }
    BsonDocument stored = database.collection("totals").find().first();
    assertThat(stored.get("sum_amount").getBsonType()).isEqualTo(BsonType.STRING);
    assertThat(stored.get("average").getBsonType())
        .as("rounded to the digits that there are, as the plan says")
        .isEqualTo(BsonType.DECIMAL128);
  }

  @Test
  void thePlanSaysSo() {
    assertThat(pipeline().plan().toString())
        .contains("sum_amount of 'totals' may have 49 digits, Decimal128 has 34: stored as text")
        .contains("average of 'totals' may have 56 digits, Decimal128 has 34: more are rounded");
  }

  private static BigDecimal total(int payments) {
    return new BigDecimal(MOST).multiply(BigDecimal.valueOf(payments));
  }

  private static void add(InMemorySource source, int payments) {
    for (int i = 0; i < payments; i++) {
      source.add(0, "{\"id\":\"p%d\",\"amount\":%s}".formatted(i, MOST));
    }
  }

  private Pipeline pipeline() {
    return Pipeline.named("payments")
        .records(PAYMENT)
        .aggregate(TOTALS)
        .into(database.aggregates())
        .build();
  }
}
