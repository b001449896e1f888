package dev.rollcall.core.internal.accumulator;

import static dev.rollcall.core.internal.aggregate.Fixtures.bind;
import static dev.rollcall.core.internal.aggregate.Fixtures.people;
import static dev.rollcall.core.internal.aggregate.Fixtures.result;
import static dev.rollcall.core.internal.aggregate.Fixtures.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.aggregate.Laws;
import dev.rollcall.core.record.SourcePartition;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnceAccumulatorsTest {

  private final Aggregator aggregator =
      bind(
          people()
              .count()
              .oncePer("nationality")
              .sum("age")
              .oncePer("nationality")
              .mean("age")
              .oncePer("nationality")
              .count()
              .as("rows")
              .ratio("share", "count", "rows"));

  private static RowPlace at(int partition, long offset, int ordinal) {
    return new Laws.At(new SourcePartition("topic", partition), offset, ordinal);
  }

  private Accumulators of(String id, Long age, RowPlace place) {
    Accumulators state = aggregator.create();
    add(state, id, age, place);
    return state;
  }

  private static void add(Accumulators state, String id, Long age, RowPlace place) {
    Map<String, Object> values = new HashMap<>();
    values.put("nationality", id);
    values.put("age", age);
    state.add(row(values), place);
  }

  private Accumulators ids(int from, int to) {
    Accumulators state = aggregator.create();
    for (int i = from; i < to; i++) {
      add(state, "N" + i, 1L, at(0, i, 0));
    }
    return state;
  }

  private BigDecimal sum(Accumulators... states) {
    Accumulators all = aggregator.create();
    for (Accumulators state : states) {
      all.merge(state);
    }
    return (BigDecimal) result(aggregator, all).get("sum_age");
  }

  @Test
  void ofACopyTheSmallestPlaceCountsWhateverComesFirst() {
    Accumulators early = of("x", 1L, at(0, 9, 0));
    Accumulators later = of("x", 2L, at(0, 10, 0));
    Accumulators second = of("x", 3L, at(0, 10, 1));
    Accumulators elsewhere = of("x", 4L, at(1, 0, 0));

    assertThat(sum(elsewhere, second, later, early)).isEqualTo("1");
    assertThat(sum(second, elsewhere, later)).isEqualTo("2");
    assertThat(sum(elsewhere, second)).isEqualTo("3");
  }

  @Test
  void aNullValueCountsAsOneIfItsPlaceIsTheSmallest() {
    Accumulators state = of("x", null, at(0, 1, 0));
    add(state, "x", 7L, at(0, 2, 0));

    assertThat(result(aggregator, state))
        .containsEntry("count", 1L)
        .containsEntry("sum_age", BigDecimal.ZERO)
        .containsEntry("mean_age", null);
  }

  @Test
  void rowsWithoutAnIdCountEach() {
    Accumulators state = of(null, 3L, at(0, 1, 0));
    add(state, null, 3L, at(0, 1, 1));
    add(state, "x", 3L, at(0, 1, 2));
    add(state, "x", 3L, at(0, 1, 3));

    assertThat(result(aggregator, state))
        .containsEntry("count", 3L)
        .containsEntry("sum_age", BigDecimal.valueOf(9))
        .containsEntry("rows", 4L)
        .containsEntry("share", new BigDecimal("0.750000"));
  }

  @Test
  void beyondTheMostIdsItIsNullAndStaysSo() {
    Accumulators full = ids(0, 1_024);
    assertThat(result(aggregator, full)).containsEntry("count", 1_024L);
    full.merge(ids(500, 1_000));
    assertThat(result(aggregator, full)).as("the same ids").containsEntry("count", 1_024L);

    full.merge(ids(1_024, 1_025));
    assertThat(result(aggregator, full))
        .containsEntry("count", null)
        .containsEntry("sum_age", null)
        .containsEntry("mean_age", null)
        .containsEntry("share", null)
        .containsEntry("rows", 1_525L);
    Accumulators stored = Laws.stored(aggregator, full);
    stored.merge(ids(0, 1));
    add(stored, "more", 1L, at(0, 1, 0));
    assertThat(result(aggregator, stored)).containsEntry("count", null);
    Accumulators fresh = ids(0, 1);
    fresh.merge(full);
    assertThat(result(aggregator, fresh)).containsEntry("count", null);
    assertThat(fresh.isEmpty()).isFalse();
  }

  @Test
  void aPlaceIsNeeded() {
    Accumulators state = aggregator.create();
    assertThatThrownBy(() -> state.add(row("nationality", "x")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needs the places of rows");
  }

  @Test
  void aStateOfAnotherIdIsNotTakenForThisOne() {
    Aggregator byText = bind(people().count().oncePer("nationality"));
    Aggregator byUuid = bind(people().count().oncePer("user_id"));
    byte[] stored = Laws.bytes(byText.create());
    assertThatThrownBy(() -> AggregateDocument.decode(stored, byUuid))
        .hasMessageContaining("has other measures or column types");
  }
}
