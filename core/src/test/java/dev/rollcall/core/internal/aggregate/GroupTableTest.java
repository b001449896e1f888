package dev.rollcall.core.internal.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A table finds the groups that keys made of each row would. */
class GroupTableTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              Column.of("id", ColumnType.INT64),
              Column.of("place", ColumnType.STRING),
              new Column("price", ColumnType.DECIMAL, 10, 2, Column.Sensitivity.PUBLIC)),
          "id");

  @Test
  void rowsWithoutWindows() {
    check(aggregation());
  }

  @Test
  void rowsInTumblingWindows() {
    check(aggregation().tumbling(Duration.ofMillis(1)));
    check(aggregation().tumbling(Duration.ofDays(1)));
  }

  @Test
  void rowsInHoppingWindows() {
    check(aggregation().hopping(Duration.ofHours(1), Duration.ofMinutes(15)));
  }

  @Test
  void rowsInWindowsByTheCalendar() {
    check(aggregation().tumbling(Period.ofMonths(1)).zone(ZoneId.of("America/Sao_Paulo")));
  }

  private static AggregationBuilder aggregation() {
    return Aggregation.named("all").groupBy("place", "price").count();
  }

  private static void check(AggregationBuilder declared) {
    Aggregator aggregator = Aggregator.of(declared.build(), "test", SCHEMA);
    Map<AggregateKey, Integer> expected = new HashMap<>();
    GroupTable<int[]> table = new GroupTable<>(aggregator, key -> new int[1]);
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      Row row = Row.of(SCHEMA, (long) i, place(random), price(random));
      Instant time = time(random);
      AggregateKey latest = aggregator.key(row, time);
      expected.merge(latest, 1, Integer::sum);
      aggregator.earlier(latest).forEach(key -> expected.merge(key, 1, Integer::sum));
      table.each(row, time, 1, (counted, one) -> counted[0] += one);
    }

    Map<AggregateKey, Integer> found = new HashMap<>();
    table.forEach(
        (key, counted) -> assertThat(found.put(key, counted[0])).as("twice: %s", key).isNull());
    assertThat(found).isEqualTo(expected);
    expected.forEach((key, times) -> assertThat(table.at(key)[0]).as("%s", key).isEqualTo(times));
  }

  private static @Nullable String place(Random random) {
    int place = random.nextInt(30);
    return switch (place) {
      case 0 -> null;
      case 1 -> "";
      case 2, 3, 4, 5 -> List.of("AaAa", "AaBB", "BBAa", "BBBB").get(place - 2); // of one hash
      default -> "place " + place;
    };
  }

  /** Equal amounts, some at another scale than their column. */
  private static BigDecimal price(Random random) {
    return List.of(new BigDecimal("1"), new BigDecimal("1.00"), new BigDecimal("2.50"))
        .get(random.nextInt(3));
  }

  private static @Nullable Instant time(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> null;
      case 1 -> Instant.MAX;
      case 2 -> Instant.ofEpochMilli(Long.MIN_VALUE);
      case 3 -> Instant.ofEpochMilli(Long.MIN_VALUE + 3_600_000);
      case 4 -> Instant.ofEpochMilli(Long.MAX_VALUE);
      default -> Instant.ofEpochSecond(1_700_000_000L + random.nextInt(100_000));
    };
  }
}
