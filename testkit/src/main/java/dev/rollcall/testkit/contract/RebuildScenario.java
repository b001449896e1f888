package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;

/** A count by country that is corrected, and rebuilt in the table of the first. */
final class RebuildScenario {

  private final String pipeline;
  private final AggregateTarget target;
  private final InMemorySource source;

  private RebuildScenario(String pipeline, AggregateTarget target) {
    this.pipeline = pipeline;
    this.target = target;
    this.source = InMemorySource.named(pipeline, 2);
  }

  static void run(String pipeline, AggregateTarget target) {
    new RebuildScenario(pipeline, target).run();
  }

  private void run() {
    source.add(0, "{\"id\":\"a\",\"country\":\"de\"}").add(1, "{\"id\":\"b\",\"country\":\"de\"}");
    assertThat(applied(definition(1))).isEqualTo(2);

    assertThatThrownBy(() -> applied(definition(2)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("version 1", "add rebuild()");
    assertThatThrownBy(() -> applied(definition(2).rebuild()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("first offset");
    source.rewind();
    assertThat(applied(definition(2).rebuild())).isEqualTo(2);
    source.add(0, "{\"id\":\"c\",\"country\":\"de\"}");
    assertThat(applied(definition(2).rebuild())).isEqualTo(1);
    source.rewind();
    assertThat(applied(definition(2))).as("all three are in the document").isZero();
    assertThatThrownBy(() -> applied(definition(1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("version 2", "expected 1");
  }

  private PipelineBuilder definition(int version) {
    RecordType type =
        RecordType.named("person")
            .key("id")
            .column("id", ColumnType.STRING)
            .from("id")
            .column("country", ColumnType.STRING)
            .from("country")
            .build();
    return Pipeline.named(pipeline)
        .version(version)
        .records(type)
        .where((Row row) -> true)
        .aggregate(
            Aggregation.named(AggregateFixtures.COUNTS.aggregation()).groupBy("country").count())
        .into(target);
  }

  private long applied(PipelineBuilder definition) {
    RunReport report = PipelineRunner.runUntilCaughtUp(definition.build(), source);
    return report.aggregations().values().stream().mapToLong(RunReport.Applied::applied).sum();
  }
}
