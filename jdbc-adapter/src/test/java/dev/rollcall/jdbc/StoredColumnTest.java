package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.record.ColumnType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredColumnTest {

  @ParameterizedTest
  @CsvSource({
    "tinyint, -128, 127",
    "smallint, -32768, 32767",
    "mediumint, -8388608, 8388607",
    "int4, -2147483648, 2147483647",
    "bigint, -9223372036854775808, 9223372036854775807"
  })
  void aWholeNumberFitsFromTheLeastOfItsTypeToTheMost(String type, long least, long most) {
    StoredColumn column =
        new StoredColumn(type, -1, -1, -1, -1, true, false, null, false, List.of());

    assertThat(column.takes(ColumnType.INT64, least)).isTrue();
    assertThat(column.takes(ColumnType.INT64, most)).isTrue();
    if (most < Long.MAX_VALUE) {
      assertThat(column.takes(ColumnType.INT64, least - 1)).isFalse();
      assertThat(column.takes(ColumnType.INT64, most + 1)).isFalse();
    }
  }
}
