package dev.rollcall.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.Row;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A function that names the columns that it reads. */
class NamedReadsTest {

  private static RecordTypeBuilder type() {
    return RecordType.named("t")
        .key("k")
        .column("k", ColumnType.STRING)
        .column("a", ColumnType.INT64)
        .column("b", ColumnType.INT64);
  }

  private static InMemoryRows run(RecordType type, UnaryOperator<PipelineBuilder> steps) {
    InMemoryRows rows = InMemoryRows.named("named");
    PipelineBuilder pipeline =
        Pipeline.named("p").records(type).deadLetters(InMemoryDeadLetters.named("letters"));
    InMemorySource source = InMemorySource.named("t", 1);
    source.add(0, "{\"k\":\"1\",\"a\":2,\"b\":3}");
    PipelineRunner.runUntilCaughtUp(steps.apply(pipeline).rows(rows).build(), source);
    return rows;
  }

  static Stream<Arguments> ofAnother() {
    RecordType plain = type().build();
    Column x = Column.of("x", ColumnType.INT64);
    List<String> a = List.of("a");
    return Stream.of(
        step(plain, p -> p.where(a, row -> row.getLong("b") > 0), "where: its"),
        step(plain, p -> p.where(a, row -> row.isNull(2)), "where: its"),
        step(plain, p -> p.where(a, row -> row.bucket("b", 2) == 0), "where: its"),
        step(plain, p -> p.require("so", a, (row, time) -> row.getLong("b") > 0), "required so"),
        step(plain, p -> p.derived(x, a, (row, time) -> row.get("b")), "column 'x'"),
        step(
            plain,
            p -> p.derived("x", ColumnType.INT64, a, (row, time) -> row.get(2)),
            "column 'x'"),
        step(
            type().derived("x", ColumnType.INT64, a, (row, time) -> row.get("b")).build(),
            p -> p,
            "column 'x' (t)"),
        step(
            type()
                .column("x", ColumnType.INT64)
                .otherwise(a, (row, time) -> row.get("b"))
                .elseNull()
                .build(),
            p -> p,
            "column 'x' (t)"),
        step(
            type().counted("x", a, (row, time) -> "" + row.get("b")).oneOf("3").build(),
            p -> p,
            "column 'x' (t)"));
  }

  private static Arguments step(
      RecordType type, UnaryOperator<PipelineBuilder> steps, String place) {
    return Arguments.of(type, steps, place);
  }

  @ParameterizedTest
  @MethodSource
  void ofAnother(RecordType type, UnaryOperator<PipelineBuilder> steps, String place) {
    assertThatThrownBy(() -> run(type, steps))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(place)
        .hasMessageContaining("reads the column 'b', which is not among those it names");
  }

  @Test
  void itsOwnColumnsItReadsByNameAndPosition() {
    RecordType type =
        type()
            .derived("sum", ColumnType.INT64, List.of("a", "b"), (r, time) -> sum(r))
            .derived("twice", ColumnType.INT64, List.of("sum"), (r, time) -> 2 * r.getLong("sum"))
            .build();
    Row row =
        run(
                type,
                p ->
                    p.where(List.of("twice"), r -> r.getLong("twice") == 10)
                        .require("two", List.of("a"), (r, time) -> r.getLong(1) == 2)
                        .derived("x", ColumnType.INT64, List.of(), (r, time) -> 1L))
            .find("1")
            .orElseThrow();
    assertThat(row.getLong("twice")).isEqualTo(10);
    assertThat(row.getLong("x")).isEqualTo(1);
  }

  private static long sum(Row row) {
    return row.getLong("a") + row.getLong(row.schema().position("b"));
  }

  @Test
  void aNameThatIsNoneIsAProblemOfTheDefinition() {
    RecordTypeBuilder type =
        type().derived("x", ColumnType.INT64, List.of("aa"), (row, time) -> 1L);
    assertThatThrownBy(type::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("column 'x': its function names the column 'aa'")
        .hasMessageContaining("did you mean 'a'");
    PipelineBuilder pipeline =
        Pipeline.named("p")
            .records(type().build())
            .rows(InMemoryRows.named("r"))
            .where(List.of("aa"), row -> true)
            .require("so", List.of("bb"), (row, time) -> true)
            .derived("x", ColumnType.INT64, List.of("cc"), (row, time) -> 1L);
    assertThatThrownBy(pipeline::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("where: no column 'aa'")
        .hasMessageContaining("required so: no column 'bb'")
        .hasMessageContaining("derived x INT64: no column 'cc'");
  }
}
