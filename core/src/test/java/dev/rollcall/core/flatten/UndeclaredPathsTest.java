package dev.rollcall.core.flatten;

import static dev.rollcall.core.record.ColumnType.FLOAT64;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Columns without {@code from(…)}, and what the builder of a record type refuses at once. */
class UndeclaredPathsTest {

  private static Row row(RecordType type, String json) {
    return ((Element.Accepted) element(type, json)).row();
  }

  private static Element element(RecordType type, String json) {
    return Flattener.of(type).flatten(json.getBytes(StandardCharsets.UTF_8), Instant.EPOCH).get(0);
  }

  @Test
  void aColumnWithoutAPathReadsTheFieldOfItsName() {
    RecordType type =
        RecordType.named("t")
            .key("id")
            .alsoUnder("after")
            .column("id", STRING)
            .decimal("price", 6, 2)
            .column("at", TIMESTAMP)
            .epoch(EpochUnit.MILLIS)
            .hidden("first", STRING)
            .derived("greeting", STRING, (row, time) -> "hello " + row.getString("first"))
            .build();
    Row row = row(type, "{\"id\":\"a\",\"after\":{\"price\":1.5,\"at\":1000,\"first\":\"Ada\"}}");
    assertThat(row.get("id")).isEqualTo("a");
    assertThat(row.get("price")).isEqualTo(new BigDecimal("1.50"));
    assertThat(row.get("at")).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(row.get("greeting")).isEqualTo("hello Ada");
  }

  @Test
  void theSamePathDeclaredIsTheSameType() {
    RecordTypeBuilder silent = RecordType.named("t").key("id").column("id", STRING);
    RecordTypeBuilder declared = RecordType.named("t").key("id").column("id", STRING).from("id");
    assertThat(RecordDefinition.of(silent.build()).describe())
        .isEqualTo(RecordDefinition.of(declared.build()).describe());
  }

  @Test
  void aDerivedColumnReadsNoField() {
    RecordType type =
        RecordType.named("t")
            .key("id")
            .column("id", STRING)
            .derived("twice", STRING, (row, time) -> row.getString("id") + row.getString("id"))
            .build();
    assertThat(RecordDefinition.of(type).describe()).contains("\ntwice STRING else derived\n");
    assertThat(row(type, "{\"id\":\"a\",\"twice\":\"b\"}").get("twice")).isEqualTo("aa");
  }

  @Test
  void aPathBehindItsUnitIsAProblem() {
    assertThatThrownBy(
            () -> type(t -> t.column("at", TIMESTAMP).epoch(EpochUnit.MILLIS).from("time")))
        .hasMessageContaining("column 'at': epoch follows from(…)");
    assertThatThrownBy(() -> type(t -> t.column("at", TIMESTAMP).from()))
        .hasMessageContaining("column 'at': from names no path");
  }

  @Test
  void aBadNameIsOneProblem() {
    assertThat(problemsOf(t -> t.column("a", STRING).from("x..y"))).isEqualTo(1);
    assertThat(
            problemsOf(t -> t.column("at", TIMESTAMP).from("x..y").epoch(EpochUnit.DAYS, "x..y")))
        .isEqualTo(1);
    assertThat(problemsOf(t -> t.column("at", TIMESTAMP).from("x..y").epoch(EpochUnit.DAYS)))
        .isEqualTo(1);
    assertThatThrownBy(
            () ->
                RecordType.named("t")
                    .key("the id")
                    .column("the id", STRING)
                    .from("id")
                    .required()
                    .build())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.problems()).hasSize(1));
  }

  @Test
  void nullIsRefusedWhereItIsGiven() {
    refused(t -> t.column("age", null), "column 'age': type: got null");
    refused(t -> t.column(null, INT64), "column name: got null");
    refused(t -> t.derived("age", INT64, null), "column 'age': otherwise: got null");
    refused(t -> t.column("age", INT64).from((String) null), "column 'age': from: got null");
    refused(t -> t.column("age", INT64).from((String[]) null), "column 'age': from: got null");
    refused(t -> t.column("age", STRING).oneOf("a", null), "column 'age': oneOf: got null");
    refused(t -> t.column("at", TIMESTAMP).epoch(null), "column 'at': epoch: got null");
    refused(t -> t.column("at", TIMESTAMP).zone(null), "column 'at': zone: got null");
    refused(t -> t.nullTextsOfAll((String) null), "nullTextsOfAll: got null");
    refused(t -> t.secret((String) null), "secret: got null");
    refused(t -> t.envelope(null), "envelope: got null");
    assertThatThrownBy(() -> RecordType.named(null))
        .hasMessage("record type: name: got null, expected a value");
  }

  @Test
  void anExactNumberOfANarrowerClassIsWidened() {
    RecordType type =
        RecordType.named("t")
            .key("id")
            .column("id", STRING)
            .column("count", INT64)
            .from("count")
            .otherwise((row, time) -> 0)
            .decimal("price", 6, 2)
            .otherwise((row, time) -> 3)
            .column("share", FLOAT64)
            .otherwise((row, time) -> 0.5f)
            .build();
    Row row = row(type, "{\"id\":\"a\"}");
    assertThat(row.get("count")).isEqualTo(0L);
    assertThat(row.get("price")).isEqualTo(new BigDecimal("3.00"));
    assertThat(row.get("share")).isEqualTo(0.5);
  }

  @Test
  void aNumberThatIsNotExactIsNotWidened() {
    RecordType type =
        RecordType.named("t")
            .key("id")
            .column("id", STRING)
            .derived("count", INT64, (row, time) -> 0.5)
            .build();
    assertThat(element(type, "{\"id\":\"a\"}"))
        .isInstanceOfSatisfying(
            Element.Refused.class,
            refused -> assertThat(refused.reason()).contains("gave a Double, expected INT64"));
  }

  private static RecordType type(UnaryOperator<RecordTypeBuilder> more) {
    return more.apply(RecordType.named("t").key("id").column("id", STRING)).build();
  }

  private static int problemsOf(UnaryOperator<RecordTypeBuilder> more) {
    try {
      type(more);
      return 0;
    } catch (ConfigurationException e) {
      return e.problems().size();
    }
  }

  /** At the call itself: nothing is built. */
  private static void refused(UnaryOperator<RecordTypeBuilder> call, String message) {
    RecordTypeBuilder builder = RecordType.named("t").key("id");
    assertThatThrownBy(() -> call.apply(builder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }
}
