package dev.rollcall.core.internal.accumulator;

import static dev.rollcall.core.internal.aggregate.Fixtures.bind;
import static dev.rollcall.core.internal.aggregate.Fixtures.people;
import static dev.rollcall.core.internal.aggregate.Fixtures.result;
import static dev.rollcall.core.internal.aggregate.Fixtures.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.aggregate.Measure.Condition;
import dev.rollcall.core.record.Row;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Measures that ask the same of a row count what each counts alone. */
class AccumulatorsTest {

  private static final Condition MEMBERS = Condition.column("member").is(true);
  private static final Condition DUTCH = Condition.column("nationality").is("NL");

  /** Neighbours have the same column, the same condition, both or neither. */
  private static final List<UnaryOperator<AggregationBuilder>> MEASURES =
      List.of(
          all -> all.count().as("m1"),
          all -> all.sum("age").as("m2"),
          all -> all.quantiles("age", 0.5),
          all -> all.distinct("age").as("m4"),
          all -> all.distinct("user_id").as("m5"),
          all -> all.distinct("user_id").as("m6").where(MEMBERS),
          all -> all.mean("age").as("m7").where(MEMBERS),
          all -> all.max("age").as("m8").where(DUTCH),
          all -> all.mean("age").as("m9").where(DUTCH),
          all -> all.sum("price").as("m10").where(DUTCH),
          all -> all.distinct("nationality").as("m11"),
          all -> all.distinct("nationality").as("m12").where(MEMBERS),
          all -> all.distinct("price").as("m13").where(MEMBERS),
          all -> all.count().as("m14").where(MEMBERS),
          all -> all.count().as("m15").where(DUTCH));

  @Test
  void measuresTogetherAreThoseOfEachAlone() {
    Row[] rows = new Random(7).ints(500).mapToObj(AccumulatorsTest::someone).toArray(Row[]::new);
    Map<String, Object> expected = new HashMap<>();
    AggregationBuilder together = people();
    for (UnaryOperator<AggregationBuilder> measure : MEASURES) {
      expected.putAll(result(bind(measure.apply(people())), rows));
      together = measure.apply(together);
    }

    assertThat(result(bind(together), rows)).isEqualTo(expected).hasSize(MEASURES.size());
  }

  /** Every value may be missing. */
  private static Row someone(int seed) {
    Random random = new Random(seed);
    Map<String, Object> values = new HashMap<>();
    values.put("user_id", new UUID(1, random.nextInt(50)));
    values.put("nationality", random.nextBoolean() ? "NL" : "N" + random.nextInt(20));
    values.put("age", (long) random.nextInt(90));
    values.put("price", BigDecimal.valueOf(random.nextInt(1_000), 2));
    values.put("member", random.nextBoolean());
    values.keySet().removeIf(any -> random.nextInt(5) == 0);
    return row(values);
  }
}
