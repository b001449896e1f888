package dev.rollcall.core.pipeline;

import static dev.rollcall.core.pipeline.Guests.definition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.aggregate.Measure.Condition;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the builders refuse at once, and that one mistake is one problem. */
class PipelineBuilderTest {

  private static final InMemoryRows ROWS = InMemoryRows.named("PipelineBuilderTest");
  private static final InMemoryAggregates STORE = InMemoryAggregates.named("PipelineBuilderTest");

  @Test
  void recordsAndDeadLettersAreDeclaredOnce() {
    assertThat(
            problems(
                definition()
                    .rows(ROWS)
                    .records(Guests.TYPE)
                    .deadLetters(InMemoryDeadLetters.named("one"))
                    .deadLetters(InMemoryDeadLetters.named("two"))))
        .containsExactly(
            "records: expected one type, got two",
            "deadLetters: unusable elements go to one store, got two");
  }

  @Test
  void nullIsRefusedWhereItIsGiven() {
    PipelineBuilder pipeline = definition();
    refused(() -> Pipeline.named(null), "pipeline: name");
    refused(() -> pipeline.records(null), "records");
    refused(() -> pipeline.where(null), "where");
    refused(() -> pipeline.derived("age", null, (row, time) -> 1L), "derived 'age': type");
    refused(() -> pipeline.derived("age", ColumnType.INT64, null), "derived: function");
    refused(() -> pipeline.cleaned("country", (Pipeline.TextCleaner) null), "cleaned: function");
    refused(() -> pipeline.require("a rule", (Row.Rule) null), "require: rule");
    refused(() -> pipeline.personal(null), "personal");
    refused(() -> pipeline.rows(null), "rows");
    refused(() -> pipeline.rows(ROWS, (String[]) null), "rows: columns");
    refused(() -> pipeline.rows(ROWS, "id", null), "rows: columns");
    refused(() -> pipeline.aggregate((Aggregation) null), "aggregate");
    refused(() -> pipeline.aggregate((AggregationBuilder) null), "aggregate");
    refused(() -> pipeline.into(null), "into");
    refused(() -> pipeline.deadLetters(null), "deadLetters");
    refused(() -> pipeline.onError(null), "onError");
    refused(() -> pipeline.retry(null), "retry");
    refused(() -> PersonalData.hash(null), "personal data: key");
    refused(() -> InMemoryRows.named(null), "name");
  }

  @Test
  void nullInAnAggregationIsRefusedWhereItIsGiven() {
    AggregationBuilder aggregation = Aggregation.named("a").count();
    refused(() -> Aggregation.named(null), "aggregation: name");
    refused(() -> aggregation.groupBy("country", null), "groupBy");
    refused(() -> aggregation.sum(null), "sum: column");
    refused(() -> aggregation.quantiles(null, 0.5), "quantiles: column");
    refused(() -> aggregation.where(null), "where");
    refused(() -> aggregation.as(null), "as");
    refused(() -> aggregation.tumbling((Duration) null), "tumbling: size");
    refused(() -> aggregation.tumbling((Period) null), "tumbling: size");
    refused(() -> aggregation.tumbling(Period.ofDays(1), null), "tumbling: column");
    refused(() -> aggregation.hopping(null, Duration.ofHours(1)), "hopping: size");
    refused(() -> aggregation.hopping(Duration.ofHours(1), null), "hopping: every");
    refused(() -> aggregation.zone(null), "zone");
    refused(() -> aggregation.offset(null), "offset");
    refused(() -> aggregation.oncePer(null), "oncePer: column");
    refused(() -> Condition.column(null), "condition: column");
    refused(() -> Condition.column("country").is(null), "condition on 'country'");
  }

  @Test
  void nullInARunIsRefusedWhereItIsGiven() {
    Pipeline pipeline = definition().rows(ROWS).build();
    refused(() -> PipelineRunner.builder(pipeline).listener(null), "listener");
    refused(() -> PipelineRunner.builder(pipeline).flushEvery(null), "flushEvery");
    refused(() -> PipelineRunner.builder(pipeline).start(null), "start: origin");
    refused(() -> BatchRun.of(pipeline, null), "batch run: log");
  }

  @Test
  void wrongNumbersAreConfiguration() {
    Pipeline pipeline = definition().rows(ROWS).build();
    InMemorySource source = InMemorySource.named("PipelineBuilderTest", 1);
    for (ThrowingCallable wrong :
        List.<ThrowingCallable>of(
            () -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO),
            () -> definition().flushAt(0, 1),
            () -> definition().flushAt(1, 0),
            () -> ErrorPolicy.deadLetter().withMaxErrors(-1),
            () -> PipelineRunner.builder(pipeline).workers(0).start(source),
            () -> PipelineRunner.builder(pipeline).flushEvery(Duration.ofDays(-1)).start(source),
            () -> Column.decimal("price", 0, 0))) {
      assertThatThrownBy(wrong).isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void oneMistakeIsOneProblem() {
    assertThat(
            problems(
                definition()
                    .derived("not a name", ColumnType.STRING, (row, time) -> "x")
                    .cleaned("not a name", text -> text)
                    .rows(ROWS, "id", "not a name")
                    .aggregate(Aggregation.named("a").groupBy("not a name").count())
                    .into(STORE)))
        .hasSize(1);
    assertThat(problems(definition().aggregate(Aggregation.named("empty")).into(STORE))).hasSize(1);
    assertThat(
            problems(
                definition()
                    .aggregate(
                        Aggregation.named("a")
                            .quantiles("age", -1)
                            .where(Condition.column("country").is("de"))
                            .as("median"))
                    .into(STORE)))
        .hasSize(1);
  }

  private static List<String> problems(PipelineBuilder faulty) {
    try {
      faulty.build();
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  private static void refused(ThrowingCallable call, String what) {
    assertThatThrownBy(call)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(what + ": got null, expected a value");
  }
}
