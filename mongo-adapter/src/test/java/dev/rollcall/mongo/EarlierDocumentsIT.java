package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.math.BigDecimal;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;

/** Documents as earlier versions wrote them are read and continued. The files never change. */
class EarlierDocumentsIT {

  private static final RecordType PAYMENT =
      RecordType.named("payment")
          .key("id")
          .column("id", ColumnType.STRING)
          .from("id")
          .column("country", ColumnType.STRING)
          .from("country")
          .decimal("amount", 34, 2)
          .from("amount")
          .column("points", ColumnType.INT64)
          .from("points")
          .build();

  @Test
  void aRunGoesOnFromThemOnceTheRowsAreStampedWithTheirDefinition() {
    try (TestDatabase database = new TestDatabase()) {
      database.collection("by_country").insertOne(document("aggregate.json"));
      database.collection("payments").insertOne(document("row.json"));
      try (MongoAggregateReader reader = database.aggregates().read()) {
        assertThat(reader.results("by_country").get(0))
            .containsEntry("count", 3L)
            .containsEntry("sum_amount", new BigDecimal("4.50"));
      }
      InMemorySource source = InMemorySource.named("payments", 1);
      for (int i = 0; i < 4; i++) {
        source.add(
            0,
            "{\"id\":\"p%d\",\"country\":\"fr\",\"amount\":%d.50,\"points\":%d}"
                .formatted(i, i, i));
      }

      assertThatThrownBy(() -> PipelineRunner.runUntilCaughtUp(pipeline(database), source))
          .isInstanceOf(ConfigurationException.class)
          .satisfies(refusal -> Mongosh.run(Mongosh.statement(refusal.getMessage())));
      RunReport report = PipelineRunner.runUntilCaughtUp(pipeline(database), source);

      assertThat(report.aggregations())
          .isEqualTo(Map.of("by_country", new RunReport.Applied(1, 3)));
      BsonDocument continued = database.collection("by_country").find().first();
      assertThat(continued.get("_id")).isEqualTo(document("aggregate.json").get("_id"));
      assertThat(continued.get("count")).isEqualTo(new BsonInt64(4));
      assertThat(continued.get("sum_amount"))
          .as("a sum of 34 digits may outgrow Decimal128, and is text now")
          .isEqualTo(new BsonString("8.00"));
      assertThat(continued.getDecimal128("sum_points").getValue()).isEqualTo(Decimal128.parse("6"));
      assertThat(continued.getDecimal128("average").getValue())
          .isEqualTo(Decimal128.parse("2.000000"));
      assertThat(database.collection("payments").countDocuments()).isEqualTo(4);
      assertThat(
              database
                  .collection("payments")
                  .find(new BsonDocument("_id", new BsonString("p0")))
                  .first())
          .as("the row of a replay is as new as itself, and is written again")
          .isEqualTo(Golden.document("documents-with-definition/row.json"));
    }
  }

  private static Pipeline pipeline(TestDatabase database) {
    return Pipeline.named("payments")
        .records(PAYMENT)
        .rows(database.rows("payments"))
        .aggregate(
            Aggregation.named("by_country")
                .groupBy("country")
                .count()
                .sum("amount")
                .sum("points")
                .mean("points")
                .max("country")
                .ratio("average", "sum_amount", "count"))
        .into(database.aggregates())
        .build();
  }

  private static BsonDocument document(String name) {
    return Golden.document("documents-0.1/" + name);
  }
}
