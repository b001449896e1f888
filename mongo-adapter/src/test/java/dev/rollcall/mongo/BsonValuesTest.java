package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.BsonNull;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BsonValuesTest {

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(Column.of("c", ColumnType.BOOLEAN), true, BsonType.BOOLEAN),
        Arguments.of(Column.of("c", ColumnType.INT64), Long.MIN_VALUE, BsonType.INT64),
        Arguments.of(Column.of("c", ColumnType.FLOAT64), 0.1, BsonType.DOUBLE),
        Arguments.of(Column.decimal("c", 12, 2), new BigDecimal("1.50"), BsonType.DECIMAL128),
        Arguments.of(
            Column.decimal("c", 34, 0), new BigDecimal("9".repeat(34)), BsonType.DECIMAL128),
        Arguments.of(Column.decimal("c", 35, 2), new BigDecimal("1.50"), BsonType.STRING),
        Arguments.of(Column.of("c", ColumnType.STRING), "2024-02-29", BsonType.STRING),
        Arguments.of(
            Column.of("c", ColumnType.TIMESTAMP),
            Instant.parse("1969-12-31T23:59:59.999Z"),
            BsonType.DATE_TIME),
        Arguments.of(Column.of("c", ColumnType.DATE), LocalDate.of(2024, 2, 29), BsonType.STRING),
        Arguments.of(Column.of("c", ColumnType.UUID), new UUID(1, 2), BsonType.BINARY),
        Arguments.of(Column.of("c", ColumnType.JSON), "{\"a\":1}", BsonType.STRING),
        Arguments.of(Column.of("c", ColumnType.BYTES), new byte[] {0, -1}, BsonType.BINARY));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueComesBackAsItWas(Column column, Object value, BsonType type) {
    BsonValue stored = BsonValues.toBson(column, value);

    assertThat(stored.getBsonType()).isEqualTo(type);
    assertThat(BsonValues.fromBson(column, stored)).isEqualTo(value);
  }

  @ParameterizedTest
  @EnumSource(value = ColumnType.class, names = "DECIMAL", mode = EnumSource.Mode.EXCLUDE)
  void aNullIsANull(ColumnType type) {
    assertThat(BsonValues.toBson(Column.of("c", type), null)).isEqualTo(BsonNull.VALUE);
    assertThat(BsonValues.fromBson(Column.of("c", type), BsonNull.VALUE)).isNull();
    assertThat(BsonValues.fromBson(Column.of("c", type), null)).isNull();
  }

  @Test
  void aMomentThatMongoDbCannotHoldIsADataError() {
    Column column = Column.of("at", ColumnType.TIMESTAMP);

    assertThatThrownBy(() -> BsonValues.toBson(column, Instant.MAX))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("column 'at'");
  }

  @Test
  void halfASurrogatePairIsADataErrorAndTheWholeIsNot() {
    Column name = Column.of("name", ColumnType.STRING);
    for (String broken : List.of("\uD83D", "a\uDE00b", "\uDE00\uD83D")) {
      assertThatThrownBy(() -> BsonValues.toBson(name, broken))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("column 'name'")
          .hasMessageContaining("one half of a surrogate pair");
    }
    assertThat(BsonValues.toBson(name, "\uD83D\uDE00\u0000").asString().getValue())
        .isEqualTo("\uD83D\uDE00\u0000");
  }

  @Test
  void aDecimalWiderThanItsColumnIsRefusedRatherThanRounded() {
    assertThatThrownBy(
            () -> BsonValues.toBson(Column.decimal("c", 30, 0), new BigDecimal("1".repeat(35))))
        .isInstanceOf(DataException.class)
        .hasMessage("column 'c': got a decimal of 35 digits, expected at most 30");
  }
}
