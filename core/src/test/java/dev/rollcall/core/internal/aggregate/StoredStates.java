package dev.rollcall.core.internal.aggregate;

import static dev.rollcall.core.internal.aggregate.Fixtures.bind;
import static dev.rollcall.core.internal.aggregate.Fixtures.people;
import static dev.rollcall.core.internal.aggregate.Fixtures.row;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Measure.Condition;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.record.SourcePartition;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** States for the tests of the stored format. What they hold must never change: golden files. */
final class StoredStates {

  static final AggregateKey KEY = new AggregateKey("pipeline", "people", List.of(), Instant.EPOCH);

  private StoredStates() {}

  /** An accumulator of every kind and type. */
  static Aggregator everyKind() {
    return bind(
        people()
            .tumbling(Duration.ofHours(1))
            .count()
            .count()
            .where(Condition.column("member").is(true))
            .as("members")
            .ratio("share", "members", "count")
            .sum("age")
            .mean("price")
            .min("age")
            .max("price")
            .min("height")
            .max("nationality")
            .min("ordered_at")
            .max("birthday")
            .distinct("user_id")
            .distinct("nationality")
            .quantiles("age", 0.5, 0.95)
            .quantiles("height", 0.5)
            .quantiles("price", 0.5)
            .count()
            .oncePer("nationality")
            .as("nationalities")
            .sum("age")
            .oncePer("nationality")
            .as("sum_once")
            .mean("price")
            .oncePer("ordered_at")
            .as("mean_once"));
  }

  static Accumulators filled(Aggregator aggregator, int rows) {
    Accumulators state = aggregator.create();
    for (int i = 0; i < rows; i++) {
      Map<String, Object> values = new HashMap<>();
      values.put("user_id", new UUID(i, ~i));
      values.put("nationality", "N" + i % 30);
      values.put("age", i % 7 == 0 ? null : (Object) (long) (i - 3));
      values.put("price", new BigDecimal("19.99").multiply(BigDecimal.valueOf(i)));
      values.put("height", i * 0.25 - 1);
      values.put("member", i % 3 == 0);
      values.put("ordered_at", Instant.ofEpochSecond(1_700_000_000L - i * 1_000_003L, 5_000_000));
      values.put("birthday", LocalDate.of(1970, 1, 1).plusDays(i * 11L - 40));
      // the later ones at smaller places
      state.add(
          row(values), new Laws.At(new SourcePartition("topic", i % 2 * 300), 10_000L - i, i % 3));
    }
    return state;
  }
}
