package dev.rollcall.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.aggregate.Fixtures;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How windows and counting once are declared, described and refused. */
class WindowDeclarationTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private static String window(UnaryOperator<AggregationBuilder> window) {
    String text = window.apply(Aggregation.named("a")).count().build().describe();
    return text.substring("aggregation a group by [] ".length(), text.indexOf(" {"));
  }

  private static String problems(UnaryOperator<AggregationBuilder> declared) {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class, () -> declared.apply(Aggregation.named("a")).build());
    return String.join("\n", refused.problems());
  }

  @Test
  void whatDecidesTheWindowsIsInTheDescriptionAndSoInTheFingerprint() {
    assertThat(window(a -> a.tumbling(Duration.ofHours(1), "at")))
        .as("as ever")
        .isEqualTo("tumbling PT1H by column at");
    assertThat(window(a -> a.tumbling(Period.ofDays(1))))
        .isEqualTo("tumbling P1D in UTC by record timestamp");
    assertThat(window(a -> a.tumbling(Period.ofWeeks(1), "at").zone(PARIS)))
        .isEqualTo("tumbling P7D in Europe/Paris by column at");
    assertThat(window(a -> a.tumbling(Period.ofYears(1)))).startsWith("tumbling P12M in UTC");
    assertThat(window(a -> a.zone(ZoneId.of("Etc/UTC")).tumbling(Period.ofMonths(3))))
        .isEqualTo("tumbling P3M in UTC by record timestamp");
    assertThat(window(a -> a.tumbling(Duration.ofMinutes(15)).offset(Duration.ofMinutes(5))))
        .isEqualTo("tumbling PT15M offset PT5M by record timestamp");
    assertThat(window(a -> a.hopping(Duration.ofHours(1), Duration.ofMinutes(15), "at")))
        .isEqualTo("hopping PT1H every PT15M by column at");
  }

  @Test
  void windowsThatAreTheSameAreDescribedTheSame() {
    String hourly = window(a -> a.tumbling(Duration.ofHours(1)));
    assertThat(window(a -> a.hopping(Duration.ofHours(1), Duration.ofMinutes(60))))
        .isEqualTo(hourly);
    assertThat(window(a -> a.tumbling(Duration.ofHours(1)).offset(Duration.ZERO)))
        .isEqualTo(hourly);
    assertThat(window(a -> a.tumbling(Period.of(1, 2, 0))))
        .isEqualTo(window(a -> a.tumbling(Period.ofMonths(14))));
  }

  @Test
  void whatCannotBeIsRefusedWithWhatToDo() {
    assertThat(problems(a -> a.tumbling(Duration.ofDays(1)).zone(PARIS).count()))
        .contains("windows of PT24H have a fixed size in every zone")
        .contains("tumbling(Period.ofDays(1))");
    assertThat(problems(a -> a.tumbling(Period.ofDays(1)).offset(Duration.ofHours(6)).count()))
        .contains("windows of P1D begin at a midnight of their zone");
    assertThat(problems(a -> a.tumbling(Period.of(0, 1, 3)).count()))
        .contains("got P1M3D, expected either days");
    assertThat(problems(a -> a.tumbling(Period.ofDays(-1)).count())).contains("got P-1D");
    assertThat(problems(a -> a.tumbling(Period.ofYears(1_001)).count())).contains("1,000 years");
    assertThat(problems(a -> a.hopping(Duration.ofHours(1), Duration.ofMinutes(25)).count()))
        .contains("got PT1H every PT25M, expected a size that is 1 to 1000 times as long");
    assertThat(problems(a -> a.hopping(Duration.ofDays(1), Duration.ofSeconds(1)).count()))
        .contains("1 to 1000 times as long");
    assertThat(problems(a -> a.hopping(Duration.ofDays(1), Duration.ZERO).count()))
        .contains("got every PT0S");
    assertThat(problems(a -> a.tumbling(Duration.ofHours(1)).offset(Duration.ofHours(1)).count()))
        .contains("offset: got PT1H, expected whole milliseconds from 0 to less than PT1H");
    assertThat(problems(a -> a.tumbling(Duration.ofHours(1)).offset(Duration.ofHours(-1)).count()))
        .contains("offset: got PT-1H");
    assertThat(problems(a -> a.zone(PARIS).count())).contains("zone and offset are of windows");
  }

  @Test
  void oncePerIsOfACountSumOrMean() {
    assertThat(
            Aggregation.named("a")
                .sum("age")
                .where(Measure.Condition.column("member").is(true))
                .oncePer("user_id")
                .as("sum")
                .build()
                .describe())
        .endsWith("{sum: SUM of age where \"member\" in [true] once per user_id}");
    assertThat(problems(a -> a.max("age").oncePer("user_id")))
        .contains("measure 'max_age': oncePer is of a count, sum or mean");
    assertThat(problems(a -> a.count().ratio("r", "count", "count").oncePer("user_id")))
        .contains("put it on the measures of the ratio");
    assertThat(problems(a -> a.count().oncePer("x").oncePer("y"))).contains("declared twice");
    assertThat(problems(a -> a.oncePer("x").count()))
        .contains("oncePer: stands before any measure");
    assertThat(
            catchThrowableOfType(
                    ConfigurationException.class,
                    () -> Fixtures.bind(Fixtures.people().count().oncePer("usr_id")))
                .problems())
        .containsExactly("measure 'count', once per: no column 'usr_id'; did you mean 'user_id'?");
  }
}
