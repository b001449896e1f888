package dev.rollcall.core.flatten;

import static dev.rollcall.core.record.ColumnType.STRING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {

  private static final RecordType TYPE =
      RecordType.named("t")
          .key("k")
          .secret("password")
          .column("k", STRING)
          .from("k")
          .column("city", STRING)
          .from("location.city", "city")
          .column("postcode", STRING)
          .from("location.postcode")
          .column("upper", STRING)
          .from("k2")
          .otherwise((row, time) -> row.getString("k"))
          .build();

  private final Flattener flattener = Flattener.of(TYPE);

  private void read(String... records) {
    for (String json : records) {
      flattener.flatten(json.getBytes(StandardCharsets.UTF_8), One.TIME);
    }
  }

  @Test
  void itSaysHowOftenEachSourceGaveTheValue() {
    read(
        "{\"k\":1,\"location\":{\"city\":\"a\"}}",
        "{\"k\":2,\"city\":\"b\"}",
        "{\"k\":3,\"location\":{\"city\":null}}");
    Coverage coverage = flattener.takeCoverage();
    assertThat(coverage.elements()).isEqualTo(3);
    Coverage.ColumnCoverage city = coverage.columns().get(1);
    assertThat(city.sources())
        .containsExactly(
            new Coverage.SourceCoverage(
                "location.city", List.of(List.of("location", "city")), 1, 1),
            new Coverage.SourceCoverage("city", List.of(List.of("city")), 1, 0));
    assertThat(coverage.columns().get(3).derived()).isEqualTo(3);
    assertThat(flattener.takeCoverage()).as("taken once").isEqualTo(Coverage.NONE);
  }

  @Test
  void aColumnThatNothingFilledIsNamedWithWhatStoodThereInstead() {
    read("{\"k\":1,\"city\":\"a\",\"address\":{\"zipcode\":\"1\",\"street\":\"x\"}}");
    assertThat(flattener.takeCoverage().unfilled())
        .containsExactly("postcode: location.postcode never occurred; seen: address.zipcode");
  }

  @Test
  void anotherCaseAndFieldsOfTheSameObjectAreSeen() {
    read("{\"K\":1,\"k\":1,\"location\":{\"town\":\"a\",\"PostCode\":\"1\"}}");
    assertThat(flattener.takeCoverage().unfilled())
        .containsExactly(
            "city: location.city, city never occurred; seen: location.town, location.PostCode",
            "postcode: location.postcode never occurred; seen: location.PostCode, location.town");
  }

  @Test
  void whatWasAlwaysNullIsSaidToHaveHeldNothing() {
    read("{\"k\":1,\"city\":\"a\",\"location\":{\"postcode\":null}}");
    assertThat(flattener.takeCoverage().unfilled())
        .containsExactly("postcode: location.postcode never held a value");
  }

  @Test
  void namesThatVaryOrAreNoFieldsAreNotTold() {
    for (int i = 0; i < 100; i++) {
      read(
          "{\"k\":1,\"location\":{\"name"
              + (char) ('a' + i % 26)
              + (char) ('a' + i / 26)
              + "\":1,\"ann@example.org\":2,\"2024-01-01\":3,\"password\":\"x\"}}");
    }
    Coverage coverage = flattener.takeCoverage();
    assertThat(String.join("\n", coverage.unfilled()))
        .doesNotContain("seen")
        .doesNotContain("ann@")
        .doesNotContain("password");
    assertThat(coverage.seen().below().get("location").vary()).isTrue();
    assertThat(coverage.seen().toString()).doesNotContain("password");
  }

  @Test
  void atMostEightNamesOfAnObjectAreTold() {
    StringBuilder fields = new StringBuilder();
    for (char c = 'a'; c <= 'z'; c++) {
      fields.append(",\"").append(c).append(c).append("\":1");
    }
    read("{\"k\":1,\"city\":\"c\",\"location\":{\"x\":1" + fields + "}}");
    assertThat(flattener.takeCoverage().unfilled().get(0).split("location\\.")).hasSize(2 + 8);
  }

  @Test
  void partsAddUpAndCountingIsExactWhereNamesAreSampled() {
    Coverage sum = Coverage.NONE;
    for (int i = 0; i < 12_000; i++) {
      read("{\"k\":1,\"city\":\"c\",\"x\":1}");
      if (i % 5_000 == 0) {
        sum = sum.plus(flattener.takeCoverage());
      }
    }
    sum = sum.plus(flattener.takeCoverage());
    assertThat(sum.elements()).isEqualTo(12_000);
    assertThat(sum.columns().get(1).filled()).isEqualTo(12_000);
    assertThat(sum.seen().unknown().get("x")).isBetween(10_000L, 10_100L);
  }

  @Test
  void whatIsRefusedIsNotSaidToLackWhatStandsBehindTheFault() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .column("n", ColumnType.INT64)
            .from("n")
            .column("city", STRING)
            .from("city")
            .column("zip", STRING)
            .from("zip")
            .column("full", STRING)
            .from("full")
            .otherwise((row, time) -> row.getString("k"))
            .build();
    Flattener refusing = Flattener.of(type);
    refusing.flatten("{\"k\":1,\"n\":\"x\",\"city\":\"c\"}".getBytes(StandardCharsets.UTF_8), null);
    Coverage coverage = refusing.takeCoverage();
    assertThat(coverage.refused()).isEqualTo(1);
    assertThat(coverage.unfilled()).containsExactly("zip: never had a value");
  }

  @Test
  void namesThatOnlyShareACommonWordAreNotTakenForAlike() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .alsoUnder("user")
            .column("k", STRING)
            .from("k")
            .column("age", STRING)
            .from("age")
            .column("id_name", STRING)
            .from("id.name")
            .column("birth_date", STRING)
            .from("dob", "birth_date")
            .column("phone", STRING)
            .from("phone")
            .build();
    Flattener of = Flattener.of(type);
    of.flatten(
        "{\"k\":1,\"page\":1,\"maidenName\":\"m\",\"dateOfBirth\":\"d\",\"phoneNumber\":\"1\"}"
            .getBytes(StandardCharsets.UTF_8),
        null);
    assertThat(of.takeCoverage().unfilled())
        .containsExactly(
            "birth_date: dob, birth_date never occurred; seen: dateOfBirth",
            "phone: phone never occurred; seen: phoneNumber",
            "age, id_name (id.name)");
  }

  @Test
  void keysOfMapsAreNotTold() {
    read(
        "{\"k\":1,\"friends\":{\"Ann Lee\":{\"age\":3}},\"roles\":{\"jdoe\":\"admin\"}}",
        "{\"k\":2,\"friends\":{\"Bob Ray\":{\"age\":3}},\"roles\":{\"rroe\":\"admin\"}}");
    assertThat(String.join("\n", flattener.takeCoverage().remarks()))
        .doesNotContain("Ann", "Bob", "jdoe", "rroe");
  }

  @Test
  void aLongRunKeepsNoMoreNamesThanAShortOne() {
    Coverage sum = Coverage.NONE;
    for (int i = 0; i < 300; i++) {
      read("{\"k\":1,\"by\":{\"u" + i + "\":{\"x\":1}},\"u" + i + "\":{\"x\":1}}");
      sum = sum.plus(flattener.takeCoverage());
    }
    assertThat(sum.seen().vary()).isTrue();
    assertThat(sum.seen().below()).doesNotContainKey("by").hasSizeLessThan(3);
  }

  @Test
  void whatIsTakenAsJsonIsUsedAndAFieldWithADotIsWrittenInQuotes() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .column("address", ColumnType.JSON)
            .from("address")
            .column("first", STRING)
            .from("name.first")
            .build();
    Flattener of = Flattener.of(type);
    of.flatten(
        "{\"k\":1,\"address\":{\"street\":\"s\"},\"name.first\":\"Ann\"}"
            .getBytes(StandardCharsets.UTF_8),
        null);
    assertThat(of.takeCoverage().remarks())
        .containsExactly(
            "never filled: first: name.first never occurred; seen: 'name.first'",
            "not used: 'name.first'");
  }

  @Test
  void aColumnThatIsOnlyDerivedAndAlwaysEmptyIsNamedWithWhatItIsMadeOf() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .hidden("h", STRING)
            .from("prise")
            .derived("p", STRING, (row, time) -> row.getString("h"))
            .build();
    Flattener of = Flattener.of(type);
    of.flatten("{\"k\":1,\"price\":\"1\"}".getBytes(StandardCharsets.UTF_8), null);
    assertThat(of.takeCoverage().unfilled())
        .containsExactly("h: prise never occurred; seen: price", "p (derived): never had a value");
  }
}
