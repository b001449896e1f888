package dev.rollcall.kafka.erase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import org.junit.jupiter.api.Test;

class KeptFiguresTest {

  @Test
  void whatKeepsSomethingOfAPersonIsNamedAndWhatCountsIsNot() {
    RecordType type =
        RecordType.named("person")
            .key("id")
            .column("id", ColumnType.STRING)
            .column("email", ColumnType.STRING)
            .personal()
            .column("born", ColumnType.INT64)
            .personal()
            .column("country", ColumnType.STRING)
            .column("age", ColumnType.INT64)
            .build();
    Pipeline pipeline =
        Pipeline.named("people")
            .records(type)
            .rows(InMemoryRows.named("kept"))
            .aggregate(
                Aggregation.named("by_country")
                    .groupBy("country")
                    .count()
                    .max("age")
                    .min("born")
                    .sum("born")
                    .distinct("id")
                    .count()
                    .oncePer("email")
                    .as("people")
                    .sum("age")
                    .oncePer("id")
                    .as("ages")
                    .count()
                    .oncePer("country")
                    .as("countries"))
            .aggregate(Aggregation.named("by_email").groupBy("email").count())
            .into(InMemoryAggregates.named("kept"))
            .build();

    assertThat(KeptFigures.of(pipeline))
        .containsExactly(
            "by_country keeps values of 'born' for min_born",
            "by_country keeps hashes of values of 'id' for distinct_id",
            "by_country keeps hashes of values of 'email' for people",
            "by_country keeps hashes of values of 'id' for ages",
            "by_email is grouped by 'email': its groups are values");
  }
}
