package dev.rollcall.core.internal.accumulator;

import static dev.rollcall.core.internal.aggregate.Fixtures.ages;
import static dev.rollcall.core.internal.aggregate.Fixtures.bind;
import static dev.rollcall.core.internal.aggregate.Fixtures.people;
import static dev.rollcall.core.internal.aggregate.Fixtures.result;
import static dev.rollcall.core.internal.aggregate.Fixtures.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.aggregate.Laws;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SumAccumulatorTest {

  private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private final Aggregator aggregator = bind(people().sum("age").mean("age").scale(1));

  @Test
  void aSumBeyond64BitsWidens() {
    Accumulators state = ages(aggregator, 3, i -> Long.MAX_VALUE);

    assertThat(result(aggregator, state))
        .containsEntry("sum_age", GREATEST.multiply(BigDecimal.valueOf(3)))
        .containsEntry("mean_age", GREATEST.setScale(1));
  }

  @Test
  void aSumThatComesBackIntoRangeHasTheBytesOfOneThatNeverLeft() {
    Accumulators left = ages(aggregator, 1, i -> Long.MAX_VALUE);
    left.add(row("age", 1L));
    left.add(row("age", Long.MIN_VALUE));
    Accumulators stayed = ages(aggregator, 3, i -> i - 1);

    assertThat(Laws.bytes(left)).isEqualTo(Laws.bytes(stayed));
  }

  @Test
  void widenedSumsMerge() {
    Accumulators state = ages(aggregator, 3, i -> Long.MIN_VALUE);
    state.merge(ages(aggregator, 3, i -> Long.MAX_VALUE));

    assertThat(result(aggregator, state)).containsEntry("sum_age", BigDecimal.valueOf(-3));
  }

  @Test
  void aMeanIsRoundedHalfToEvenAndIgnoresNulls() {
    Accumulators state = ages(aggregator, 4, i -> i == 0 ? 1 : 0);
    state.add(row(Map.of()));
    assertThat(result(aggregator, state)).containsEntry("mean_age", new BigDecimal("0.2"));

    state = ages(aggregator, 4, i -> i == 0 ? 3 : 0);
    assertThat(result(aggregator, state)).containsEntry("mean_age", new BigDecimal("0.8"));
  }

  @Test
  void aDecimalFinerThanItsColumnIsRoundedAndNotLost() {
    Aggregator prices = bind(people().sum("price"));

    assertThat(result(prices, row("price", new BigDecimal("0.125")), row("price", BigDecimal.TEN)))
        .containsEntry("sum_price", new BigDecimal("10.12"));
  }
}
