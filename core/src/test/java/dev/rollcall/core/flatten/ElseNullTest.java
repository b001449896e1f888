package dev.rollcall.core.flatten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value that does not fit its column, where the column says {@code elseNull}. */
class ElseNullTest {

  private static RecordTypeBuilder type() {
    return RecordType.named("t")
        .key("k")
        .envelope("items")
        .column("k", ColumnType.STRING)
        .derived("seen", ColumnType.STRING, (row, time) -> String.valueOf(row.get("kind")))
        .column("n", ColumnType.INT64)
        .from("n")
        .otherwise(List.of(), (row, time) -> 7L)
        .elseNull()
        .column("at", ColumnType.TIMESTAMP)
        .notBefore(Instant.parse("1971-01-01T00:00:00Z"))
        .elseNull()
        .column("kind", ColumnType.STRING)
        .oneOf("in", "out")
        .elseNull()
        .decimal("price", 4, 2)
        .from("price.amount")
        .elseNull()
        .derived(
            "first",
            ColumnType.STRING,
            List.of("k"),
            (row, time) -> Long.toString(Long.parseLong(row.getString("k"))))
        .elseNull()
        .derived("half", ColumnType.INT64, List.of(), (row, time) -> 0.5)
        .elseNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "n     | {`k`:`1`,`n`:`x`}",
        "n     | {`k`:`1`,`n`:{}}",
        "n     | {`k`:`1`,`n`:[1]}",
        "n     | {`k`:`1`,`n`:1e99}",
        "at    | {`k`:`1`,`at`:`yesterday`}",
        "at    | {`k`:`1`,`at`:5}",
        "at    | {`k`:`1`,`at`:`1960-01-01`}",
        "kind  | {`k`:`1`,`kind`:`up`}",
        "price | {`k`:`1`,`price`:{`amount`:1.234}}",
        "price | {`k`:`1`,`price`:{`amount`:12345}}",
        "price | {`k`:`1`,`price`:5}",
        "price | {`k`:`1`,`price`:[5]}",
        "first | {`k`:`a`}",
      })
  void becomesANullThatIsCounted(String column, String json) {
    for (String record : List.of(json, "{`items`:[" + json + "]}", "[" + json + "]")) {
      Flattener flattener = Flattener.of(type().build());
      String text = record.replace('`', '"');
      List<Flattener.Element> elements =
          flattener.flatten(text.getBytes(StandardCharsets.UTF_8), One.TIME);
      assertThat(elements).singleElement().isInstanceOf(Flattener.Element.Accepted.class);
      Row row = ((Flattener.Element.Accepted) elements.get(0)).row();
      assertThat(row.get(column)).isNull();
      assertThat(row.get("half")).isNull();
      assertThat(row.getString("seen")).as("before a function sees it").isEqualTo("null");
      Coverage coverage = flattener.takeCoverage();
      assertThat(coverage.refused()).isZero();
      assertThat(coverage.columns())
          .filteredOn(each -> each.misfits() > 0)
          .extracting(Coverage.ColumnCoverage::column, Coverage.ColumnCoverage::misfits)
          .containsExactlyInAnyOrder(tuple(column, 1L), tuple("half", 1L));
      assertThat(coverage.statements()).contains(column + ": 1 value did not fit and became null");
      assertThat(coverage.plus(coverage).remarks())
          .contains(column + ": 2 values did not fit and became null")
          .noneMatch(remark -> remark.contains("yesterday"));
    }
  }

  @Test
  void whatFitsAndWhatIsAbsentAreNoMisfits() {
    Flattener flattener = Flattener.of(type().build());
    byte[] json =
        "{\"k\":\"1\",\"kind\":\"in\",\"price\":{\"amount\":1.5}}".getBytes(StandardCharsets.UTF_8);
    Row row = ((Flattener.Element.Accepted) flattener.flatten(json, One.TIME).get(0)).row();
    assertThat(row.getLong("n")).as("computed, for nothing was there").isEqualTo(7);
    assertThat(row.getString("kind")).isEqualTo("in");
    assertThat(row.getString("first")).isEqualTo("1");
    assertThat(flattener.takeCoverage().columns())
        .filteredOn(each -> each.misfits() > 0)
        .extracting(Coverage.ColumnCoverage::column)
        .containsExactly("half");
  }

  @Test
  void whetherAnEnvelopeHasAKeyOfItsOwnDoesNotHangOnIt() {
    RecordType plain = keyed().build();
    RecordType more = keyed().column("page", ColumnType.INT64).elseNull().build();
    String json = "{\"page\":1,\"items\":[{\"a\":\"x\"}]}";
    assertThat(One.elements(plain, json, One.TIME)).hasSize(1);
    assertThat(One.elements(more, json, One.TIME)).hasSize(1);
  }

  private static RecordTypeBuilder keyed() {
    return RecordType.named("t")
        .key("k")
        .envelope("items")
        .column("a", ColumnType.STRING)
        .derived("k", ColumnType.STRING, List.of("a"), (row, time) -> "k" + row.get("a"));
  }

  @Test
  void isRefusedWhereANullCannotBe() {
    RecordTypeBuilder type =
        RecordType.named("t")
            .key("k")
            .column("k", ColumnType.STRING)
            .elseNull()
            .column("n", ColumnType.INT64)
            .required()
            .elseNull();
    assertThatThrownBy(type::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("column 'k': elseNull")
        .hasMessageContaining("not one of the key")
        .hasMessageContaining("column 'n': elseNull")
        .hasMessageContaining("not a required one");
  }
}
