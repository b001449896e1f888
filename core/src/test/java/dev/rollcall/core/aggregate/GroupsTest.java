package dev.rollcall.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Groups that several threads counted are those that one would have. */
class GroupsTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              Column.of("id", ColumnType.INT64),
              Column.of("place", ColumnType.STRING),
              Column.of("amount", ColumnType.INT64)),
          "id");

  private static AggregationBuilder all() {
    return Aggregation.named("all")
        .groupBy("place")
        .count()
        .sum("amount")
        .mean("amount")
        .min("amount")
        .max("amount")
        .distinct("id")
        .quantiles("amount", 0.5, 0.95);
  }

  private static Map<AggregateKey, Map<String, @Nullable Object>> results(
      Aggregation.Groups groups) {
    Map<AggregateKey, Map<String, @Nullable Object>> results = new HashMap<>();
    groups.forEach(results::put);
    return results;
  }

  private static void check(Aggregation aggregation) {
    Aggregation.Groups one = aggregation.over(SCHEMA);
    Aggregation.Groups all = aggregation.over(SCHEMA);
    Random random = new Random(7);
    for (int part = 0; part < 5; part++) {
      Aggregation.Groups some = aggregation.over(SCHEMA);
      // the last part has nothing
      for (int i = 0; i < 3_000 && part < 4; i++) {
        String place = random.nextInt(4) == 0 ? null : "place" + random.nextInt(3);
        Long amount = random.nextInt(10) == 0 ? null : random.nextLong();
        Row row = Row.of(SCHEMA, (long) random.nextInt(8_000), place, amount);
        Instant time =
            random.nextInt(9) == 0 ? null : Instant.ofEpochSecond(random.nextInt(3_000_000));
        one.add(row, time);
        some.add(row, time);
      }
      all.merge(some);
    }
    assertThat(results(all)).isEqualTo(results(one)).hasSizeGreaterThan(3);
  }

  @Test
  void partsMergedAreAllOfTheRows() {
    check(all().build());
    check(all().tumbling(Period.ofDays(1)).build());
    check(all().hopping(Duration.ofDays(2), Duration.ofDays(1)).build());
  }

  @Test
  void whatIsMergedStaysAsItIs() {
    Aggregation aggregation = all().build();
    Aggregation.Groups one = aggregation.over(SCHEMA);
    Aggregation.Groups other = aggregation.over(SCHEMA);
    other.add(Row.of(SCHEMA, 1L, "a", 5L), null);
    Map<AggregateKey, Map<String, @Nullable Object>> before = results(other);

    one.merge(other);
    one.add(Row.of(SCHEMA, 2L, "a", 7L), null);

    assertThat(results(other)).isEqualTo(before);
  }

  @Test
  void onlyOthersOfTheSameAggregationAreMerged() {
    Aggregation.Groups groups = all().build().over(SCHEMA);
    Aggregation.Groups others =
        Aggregation.named("all").groupBy("place").count().build().over(SCHEMA);

    assertThatThrownBy(() -> groups.merge(groups)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> groups.merge(others))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same aggregation");
  }

  @Test
  void measuresOncePerIdAreNotMergedSinceNobodyKnowsWhichRowCameFirst() {
    Aggregation once =
        Aggregation.named("all").groupBy("place").sum("amount").oncePer("id").build();

    assertThatThrownBy(() -> once.over(SCHEMA).merge(once.over(SCHEMA)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("once per id");
  }
}
