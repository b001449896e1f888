package dev.rollcall.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.aggregate.Measure.Condition;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.aggregate.Fixtures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AggregationTest {

  private static Aggregation full() {
    return Aggregation.named("people")
        .groupBy("nationality", "member")
        .tumbling(Duration.ofHours(1), "ordered_at")
        .count()
        .count()
        .where(Condition.column("nationality").isIn("NL", "DE", "NL"))
        .as("nearby")
        .ratio("share", "nearby", "count")
        .scale(3)
        .sum("age")
        .mean("age")
        .min("age")
        .max("age")
        .distinct("user_id")
        .quantiles("age", 0.5, 0.95, 0.999)
        .build();
  }

  @Test
  void measuresHaveFixedDefaultNames() {
    assertThat(full().measures().stream().map(Measure::name))
        .containsExactly(
            "count",
            "nearby",
            "share",
            "sum_age",
            "mean_age",
            "min_age",
            "max_age",
            "distinct_user_id",
            "p50_age",
            "p95_age",
            "p99_9_age");
  }

  @Test
  void itsDescriptionIsStable() {
    assertThat(full().describe())
        .isEqualTo(
            "aggregation people group by [nationality, member] tumbling PT1H by column ordered_at"
                + " {count: COUNT; nearby: COUNT where \"nationality\" in [\"DE\", \"NL\"];"
                + " share: RATIO of nearby by count scale 3; sum_age: SUM of age;"
                + " mean_age: MEAN of age scale 6; min_age: MIN of age; max_age: MAX of age;"
                + " distinct_user_id: DISTINCT of user_id; p50_age: QUANTILE of age at 0.5;"
                + " p95_age: QUANTILE of age at 0.95; p99_9_age: QUANTILE of age at 0.999}");
  }

  @Test
  void itSurvivesSerialization() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(full());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Aggregation read = (Aggregation) in.readObject();
      assertThat(read).isEqualTo(full());
      assertThat(Aggregator.of(read, "p", Fixtures.SCHEMA).table())
          .isEqualTo(Aggregator.of(full(), "p", Fixtures.SCHEMA).table());
    }
  }

  @Test
  void allFaultsAreReportedAtOnce() {
    AggregationBuilder builder =
        Aggregation.named("no good")
            .as("early")
            .groupBy("a", "a")
            .tumbling(Duration.ZERO)
            .tumbling(Duration.ofNanos(5))
            .count()
            .scale(2)
            .count()
            .where(Condition.column("a").is("x"))
            .mean("b")
            .scale(99)
            .quantiles("b")
            .as("nothing")
            .quantiles("b", 1.5)
            .quantiles("b", 0.1, 0.2)
            .as("two")
            .ratio("r", "coumt", "mean_b")
            .where(Condition.column("a").is("x"))
            .sum("b")
            .as("window_start");

    ConfigurationException raised =
        catchThrowableOfType(ConfigurationException.class, builder::build);

    assertThat(String.join("\n", raised.problems()))
        .contains(
            "as: stands before any measure",
            "got PT0S, expected whole milliseconds",
            "got PT0.000000005S",
            "window: declared twice",
            "measure 'count': only a mean or a ratio has a scale",
            "the name 'count' is taken twice; name a measure with .as(...)",
            "got scale 99, expected 0 to 30",
            "quantiles of 'b': got none",
            "quantiles of 'b': got 1.5, expected 0 to 1",
            "as 'two': declare each quantile on its own to name it",
            "ratio 'r': put where on its measures instead",
            "ratio 'r': no measure 'coumt'; did you mean 'count'?",
            "ratio 'r': 'mean_b' is a MEAN, expected a count, sum or distinct",
            "group-by column 'a' is named twice",
            "aggregation name: got 'no good'",
            "the name 'window_start' is taken twice");
  }

  @Test
  void anAggregationWithoutMeasuresIsRefused() {
    assertThatThrownBy(() -> Aggregation.named("empty").groupBy("a").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no measures");
  }

  @Test
  void aConditionIsOneSetOfValuesHoweverItIsWritten() {
    Condition.On age = Condition.column("age");

    assertThat(age.isIn(2, 1L, 2).values()).isEqualTo(List.of(1L, 2L));
    assertThat(age.isIn(1, 2)).isEqualTo(age.isIn(2L, 1L)).isNotEqualTo(age.isIn("1", "2"));
    assertThat(Condition.column("x").is(new BigDecimal("1.50")).describe())
        .isEqualTo("\"x\" in [1.5]");
    assertThat(Condition.column("x").isIn(LocalDate.EPOCH, new UUID(0, 1)).describe())
        .isEqualTo("\"x\" in [LocalDate 1970-01-01, UUID 00000000-0000-0000-0000-000000000001]");
  }

  @Test
  void aConditionOnAnotherClassOfValueIsRefused() {
    assertThatThrownBy(() -> Condition.column("height").is(1.5))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("got a value of Double, expected a String");
    assertThatThrownBy(() -> Condition.column("height").isIn())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expected at least one");
  }
}
