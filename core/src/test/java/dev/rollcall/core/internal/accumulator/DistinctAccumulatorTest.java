package dev.rollcall.core.internal.accumulator;

import static dev.rollcall.core.internal.aggregate.Fixtures.ages;
import static dev.rollcall.core.internal.aggregate.Fixtures.bind;
import static dev.rollcall.core.internal.aggregate.Fixtures.people;
import static dev.rollcall.core.internal.aggregate.Fixtures.result;
import static dev.rollcall.core.internal.aggregate.Fixtures.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.aggregate.Laws;
import dev.rollcall.core.record.ColumnType;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctAccumulatorTest {

  private final Aggregator aggregator = bind(people().distinct("age"));

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_023, 1_024})
  void upTo1024DifferentValuesAreCountedExactly(long count) {
    assertThat(distinct(ages(aggregator, count * 3, i -> i % Math.max(1, count)))).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_025, 5_000, 50_000, 200_000})
  void manyDifferentValuesAreEstimatedWithinFourStandardErrors(long count) {
    assertThat((double) distinct(ages(aggregator, count, i -> i * 31)))
        .isBetween(count * 0.952, count * 1.048);
  }

  @Test
  void theStandardErrorIsAsStated() {
    int trials = 200;
    double squares = 0;
    for (int trial = 0; trial < trials; trial++) {
      long from = trial * 1_000_000L;
      double estimate = distinct(ages(aggregator, 5_000, i -> from + i));
      squares += Math.pow(estimate / 5_000 - 1, 2);
    }
    assertThat(Math.sqrt(squares / trials)).isBetween(0.009, 0.0145);
  }

  @Test
  void theBytesOfOneHashAreThoseOfASetOfOne() {
    DistinctAccumulator one = new DistinctAccumulator(ColumnType.INT64, 0);
    one.add(Long.MIN_VALUE + 5);
    one.add(Long.MIN_VALUE + 5);
    byte[] stored = {0, 1, (byte) 0x80, 0, 0, 0, 0, 0, 0, 5};

    assertThat(written(one)).isEqualTo(stored);
    assertThat(written(DistinctAccumulator.read(new StateReader(stored), ColumnType.INT64, 0)))
        .isEqualTo(stored);
  }

  @Test
  void fewValuesHaveTheSameBytesHoweverTheyCome() {
    Laws.fewAgesHaveTheSameBytesHoweverTheyCome(aggregator);
  }

  @ParameterizedTest
  @CsvSource({
    "1023,0",
    "1024,0",
    "1025,0",
    "512,512",
    "512,513",
    "1024,1",
    "1,1024",
    "1024,1025",
    "0,2000",
    "1,2000",
    "2000,1"
  })
  void aMergeAcrossTheBoundaryHasTheBytesOfOneState(long left, long right) {
    Accumulators merged = ages(aggregator, left, i -> i);
    merged.merge(ages(aggregator, right, i -> left + i));
    Accumulators one = ages(aggregator, left + right, i -> left + right - 1 - i);

    assertThat(Laws.bytes(merged)).isEqualTo(Laws.bytes(one));
    assertThat(distinct(merged) == left + right).isEqualTo(left + right <= 1_024);
  }

  @Test
  void valuesThatBothSidesHoldCountOnce() {
    Accumulators merged = ages(aggregator, 1_024, i -> i);
    merged.merge(ages(aggregator, 1_024, i -> i));

    assertThat(distinct(merged)).isEqualTo(1_024);
  }

  @Test
  void bothZerosAndDecimalsOfOtherScaleAreOneValue() {
    Aggregator heights = bind(people().distinct("height"));
    assertThat(result(heights, row("height", 0.0), row("height", -0.0)))
        .isEqualTo(Map.of("distinct_height", 1L));

    Aggregator prices = bind(people().distinct("price"));
    assertThat(
            result(
                prices, row("price", new BigDecimal("1.5")), row("price", new BigDecimal("1.50"))))
        .isEqualTo(Map.of("distinct_price", 1L));
  }

  private long distinct(Accumulators state) {
    return (Long) result(aggregator, state).get("distinct_age");
  }

  private static byte[] written(Accumulator state) {
    StateWriter out = new StateWriter();
    state.write(out);
    return out.toBytes();
  }
}
