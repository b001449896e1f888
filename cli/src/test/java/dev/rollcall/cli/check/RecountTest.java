package dev.rollcall.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecountTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              Column.of("id", ColumnType.STRING),
              Column.of("shop", ColumnType.STRING),
              Column.of("at", ColumnType.TIMESTAMP)),
          "id");

  private static AggregationBuilder sales() {
    return Aggregation.named("sales").groupBy("shop").count().distinct("id");
  }

  static Stream<Aggregation> windows() {
    ZoneId lordHowe = ZoneId.of("Australia/Lord_Howe");
    return Stream.of(
            sales(),
            sales().tumbling(Duration.ofMinutes(15), "at").offset(Duration.ofMinutes(5)),
            sales().hopping(Duration.ofHours(6), Duration.ofHours(2), "at"),
            sales().tumbling(Period.ofDays(1), "at").zone(lordHowe),
            sales().tumbling(Period.ofWeeks(1), "at").zone(lordHowe),
            sales().tumbling(Period.ofMonths(1), "at").zone(lordHowe),
            sales().tumbling(Period.ofMonths(3), "at"),
            sales().tumbling(Period.ofYears(1), "at"))
        .map(AggregationBuilder::build);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void aPlainRecountIsWhatIsAggregated(Aggregation aggregation) {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    Aggregation.Groups groups = aggregation.over(SCHEMA);
    for (int i = 0; i < 1_000; i++) {
      Instant at = Instant.parse("2026-04-01T00:00:00Z").plusSeconds(random.nextInt(20_000_000));
      Row row = Row.of(SCHEMA, "id" + i, "s" + i % 3, random.nextInt(50) == 0 ? null : at);
      rows.add(row);
      groups.add(row, null);
    }
    Map<String, Object> expected = new HashMap<>();
    groups.forEach((key, result) -> expected.put(key.id(), String.valueOf(result.get("count"))));
    List<Map<String, Object>> results = new ArrayList<>();
    groups.forEach((key, result) -> results.add(result));

    assertThat(Recount.isPossible(aggregation, SCHEMA)).isTrue();
    Check check =
        Check.ofRows(
            "recount",
            List.of("shop", "window_start", "window_end"),
            true,
            results,
            Recount.of(aggregation, rows));
    assertThat(check.differences()).isEmpty();
    assertThat(check.compared()).isEqualTo(2L * expected.size());
  }

  @Test
  void whatRowsDoNotSayCannotBeRecounted() {
    assertThat(Recount.isPossible(sales().count().oncePer("id").as("x").build(), SCHEMA)).isFalse();
    assertThat(Recount.isPossible(sales().tumbling(Period.ofDays(1)).build(), SCHEMA)).isFalse();
    assertThat(Recount.isPossible(sales().tumbling(Period.ofDays(3), "at").build(), SCHEMA))
        .isFalse();
  }
}
