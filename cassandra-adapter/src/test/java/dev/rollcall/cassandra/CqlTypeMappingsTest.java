package dev.rollcall.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.record.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CqlTypeMappingsTest {

  private static final ProtocolVersion VERSION = ProtocolVersion.V5;

  @ParameterizedTest
  @EnumSource
  void everyTypeGoesIntoText(ColumnType type) {
    assertThat(CqlTypeMappings.find(type, "text")).isPresent();
    assertThat(CqlTypeMappings.find(type, "VarChar")).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void noTypeGoesIntoACounterAFloatOrACollection(ColumnType type) {
    assertThat(CqlTypeMappings.find(type, "counter")).isEmpty();
    assertThat(CqlTypeMappings.find(type, "float")).isEmpty();
    assertThat(CqlTypeMappings.find(type, "set<text>")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tinyint, -128, 127",
    "smallint, -32768, 32767",
    "int, -2147483648, 2147483647",
  })
  void aWholeNumberFitsUpToTheEdgeAndNotBeyond(String type, long least, long most) {
    CqlTypeMapping cell = CqlTypeMappings.find(ColumnType.INT64, type).orElseThrow();

    assertThat(cell.encode(least, VERSION)).isNotNull();
    assertThat(cell.encode(most, VERSION)).isNotNull();
    for (long beyond : new long[] {least - 1, most + 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> cell.encode(beyond, VERSION))
          .isInstanceOf(DataException.class)
          .hasMessage("expected a CQL %s, from %d to %d", type, least, most);
    }
  }

  @Test
  void wholeNumbersKeepTheirValue() {
    assertThat(stored(ColumnType.INT64, "int", -5L, TypeCodecs.INT)).isEqualTo(-5);
    assertThat(stored(ColumnType.INT64, "smallint", -5L, TypeCodecs.SMALLINT))
        .isEqualTo((short) -5);
    assertThat(stored(ColumnType.INT64, "tinyint", -5L, TypeCodecs.TINYINT)).isEqualTo((byte) -5);
    assertThat(stored(ColumnType.INT64, "varint", Long.MIN_VALUE, TypeCodecs.VARINT))
        .isEqualTo(BigInteger.valueOf(Long.MIN_VALUE));
  }

  @Test
  void textIsPlainOrIso8601() {
    assertThat(text(ColumnType.BOOLEAN, true)).isEqualTo("true");
    assertThat(text(ColumnType.INT64, Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(text(ColumnType.FLOAT64, 1e-300)).isEqualTo("1.0E-300");
    assertThat(text(ColumnType.DECIMAL, new BigDecimal("1E+3").setScale(2))).isEqualTo("1000.00");
    assertThat(text(ColumnType.TIMESTAMP, Instant.ofEpochMilli(-1)))
        .isEqualTo("1969-12-31T23:59:59.999Z");
    assertThat(text(ColumnType.DATE, LocalDate.of(1990, 5, 25))).isEqualTo("1990-05-25");
    assertThat(text(ColumnType.UUID, new UUID(0, 1)))
        .isEqualTo("00000000-0000-0000-0000-000000000001");
    assertThat(text(ColumnType.BYTES, new byte[] {0, -1})).isEqualTo("AP8=");
    assertThat(text(ColumnType.JSON, "{\"a\": 1.0}")).isEqualTo("{\"a\": 1.0}");
  }

  @Test
  void aMomentInADateColumnIsItsDayInUtc() {
    assertThat(
            stored(
                ColumnType.TIMESTAMP,
                "date",
                Instant.parse("1969-12-31T23:59:59.999Z"),
                TypeCodecs.DATE))
        .isEqualTo(LocalDate.of(1969, 12, 31));
  }

  @Test
  void valuesThatTheDriverWouldBendAreRefused() {
    assertRefused(ColumnType.DATE, "date", LocalDate.MAX, "a CQL date");
    assertRefused(ColumnType.TIMESTAMP, "timestamp", Instant.MAX, "292 million years");
    assertRefused(ColumnType.TIMESTAMP, "date", Instant.ofEpochMilli(Long.MAX_VALUE), "a CQL date");
    assertRefused(ColumnType.STRING, "ascii", "\u00E9", "a CQL ascii");
    for (String cql : new String[] {"uuid", "timeuuid"}) {
      for (String text :
          new String[] {
            "936DA01F-9ABD-1D9D-80C7-02AF85C822A8",
            "1-1-1-1-1",
            "",
            "936da01f9abd1d9d80c702af85c822a8"
          }) {
        assertRefused(ColumnType.STRING, cql, text, "a UUID in lower case");
      }
    }
    String random = "936da01f-9abd-4d9d-80c7-02af85c822a8";
    assertRefused(ColumnType.STRING, "timeuuid", random, "a CQL timeuuid");
    assertRefused(ColumnType.UUID, "timeuuid", UUID.fromString(random), "a CQL timeuuid");
    String ofTime = "936da01f-9abd-1d9d-80c7-02af85c822a8";
    assertThat(stored(ColumnType.STRING, "uuid", random, TypeCodecs.UUID)).hasToString(random);
    assertThat(stored(ColumnType.STRING, "timeuuid", ofTime, TypeCodecs.TIMEUUID))
        .hasToString(ofTime);
    assertThat(stored(ColumnType.UUID, "timeuuid", UUID.fromString(ofTime), TypeCodecs.TIMEUUID))
        .hasToString(ofTime);
    assertRefused(ColumnType.STRING, "text", "\uD83D", "well-formed Unicode");
    assertRefused(ColumnType.STRING, "text", "\uDE42\uD83D", "well-formed Unicode");
    assertThat(text(ColumnType.STRING, "\uD83D\uDE42!")).isEqualTo("\uD83D\uDE42!");
  }

  private static void assertRefused(ColumnType type, String cql, Object value, String expected) {
    CqlTypeMapping cell = CqlTypeMappings.find(type, cql).orElseThrow();
    assertThatThrownBy(() -> cell.encode(value, VERSION))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("expected ")
        .hasMessageContaining(expected);
  }

  private static String text(ColumnType type, Object value) {
    return stored(type, "text", value, TypeCodecs.TEXT);
  }

  private static <T> T stored(ColumnType type, String cql, Object value, TypeCodec<T> codec) {
    ByteBuffer bytes = CqlTypeMappings.find(type, cql).orElseThrow().encode(value, VERSION);
    return codec.decode(bytes, VERSION);
  }
}
