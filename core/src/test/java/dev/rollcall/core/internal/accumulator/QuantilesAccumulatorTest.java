package dev.rollcall.core.internal.accumulator;

import static dev.rollcall.core.internal.aggregate.Fixtures.ages;
import static dev.rollcall.core.internal.aggregate.Fixtures.bind;
import static dev.rollcall.core.internal.aggregate.Fixtures.people;
import static dev.rollcall.core.internal.aggregate.Fixtures.result;
import static dev.rollcall.core.internal.aggregate.Fixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.aggregate.Laws;
import dev.rollcall.core.record.ColumnType;
import java.math.BigDecimal;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantilesAccumulatorTest {

  private final Aggregator aggregator = bind(people().quantiles("age", 0, 0.29, 0.5, 0.95, 1));

  @Test
  void aQuantileIsTheValueAtTheLowerRank() {
    assertThat(result(aggregator, ages(aggregator, 2, i -> i + 1))).containsEntry("p50_age", 1.0);
    assertThat(result(aggregator, ages(aggregator, 3, i -> i + 1)))
        .containsEntry("p0_age", 1.0)
        .containsEntry("p50_age", 2.0)
        .containsEntry("p95_age", 2.0)
        .containsEntry("p100_age", 3.0);
  }

  @Test
  void theRankIsReckonedInDecimal() {
    // 0.29 * 100 is 28.999999999999996 in binary
    assertThat(result(aggregator, ages(aggregator, 101, i -> i))).containsEntry("p29_age", 29.0);
  }

  @Test
  void upTo1024DifferentWholeNumbersAreExact() {
    assertThat(result(aggregator, ages(aggregator, 10_240, i -> 1_000_000 + i % 1_024)))
        .containsEntry("p50_age", 1_000_511.0)
        .containsEntry("p100_age", 1_001_023.0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_025, 200_000})
  void moreDifferentWholeNumbersAreWithinOnePercent(long count) {
    var result = result(aggregator, ages(aggregator, count, i -> i * 7 - count));

    assertThat((Double) result.get("p50_age"))
        .isCloseTo((count - 1) / 2 * 7.0 - count, Percentage.withPercentage(1));
    assertThat((Double) result.get("p0_age")).isCloseTo(-count, Percentage.withPercentage(1));
  }

  @Test
  void theBytesOfOneValueAreThoseOfCountsOfOneKey() {
    QuantilesAccumulator one = new QuantilesAccumulator(ColumnType.INT64);
    one.addValue(-7);
    one.addValue(-7);
    byte[] stored = {0, 1, 13, 2};

    assertThat(written(one)).isEqualTo(stored);
    assertThat(written(QuantilesAccumulator.read(new StateReader(stored), ColumnType.INT64)))
        .isEqualTo(stored);
  }

  @Test
  void fewValuesHaveTheSameBytesHoweverTheyCome() {
    Laws.fewAgesHaveTheSameBytesHoweverTheyCome(aggregator);
  }

  @ParameterizedTest
  @CsvSource({
    "1024,0",
    "1024,1",
    "1,1024",
    "600,600",
    "2000,1",
    "1,2000",
    "2000,2000",
    "0,2000",
    "2000,0"
  })
  void aMergeAcrossTheBoundaryHasTheBytesOfOneState(long left, long right) {
    Accumulators merged = ages(aggregator, left, i -> i);
    merged.merge(ages(aggregator, right, i -> left + i));

    assertThat(Laws.bytes(merged)).isEqualTo(Laws.bytes(ages(aggregator, left + right, i -> i)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.7976931348623157e308, 1e300, 123.456, 1e-300, 2.2250738585072014E-308})
  void anyMagnitudeIsWithinOnePercentOnBothSidesOfZero(double magnitude) {
    Aggregator heights = bind(people().quantiles("height", 0.5));

    assertThat((Double) result(heights, row("height", magnitude)).get("p50_height"))
        .isCloseTo(magnitude, Percentage.withPercentage(1));
    assertThat((Double) result(heights, row("height", -magnitude)).get("p50_height"))
        .isCloseTo(-magnitude, Percentage.withPercentage(1));
  }

  @Test
  void aMagnitudeBelowTheLeastNormalDoubleIsZero() {
    Aggregator heights = bind(people().quantiles("height", 0.5));

    assertThat((Double) result(heights, row("height", 2.2e-308)).get("p50_height"))
        .isCloseTo(0.0, within(0.0));
  }

  @Test
  void decimalsAreWithinOnePercent() {
    Aggregator prices = bind(people().quantiles("price", 0.5));

    assertThat((Double) result(prices, row("price", new BigDecimal("19.99"))).get("p50_price"))
        .isCloseTo(19.99, Percentage.withPercentage(1));
  }

  @Test
  void quantilesOfOneColumnAndConditionShareTheirState() {
    Aggregator one = bind(people().quantiles("age", 0.5));
    Aggregator five = bind(people().quantiles("age", 0, 0.25, 0.5, 0.75).quantiles("age", 1));

    assertThat(Laws.bytes(ages(five, 500, i -> i)))
        .hasSameSizeAs(Laws.bytes(ages(one, 500, i -> i)));
  }

  private static byte[] written(Accumulator state) {
    StateWriter out = new StateWriter();
    state.write(out);
    return out.toBytes();
  }
}
