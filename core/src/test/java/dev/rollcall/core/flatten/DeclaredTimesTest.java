package dev.rollcall.core.flatten;

import static dev.rollcall.core.record.ColumnType.DATE;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredTimesTest {

  private static RecordType type(UnaryOperator<RecordTypeBuilder> at) {
    RecordTypeBuilder type = RecordType.named("t").key("k").column("k", STRING).from("k");
    return at.apply(type.column("at", TIMESTAMP).from("at")).build();
  }

  private static RecordType days(UnaryOperator<RecordTypeBuilder> at) {
    RecordTypeBuilder type = RecordType.named("t").key("k").column("k", STRING).from("k");
    return at.apply(type.column("at", DATE).from("at")).build();
  }

  private static String at(String value) {
    return "{\"k\":1,\"at\":" + value + "}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "94694400000",
        "19900525",
        "6695",
        "946532156",
        "-1",
        "0",
        "\"946532156\"",
        "1.5e9"
      })
  void aNumberWithoutAUnitSaysWhatToDeclare(String number) {
    for (RecordType type : new RecordType[] {type(t -> t), days(t -> t)}) {
      Element.Unmappable refused = One.refused(type, at(number));
      assertThat(refused.reason()).contains("column 'at'", "epoch(…)");
      assertThat(refused.reasonClass()).isEqualTo("undeclared");
      assertThat(refused.formerlyTaken()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DAYS, 6695, 1988-05-01T00:00:00Z",
    "DAYS, -1, 1969-12-31T00:00:00Z",
    "SECONDS, 946532156, 1999-12-30T05:35:56Z",
    "SECONDS, 1546300800.1239, 2019-01-01T00:00:00.123Z",
    "SECONDS, -0.0001, 1969-12-31T23:59:59.999Z",
    "SECONDS, -62135596800, 0001-01-01T00:00:00Z",
    "SECONDS, 1.5e9, 2017-07-14T02:40:00Z",
    "MILLIS, 94694400000, 1973-01-01T00:00:00Z",
    "MILLIS, 1000, 1970-01-01T00:00:01Z",
    "MICROS, 1546300800123456, 2019-01-01T00:00:00.123Z",
    "NANOS, 1546300800123456789, 2019-01-01T00:00:00.123Z"
  })
  void aNumberCountsTheDeclaredUnit(EpochUnit unit, String number, String expected) {
    assertThat(One.row(type(t -> t.epoch(unit)), at(number)).getTimestamp("at"))
        .isEqualTo(expected);
    assertThat(One.row(days(t -> t.epoch(unit)), at(number)).getDate("at"))
        .isEqualTo(expected.substring(0, 10));
  }

  @ParameterizedTest
  @CsvSource({
    "DAYS, 6695.5",
    "DAYS, 946532156",
    "MILLIS, 1.5",
    "SECONDS, 94694400000000",
    "SECONDS, 1e999999999",
    "SECONDS, 1e-999999999",
    "SECONDS, 1e99999999999",
    "NANOS, 99999999999999999999999",
    "SECONDS, true",
    "SECONDS, '\"1e3\"'",
    "SECONDS, '\"soon\"'"
  })
  void whatIsNoCountOfTheUnitIsRefused(EpochUnit unit, String value) {
    assertThat(One.refused(type(t -> t.epoch(unit)), at(value)).reason())
        .contains("an ISO 8601 time, or " + unit.words());
  }

  @Test
  void eachPathHasAUnitOfItsOwn() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .column("at", TIMESTAMP)
            .from("ms", "s", "iso")
            .epoch(EpochUnit.MILLIS, "ms")
            .epoch(EpochUnit.SECONDS, "s")
            .build();
    assertThat(One.row(type, "{\"k\":1,\"ms\":1000}").getTimestamp("at"))
        .isEqualTo("1970-01-01T00:00:01Z");
    assertThat(One.row(type, "{\"k\":1,\"s\":1000}").getTimestamp("at"))
        .isEqualTo("1970-01-01T00:16:40Z");
    assertThat(One.refused(type, "{\"k\":1,\"iso\":1000}").reasonClass()).isEqualTo("undeclared");
  }

  @ParameterizedTest
  @CsvSource({
    "d.M.yyyy, 5.3.1996, 1996-03-05T00:00:00Z",
    "yyyy-M-d, 1996-5-3, 1996-05-03T00:00:00Z",
    "yyyyMMdd, 19900525, 1990-05-25T00:00:00Z",
    "MM/dd/yyyy hh:mm a, 05/25/1990 03:07 PM, 1990-05-25T15:07:00Z",
    "'EEE, dd MMM yyyy HH:mm:ss Z', 'Fri, 25 May 1990 03:07:00 +0200', 1990-05-25T01:07:00Z",
    "d.M.yyyy, 1990-05-25, 1990-05-25T00:00:00Z"
  })
  void aTextIsReadByADeclaredPatternBesideIso(String pattern, String text, String expected) {
    assertThat(One.row(type(t -> t.pattern(pattern)), at('"' + text + '"')).getTimestamp("at"))
        .isEqualTo(expected);
  }

  @Test
  void theDigitsOfANumberAreReadByAPatternWhereThereIsNoUnit() {
    assertThat(One.row(days(t -> t.pattern("yyyyMMdd")), at("19900525")).getDate("at"))
        .isEqualTo("1990-05-25");
    assertThat(One.refused(days(t -> t.pattern("yyyyMMdd")), at("1990525")).reasonClass())
        .isEqualTo("undeclared");
  }

  @Test
  void patternsAreStrictAndThoseThatGuessAreRefused() {
    assertThat(One.refused(type(t -> t.pattern("d.M.yyyy")), at("\"31.6.1990\"")).reason())
        .contains("d.M.yyyy");
    for (String pattern :
        new String[] {"d.M.yy", "MM/dd", "yyyy-MM-dd hh:mm", "qqqqqqqq", "HH:mm"}) {
      assertThatThrownBy(() -> type(t -> t.pattern(pattern)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("pattern '" + pattern + "'");
    }
  }

  @Test
  void aZoneIsOfTextsWithoutOneAndOfNumbersThatBecomeADay() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    RecordType moments = type(t -> t.zone(berlin));
    assertThat(One.row(moments, at("\"1990-05-25 00:00:00\"")).getTimestamp("at"))
        .isEqualTo("1990-05-24T22:00:00Z");
    assertThat(One.row(moments, at("\"1990-05-25T00:00:00Z\"")).getTimestamp("at"))
        .isEqualTo("1990-05-25T00:00:00Z");
    assertThat(One.row(moments, at("\"2025-10-26 02:30:00\"")).getTimestamp("at"))
        .as("of a time that came twice the first")
        .isEqualTo("2025-10-26T00:30:00Z");
    assertThat(One.refused(moments, at("\"2025-03-30 02:30:00\"")).reasonClass())
        .as("a time that the clocks left out")
        .isEqualTo("wrong-type");
    assertThat(
            One.row(days(t -> t.zone(berlin).epoch(EpochUnit.MILLIS)), at("643586400000"))
                .getDate("at"))
        .isEqualTo("1990-05-25");
    assertThat(One.row(days(t -> t.epoch(EpochUnit.MILLIS)), at("643586400000")).getDate("at"))
        .isEqualTo("1990-05-24");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1990-05-25",
        "1990-05-25T00:00:00+02:00",
        "1990-05-25T23:59:59-11:00",
        "1990-05-25T00:00:00Z",
        "1990-05-25 23:00"
      })
  void aDayIsTheOneThatIsWritten(String text) {
    assertThat(
            One.row(days(t -> t.zone(ZoneId.of("Asia/Tokyo"))), at('"' + text + '"')).getDate("at"))
        .isEqualTo(LocalDate.of(1990, 5, 25));
  }

  @Test
  void whatCannotBeIsRefusedWhereTheRecordHasATime() {
    RecordType type =
        type(
            t ->
                t.notBefore(Instant.parse("1850-01-01T00:00:00Z"))
                    .notAfterRecord(Duration.ofDays(1)));
    assertThat(One.refused(type, at("\"1849-12-31T23:59:59Z\"")).reasonClass())
        .isEqualTo("impossible-time");
    assertThat(One.refused(type, at("\"2026-01-02T00:00:01Z\"")).reasonClass())
        .isEqualTo("impossible-time");
    assertThat(One.row(type, at("\"2026-01-02T00:00:00Z\"")).isNull("at")).isFalse();
    assertThat(One.elements(type, at("\"2030-01-01\""), null).get(0))
        .isInstanceOf(Element.Accepted.class);
  }

  @Test
  void aUnitThatIsDeclaredWronglyIsAFaultOfTheDeclaration() {
    assertThatThrownBy(
            () ->
                RecordType.named("t")
                    .key("k")
                    .column("k", STRING)
                    .from("k")
                    .column("n", INT64)
                    .from("n")
                    .epoch(EpochUnit.DAYS)
                    .zone(ZoneId.of("UTC"))
                    .column("at", TIMESTAMP)
                    .from("a", "b")
                    .epoch(EpochUnit.DAYS, "c")
                    .epoch(EpochUnit.DAYS)
                    .epoch(EpochUnit.SECONDS, "a")
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'n': epoch needs the type TIMESTAMP or DATE")
        .hasMessageContaining("'n': pattern, zone")
        .hasMessageContaining("epoch names the path 'c'")
        .hasMessageContaining("path 'a' has a unit already");
  }

  @Test
  void aPatternThatCouldBeReadInTwoWaysIsAFault() {
    for (String pattern : new String[] {"d.M.y", "yyyy-dd-MM", "dd/MM/yyyy HH:MM"}) {
      assertThatThrownBy(() -> type(t -> t.pattern(pattern)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("pattern '" + pattern + "'");
    }
    assertThatThrownBy(() -> type(t -> t.pattern("yyyyMMdd").epoch(EpochUnit.SECONDS)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("expected one of the two");
  }

  @Test
  void aTimeThatTheClocksLeftOutIsToldAsThat() {
    RecordType berlin = type(t -> t.zone(ZoneId.of("Europe/Berlin")));
    Element.Unmappable refused = One.refused(berlin, at("\"2024-03-31T02:30:00\""));
    assertThat(refused.reason()).contains("the clocks of Europe/Berlin");
    assertThat(refused.formerlyTaken()).isTrue();
    RecordType own = type(t -> t.pattern("yyyy-MM-dd HH:mm VV"));
    assertThat(One.refused(own, at("\"2024-03-31 02:30 Europe/Berlin\"")).reasonClass())
        .isEqualTo("wrong-type");
    assertThat(One.row(own, at("\"2024-03-31 03:30 Europe/Berlin\"")).getTimestamp("at"))
        .isEqualTo("2024-03-31T01:30:00Z");
  }

  @Test
  void aCountOfDaysAsksNoZone() {
    RecordType apia = days(t -> t.epoch(EpochUnit.DAYS).zone(ZoneId.of("Pacific/Apia")));
    assertThat(One.row(apia, at("15338")).getDate("at")).isEqualTo("2011-12-30");
  }
}
