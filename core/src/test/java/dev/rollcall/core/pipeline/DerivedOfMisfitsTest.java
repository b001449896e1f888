package dev.rollcall.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Columns that a pipeline derives of one that says {@code elseNull}. */
class DerivedOfMisfitsTest {

  private final InMemoryRows rows = InMemoryRows.named("derived of misfits");

  private static RecordType type(String... allowed) {
    return RecordType.named("t")
        .key("k")
        .column("k", ColumnType.STRING)
        .column("n", ColumnType.INT64)
        .elseNull()
        .column("kind", ColumnType.STRING)
        .oneOf(allowed)
        .elseNull()
        .build();
  }

  private static PipelineBuilder pipeline(RecordType type) {
    return Pipeline.named("p").records(type);
  }

  private RunReport run(UnaryOperator<PipelineBuilder> steps) {
    InMemorySource source = InMemorySource.named("misfits", 1);
    source.add(0, "{\"k\":\"fits\",\"n\":2,\"kind\":\"in\"}");
    source.add(0, "{\"k\":\"does not\",\"n\":\"many\",\"kind\":\"up\"}");
    PipelineBuilder pipeline =
        pipeline(type("in", "out")).deadLetters(InMemoryDeadLetters.named("misfits"));
    return PipelineRunner.runUntilCaughtUp(steps.apply(pipeline).rows(rows).build(), source);
  }

  @Test
  void theFunctionSeesTheNull() {
    RunReport report =
        run(
            p ->
                p.derived("twice", ColumnType.INT64, List.of("n"), (row, time) -> twice(row))
                    .derived("known", ColumnType.BOOLEAN, (row, time) -> !row.isNull("kind")));

    assertThat(report.written()).isEqualTo(2);
    assertThat(report.deadLettered()).isZero();
    Row fits = rows.find("fits").orElseThrow();
    assertThat(fits.getLong("twice")).isEqualTo(4);
    assertThat(fits.get("known")).isEqualTo(true);
    Row doesNot = rows.find("does not").orElseThrow();
    assertThat(doesNot.get("n")).isNull();
    assertThat(doesNot.get("twice")).isNull();
    assertThat(doesNot.get("known")).isEqualTo(false);
    assertThat(report.coverage().columns())
        .filteredOn(column -> column.misfits() == 1)
        .extracting(Coverage.ColumnCoverage::column)
        .containsExactly("n", "kind");
  }

  private static Long twice(Row row) {
    return row.isNull("n") ? null : Long.valueOf(2 * row.getLong("n"));
  }

  @Test
  void aFunctionThatCannotTakeTheNullMakesADeadLetterOfThatElementAlone() {
    RunReport report =
        run(p -> p.derived("twice", ColumnType.INT64, (row, time) -> 2 * row.getLong("n")));

    assertThat(report.written()).isEqualTo(1);
    assertThat(report.deadLettered()).isEqualTo(1);
    assertThat(rows.find("fits")).isPresent();
    assertThat(rows.find("does not")).isEmpty();
  }

  @Test
  void whatIsCountedByADerivedColumnDependsOnTheColumnsItNames() {
    assertThat(fingerprint(type("in", "out"), "kind"))
        .isNotEqualTo(fingerprint(type("in", "out", "up"), "kind"));
    assertThat(fingerprint(type("in", "out"), "n"))
        .isEqualTo(fingerprint(type("in", "out", "up"), "n"));
  }

  private static String fingerprint(RecordType type, String read) {
    return pipeline(type)
        .derived("group", ColumnType.STRING, List.of(read), (row, time) -> "" + row.get(read))
        .aggregate(Aggregation.named("counts").groupBy("group").count())
        .into(InMemoryAggregates.named("misfits"))
        .build()
        .compiled()
        .aggregations()
        .get(0)
        .fingerprint();
  }
}
