package dev.rollcall.core.pipeline;

import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.internal.pipeline.ColumnSelection;
import dev.rollcall.core.internal.pipeline.Projection;
import dev.rollcall.core.internal.pipeline.Step;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which columns of the rows that a sink gets are never null. */
class RequiredColumnsTest {

  private static final Schema SCHEMA =
      RecordType.named("visit")
          .key("id")
          .column("id", STRING)
          .column("email", STRING)
          .required()
          .personal()
          .derived("kind", STRING, (row, time) -> null)
          .column("city", STRING)
          .required()
          .column("age", INT64)
          .elseNull()
          .build()
          .schema();

  @Test
  void aColumnIsRequiredIfItIsDeclaredSo() {
    assertThat(required(SCHEMA)).containsExactly("email", "city");
    assertThat(SCHEMA.toString()).doesNotContain("required");
  }

  @Test
  void stepsAndProjectionsKeepWhatTheyCannotMakeNull() {
    HmacKey key = HmacKey.of("a key of the demo".getBytes(StandardCharsets.UTF_8));

    assertThat(required(after(new Step.Protect(PersonalData.hash(key)))))
        .as("of no null there is no hash")
        .containsExactly("email", "city");
    assertThat(required(after(new Step.Protect(PersonalData.drop())))).containsExactly("city");
    assertThat(required(after(new Step.Where(null, row -> true)))).containsExactly("email", "city");
    Schema projected =
        ColumnSelection.of(Projection.columns(List.of("id", "city as town", "kind")), SCHEMA)
            .schema();
    assertThat(required(projected)).containsExactly("town");
  }

  @Test
  void aCleanerAndADerivationMayGiveNull() {
    Step.Bound cleaned = new Step.Clean("city", text -> null).bind(SCHEMA);
    assertThat(required(cleaned.after())).containsExactly("email");
    Row row = cleaned.action().apply(Row.of(SCHEMA, "a", "b", null, "c", 1L), null);
    assertThat(row.schema()).isEqualTo(cleaned.after());
    assertThat(row.isNull(3)).isTrue();

    Column place = Column.of("place", STRING);
    assertThat(required(after(new Step.Derive(place, null, (r, time) -> null))))
        .containsExactly("email", "city");
  }

  private static Schema after(Step step) {
    return step.bind(SCHEMA).after();
  }

  private static Stream<String> required(Schema schema) {
    return schema.columns().stream().filter(Column::required).map(Column::name);
  }
}
