package dev.rollcall.core.internal.aggregate;

import static dev.rollcall.core.internal.aggregate.Fixtures.NOW;
import static dev.rollcall.core.internal.aggregate.Fixtures.SCHEMA;
import static dev.rollcall.core.internal.aggregate.Fixtures.bind;
import static dev.rollcall.core.internal.aggregate.Fixtures.people;
import static dev.rollcall.core.internal.aggregate.Fixtures.result;
import static dev.rollcall.core.internal.aggregate.Fixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.Measure.Condition;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregatorTest {

  @Test
  void theTableHasGroupsThenWindowBoundsThenMeasures() {
    var table =
        bind(people()
                .groupBy("nationality", "price")
                .tumbling(Duration.ofDays(1))
                .count()
                .sum("age")
                .sum("price")
                .mean("age")
                .scale(2)
                .min("price")
                .max("birthday")
                .distinct("raw")
                .quantiles("price", 0.5)
                .ratio("average", "sum_price", "count"))
            .table();

    assertThat(table.aggregation()).isEqualTo("people");
    assertThat(table.groupColumns().toString())
        .isEqualTo(
            "[nationality STRING, price DECIMAL(12,2), window_start TIMESTAMP,"
                + " window_end TIMESTAMP]");
    assertThat(table.measureColumns().toString())
        .isEqualTo(
            "[count INT64, sum_age DECIMAL(34,0), sum_price DECIMAL(34,2), mean_age DECIMAL(34,2),"
                + " min_price DECIMAL(12,2), max_birthday DATE, distinct_raw INT64,"
                + " p50_price FLOAT64, average DECIMAL(34,6)]");
  }

  @Test
  void theDecimalsOfMeasuresHaveRoomForWhatTheyCanBecome() {
    Schema schema =
        Schema.of(
            List.of(
                Column.of("id", ColumnType.INT64),
                Column.decimal("small", 19, 2),
                Column.decimal("wide", 38, 10)),
            "id");
    Aggregation.Table table =
        Aggregator.of(
                Aggregation.named("totals")
                    .count()
                    .sum("id")
                    .sum("small")
                    .sum("wide")
                    .mean("wide")
                    .mean("id")
                    .scale(30)
                    .as("fine")
                    .max("wide")
                    .ratio("share", "sum_small", "count")
                    .scale(2)
                    .ratio("per_wide", "sum_wide", "sum_small")
                    .build(),
                "p",
                schema)
            .table();

    assertThat(table.measureColumns().toString())
        .isEqualTo(
            "[count INT64, sum_id DECIMAL(34,0), sum_small DECIMAL(34,2), sum_wide DECIMAL(53,10),"
                + " mean_wide DECIMAL(35,6), fine DECIMAL(50,30), max_wide DECIMAL(38,10),"
                + " share DECIMAL(35,2), per_wide DECIMAL(52,6)]");
    assertThat(table.roundedMeasures())
        .containsExactlyInAnyOrder("mean_wide", "fine", "share", "per_wide");
  }

  @Test
  void aTotalThatNoStoreCouldHoldIsRefusedWhenItIsDeclared() {
    Schema schema =
        Schema.of(
            List.of(
                Column.of("id", ColumnType.INT64),
                Column.decimal("last", 985, 2),
                Column.decimal("more", 986, 2)),
            "id");

    assertThat(
            Aggregator.of(Aggregation.named("t").sum("last").build(), "p", schema)
                .table()
                .measureColumns())
        .singleElement()
        .hasToString("sum_last DECIMAL(1000,2)");
    assertThatThrownBy(() -> Aggregator.of(Aggregation.named("t").sum("more").build(), "p", schema))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("measure 'sum_more': got a column of 986 digits")
        .hasMessageContaining("no store holds more than 1000");
  }

  @Test
  void resultsAreInTableOrderAndOfTheTablesTypes() {
    Aggregator aggregator =
        bind(
            people()
                .groupBy("nationality", "price", "birthday")
                .tumbling(Duration.ofHours(1), "ordered_at")
                .ratio("average", "sum_price", "count")
                .count()
                .sum("age")
                .sum("price")
                .mean("age")
                .min("height")
                .max("ordered_at")
                .distinct("photo")
                .quantiles("age", 0.5));
    Row row =
        row(
            Map.of(
                "nationality",
                "NL",
                "price",
                new BigDecimal("1.5"),
                "birthday",
                LocalDate.EPOCH,
                "ordered_at",
                NOW,
                "age",
                30L,
                "height",
                1.8,
                "photo",
                new byte[] {1}));
    Accumulators state = aggregator.create();
    state.add(row);
    Map<String, Object> result = aggregator.result(aggregator.key(row, Instant.EPOCH), state);

    var columns = new ArrayList<>(aggregator.table().groupColumns());
    columns.addAll(aggregator.table().measureColumns());
    assertThat(result.keySet())
        .containsExactlyElementsOf(columns.stream().map(c -> c.name()).toList());
    columns.forEach(c -> assertThat(result.get(c.name())).isInstanceOf(c.type().javaType()));
    assertThat(result)
        .containsEntry("price", new BigDecimal("1.50"))
        .containsEntry("window_start", Instant.parse("2024-02-29T12:00:00Z"))
        .containsEntry("window_end", Instant.parse("2024-02-29T13:00:00Z"))
        .containsEntry("average", new BigDecimal("1.500000"));
  }

  @Test
  void resultsOfNothingAreZeroOrNull() {
    Aggregator aggregator =
        bind(
            people()
                .count()
                .sum("price")
                .distinct("age")
                .mean("age")
                .min("age")
                .max("age")
                .quantiles("age", 0.5)
                .ratio("r", "sum_price", "count"));
    Map<String, Object> expected = new HashMap<>();
    expected.put("count", 0L);
    expected.put("sum_price", new BigDecimal("0.00"));
    expected.put("distinct_age", 0L);
    for (String name : new String[] {"mean_age", "min_age", "max_age", "p50_age", "r"}) {
      expected.put(name, null);
    }

    assertThat(result(aggregator)).isEqualTo(expected);
    assertThat(aggregator.create().isEmpty()).isTrue();
  }

  @Test
  void aConditionMeasuresOnlyTheRowsThatMatch() {
    Aggregator aggregator =
        bind(
            people()
                .count()
                .count()
                .where(Condition.column("nationality").isIn("NL", "DE"))
                .as("near")
                .sum("age")
                .where(Condition.column("member").is(true))
                .as("member_age")
                .count()
                .where(Condition.column("price").is(5))
                .as("fives")
                .ratio("share", "near", "count")
                .scale(2));

    assertThat(
            result(
                aggregator,
                row(Map.of("nationality", "NL", "age", 20L, "member", true)),
                row(Map.of("nationality", "FR", "age", 30L, "member", false)),
                row(Map.of("age", 40L, "price", new BigDecimal("5.0")))))
        .isEqualTo(
            Map.of(
                "count", 3L,
                "near", 1L,
                "member_age", BigDecimal.valueOf(20),
                "fives", 1L,
                "share", new BigDecimal("0.33")));
  }

  @Test
  void allFaultsOfABindingAreReportedAtOnce() {
    Aggregation faulty =
        people()
            .groupBy("nationalty", "height")
            .tumbling(Duration.ofDays(1), "birthday")
            .sum("height")
            .mean("nationality")
            .quantiles("ordered_at", 0.5)
            .min("raw")
            .max("member")
            .sum("agee")
            .count()
            .where(Condition.column("age").is("old"))
            .as("a")
            .count()
            .where(Condition.column("height").is(1))
            .as("b")
            .count()
            .where(Condition.column("price").is(new BigDecimal("0.001")))
            .as("c")
            .count()
            .where(Condition.column("memer").is(true))
            .as("d")
            .build();

    ConfigurationException raised =
        catchThrowableOfType(
            ConfigurationException.class, () -> Aggregator.of(faulty, "p", SCHEMA));

    assertThat(raised.problems())
        .containsExactly(
            "group by: no column 'nationalty'; did you mean 'nationality'?",
            "group by: column 'height' is FLOAT64, expected BOOLEAN, INT64, DECIMAL, STRING, DATE,"
                + " UUID; declare it DECIMAL",
            "window: column 'birthday' is DATE, expected TIMESTAMP",
            "measure 'sum_height': column 'height' is FLOAT64, expected INT64, DECIMAL; declare it"
                + " DECIMAL",
            "measure 'mean_nationality': column 'nationality' is STRING, expected INT64, DECIMAL",
            "measure 'p50_ordered_at': column 'ordered_at' is TIMESTAMP, expected INT64, FLOAT64,"
                + " DECIMAL",
            "measure 'min_raw': column 'raw' is JSON, expected INT64, FLOAT64, DECIMAL, STRING,"
                + " TIMESTAMP, DATE",
            "measure 'max_member': column 'member' is BOOLEAN, expected INT64, FLOAT64, DECIMAL,"
                + " STRING, TIMESTAMP, DATE",
            "measure 'sum_agee': no column 'agee'; did you mean 'age'?",
            "measure 'a': the condition on column 'age' compares it with a String; expected Long",
            "measure 'b': a condition on FLOAT64 column 'height' is not possible; expected STRING,"
                + " BOOLEAN, INT64, DECIMAL, DATE, TIMESTAMP or UUID",
            "measure 'c': the condition on column 'price' compares it with more digits than it"
                + " has; expected price DECIMAL(12,2)",
            "measure 'd': no column 'memer' for its condition; did you mean 'member'?");
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z,       1970-01-01T00:00:00Z",
    "1969-12-31T23:59:59.999Z,   1969-12-31T23:45:00Z",
    "1969-12-31T23:45:00Z,       1969-12-31T23:45:00Z",
    "1969-12-31T23:44:59.999Z,   1969-12-31T23:30:00Z",
    "2024-02-29T12:14:59.999999Z,2024-02-29T12:00:00Z",
    "-0044-03-15T12:00:00Z,      -0044-03-15T12:00:00Z"
  })
  void aWindowHoldsItsStartAndNotItsEnd(Instant moment, Instant start) {
    Aggregator byRecord = bind(people().tumbling(Duration.ofMinutes(15)).count());
    Aggregator byColumn = bind(people().tumbling(Duration.ofMinutes(15), "ordered_at").count());

    assertThat(byRecord.key(row(Map.of()), moment).windowStart()).isEqualTo(start);
    assertThat(byColumn.key(row("ordered_at", moment), NOW).windowStart()).isEqualTo(start);
  }

  @Test
  void aRowWithoutAWindowColumnIsNotLost() {
    Aggregator aggregator = bind(people().tumbling(Duration.ofDays(1), "ordered_at").count());
    AggregateKey nowhere = aggregator.key(row(Map.of()), NOW);
    assertThat(aggregator.key(row(Map.of()), null)).isEqualTo(nowhere);

    assertThat(nowhere.windowStart()).isNull();
    assertThat(aggregator.key(row("ordered_at", Instant.MAX), NOW)).isEqualTo(nowhere);
    assertThat(aggregator.key(row("ordered_at", Instant.MIN), NOW)).isEqualTo(nowhere);
    assertThat(aggregator.key(row("ordered_at", Instant.EPOCH), NOW)).isNotEqualTo(nowhere);
    assertThat(aggregator.result(nowhere, aggregator.create()))
        .containsEntry("window_start", null)
        .containsEntry("window_end", null);
  }

  @Test
  void mergingAnotherAggregationsStateIsRefused() {
    Accumulators counts = bind(people().count()).create();

    assertThatThrownBy(() -> counts.merge(bind(people().sum("age")).create()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> counts.merge(counts)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void personalValuesStayPersonalInLeastAndGreatest() {
    var schema =
        Schema.of(
            List.of(Column.of("email", ColumnType.STRING).with(Column.Sensitivity.PERSONAL)),
            "email");
    var table =
        Aggregator.of(people().groupBy("email").max("email").distinct("email").build(), "p", schema)
            .table();

    assertThat(table.groupColumns().get(0).sensitivity()).isEqualTo(Column.Sensitivity.PERSONAL);
    assertThat(table.measureColumns().get(0).sensitivity()).isEqualTo(Column.Sensitivity.PERSONAL);
    assertThat(table.measureColumns().get(1).sensitivity()).isEqualTo(Column.Sensitivity.PUBLIC);
  }
}
