package dev.rollcall.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              Column.of("id", ColumnType.STRING),
              Column.of("age", ColumnType.INT64),
              Column.of("face", ColumnType.BYTES)),
          "id");

  @Test
  void valuesAreReadByPositionAndByName() {
    Row row = Row.of(SCHEMA, "a", 41L, null);
    assertThat(row.getString(0)).isEqualTo("a");
    assertThat(row.getLong("age")).isEqualTo(41);
    assertThat(row.isNull("face")).isTrue();
    assertThat(row.getBytes(2)).isNull();
  }

  @Test
  void aNullHasNoPrimitiveAndAWrongTypeNoValue() {
    Row row = Row.of(SCHEMA, "a", null, null);
    assertThatThrownBy(() -> row.getLong(1))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("column 'age' is null");
    assertThatThrownBy(() -> row.getLong(0)).isInstanceOf(ClassCastException.class);
  }

  @Test
  void valuesMustFitTheSchema() {
    assertThatThrownBy(() -> Row.of(SCHEMA, "a", 41, null))
        .hasMessage("column 'age': got a value of Integer, expected INT64");
    assertThatThrownBy(() -> Row.of(SCHEMA, "a")).hasMessage("row: got 1 values, expected 3");
  }

  @Test
  void rowsAreEqualByValueAndPrintNoValue() {
    Row row = Row.of(SCHEMA, "anna", 41L, new byte[] {1});
    Row same = Row.of(SCHEMA, "anna", 41L, new byte[] {1});
    assertThat(row).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(row).isNotEqualTo(Row.of(SCHEMA, "anna", 41L, new byte[] {2}));
    assertThat(row).hasToString("Row[id, age, face]");
  }

  @Test
  void aRowKeepsItsValuesWhateverBecomesOfTheArray() {
    Object[] values = {"a", 41L, null};
    Row row = Row.of(SCHEMA, values);
    values[1] = 42L;
    assertThat(row.getLong(1)).isEqualTo(41);
  }

  @Test
  void theLaterTimeThenTheOffsetThenTheOrdinalIsNewer() {
    Instant time = Instant.EPOCH;
    assertThat(
            List.of(
                new Row.Version(1, time, 9, 9),
                new Row.Version(1, time.plusMillis(1), 0, 0),
                new Row.Version(1, time.plusMillis(1), 1, 0),
                new Row.Version(1, time.plusMillis(1), 1, 1)))
        .isSorted();
  }
}
