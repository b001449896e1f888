package dev.rollcall.core.flatten;

import static dev.rollcall.core.record.ColumnType.BOOLEAN;
import static dev.rollcall.core.record.ColumnType.BYTES;
import static dev.rollcall.core.record.ColumnType.DATE;
import static dev.rollcall.core.record.ColumnType.FLOAT64;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static dev.rollcall.core.record.ColumnType.UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlattenerTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void everyTypeIsReadFromWhatSourcesWrite() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .column("flag", BOOLEAN)
            .from("flag")
            .column("whole", INT64)
            .from("whole")
            .column("real", FLOAT64)
            .from("real")
            .decimal("price", 12, 2)
            .from("price")
            .column("at", TIMESTAMP)
            .from("at")
            .column("day", DATE)
            .from("day")
            .column("id", UUID)
            .from("id")
            .column("blob", BYTES)
            .from("blob")
            .column("tags", JSON)
            .from("tags")
            .build();
    Row row =
        row(
            type,
            """
            {"k":12,"flag":true,"whole":"41","real":"-75.1980","price":19.9,
             "at":"2012-05-31T05:08:12.251Z","day":"2012-05-31",
             "id":"155e77ee-ba6d-486f-95ce-0e0c0fb4b919","blob":"AAEC","tags":[1,{"a":null}]}
            """);
    assertThat(row.getString("k")).isEqualTo("12");
    assertThat(row.getBoolean(1)).isTrue();
    assertThat(row.getLong("whole")).isEqualTo(41);
    assertThat(row.getDouble(3)).isEqualTo(-75.198);
    assertThat(row.getDecimal(4)).isEqualTo(new BigDecimal("19.90"));
    assertThat(row.getTimestamp("at")).isEqualTo(Instant.parse("2012-05-31T05:08:12.251Z"));
    assertThat(row.getDate(6)).isEqualTo(LocalDate.of(2012, 5, 31));
    assertThat(row.getBytes(8)).containsExactly(0, 1, 2);
    assertThat(row.getString("tags")).isEqualTo("[1,{\"a\":null}]");
  }

  @ParameterizedTest
  @CsvSource({
    "2012-05-31T05:08:12Z, 2012-05-31T05:08:12Z",
    "2012-05-31T05:08:12.2519Z, 2012-05-31T05:08:12.251Z",
    "2012-05-31 05:08:12, 2012-05-31T05:08:12Z",
    "2019-10-01 00:00:00 UTC, 2019-10-01T00:00:00Z",
    "2012-05-31T05:08:12+02:00, 2012-05-31T03:08:12Z",
    "2012-05-31T05:08, 2012-05-31T05:08:00Z",
    "1990-05-25, 1990-05-25T00:00:00Z"
  })
  void isoTextsBecomeMoments(String text, String expected) {
    RecordType type = RecordType.named("t").key("at").column("at", TIMESTAMP).from("at").build();
    assertThat(row(type, "{\"at\":\"" + text + "\"}").getTimestamp("at"))
        .isEqualTo(Instant.parse(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "2012-02-30",
    "2012-05-31T25:00:00Z",
    "2012-05-31T05:08:12+99:00",
    "yesterday",
    "''",
    "12:30",
    "2012-05-31T05:08:60Z",
    "2012-05-31X",
    "99999999999999999"
  })
  void whatIsNoMomentIsRefused(String text) {
    RecordType type = RecordType.named("t").key("at").column("at", TIMESTAMP).from("at").build();
    assertThat(element(type, "{\"at\":\"" + text + "\"}")).isInstanceOf(Element.Unmappable.class);
  }

  @Test
  void theFirstPathWithAScalarWinsAndNullIsNone() {
    RecordType type =
        RecordType.named("t").key("k").column("k", STRING).from("a.b", "a", "c").build();
    assertThat(row(type, "{\"c\":\"3\",\"a\":{\"b\":\"1\"}}").getString("k")).isEqualTo("1");
    assertThat(row(type, "{\"a\":\"2\",\"c\":\"3\"}").getString("k")).isEqualTo("2");
    assertThat(row(type, "{\"a\":{\"b\":null},\"c\":\"3\"}").getString("k")).isEqualTo("3");
  }

  @Test
  void anEmptyTextIsAValueUnlessTheTypeSaysOtherwise() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .column("keeps", STRING)
            .from("a", "b")
            .column("skips", STRING)
            .from("a", "b")
            .emptyIsNull()
            .build();
    Row row = row(type, "{\"k\":1,\"a\":\"\",\"b\":\"x\"}");
    assertThat(row.getString("keeps")).isEmpty();
    assertThat(row.getString("skips")).isEqualTo("x");
  }

  @Test
  void anArrayWhereAPathGoesOnIsADeadLetterAndNotANull() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .column("sku", STRING)
            .from("items.sku", "sku")
            .build();
    assertThat(
            ((Element.Unmappable) element(type, "{\"k\":1,\"items\":[{\"sku\":\"s\"}]}")).reason())
        .isEqualTo("column 'sku' (t): got an object or an array, expected STRING");
    assertThat(row(type, "{\"k\":1,\"items\":[],\"sku\":\"s\"}").getString("sku")).isEqualTo("s");
  }

  @Test
  void aPathIntoAnArrayIsAFaultOfTheDeclaration() {
    for (String path : new String[] {"items[].sku", "items[*].sku", "items[0].sku"}) {
      assertThatThrownBy(
              () -> RecordType.named("t").key("k").column("k", STRING).from(path).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("not into arrays");
    }
  }

  @Test
  void aTemplateJoinsThePartsThatAreThere() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .column("street", STRING)
            .from("{s.number} {s.name}", "s")
            .build();
    assertThat(row(type, "{\"k\":1,\"s\":{\"name\":\"High St\",\"number\":7}}").getString("street"))
        .isEqualTo("7 High St");
    assertThat(row(type, "{\"k\":1,\"s\":{\"name\":\"High St\"}}").getString("street"))
        .isEqualTo("High St");
    assertThat(row(type, "{\"k\":1,\"s\":\"7 high st\"}").getString("street"))
        .isEqualTo("7 high st");
    assertThat(row(type, "{\"k\":1,\"s\":{}}").getString("street")).isNull();
  }

  @Test
  void rawJsonKeepsEverythingButTheSecrets() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .column("raw", JSON)
            .from("$")
            .column("part", JSON)
            .from("login")
            .secret("password", "card.number")
            .build();
    Row row =
        row(
            type,
            """
            {"k":1.50,"login":{"password":"p1","name":"n"},"deep":[{"password":{"x":"p2"}}],
             "card":{"number":"4111","year":1e2},"number":5}
            """);
    assertThat(row.getString("raw"))
        .isEqualTo(
            "{\"k\":1.50,\"login\":{\"name\":\"n\"},\"deep\":[{}],\"card\":{\"year\":1e2},\"number\":5}");
    assertThat(row.getString("part")).isEqualTo("{\"name\":\"n\"}");
  }

  @ParameterizedTest
  @CsvSource({"100e2147483647", "1e2147483647", "10e-2147483640", "1e9", "0.001"})
  void aDecimalOfOtherDigitsIsRefusedHoweverLargeItsExponent(String number) {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .decimal("d", 8, 2)
            .from("d")
            .build();
    assertThat(element(type, "{\"k\":1,\"d\":" + number + "}"))
        .isInstanceOf(Element.Unmappable.class);
  }

  @Test
  void rawJsonWithHalfACharacterIsRefusedSinceNoStoreCouldKeepIt() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .column("j", JSON)
            .from("j")
            .build();
    assertThat(element(type, "{\"k\":1,\"j\":[\"\\ud800\"]}"))
        .isInstanceOf(Element.Unmappable.class);
    assertThat(row(type, "{\"k\":1,\"j\":[\"\\ud83d\\ude00\"]}").getString("j"))
        .isEqualTo("[\"\ud83d\ude00\"]");
  }

  @Test
  void rawJsonHoldsNoSecretInAnotherCaseOrBehindEscapes() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .column("raw", JSON)
            .from("$")
            .secret("password")
            .build();
    assertThat(
            row(
                    type,
                    "{\"k\":1,\"Password\":\"a\",\"x\":[{\"PASSWORD\":{\"b\":1}}],\"pass\\u0077ord\":2}")
                .getString("raw"))
        .isEqualTo("{\"k\":1,\"x\":[{}]}");
  }

  @Test
  void aDerivedDecimalOfAnyExponentIsHeldAgainstItsColumn() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .decimal("d", 8, 2)
            .otherwise((row, time) -> new BigDecimal("100e2147483647"))
            .build();
    assertThat(((Element.Unmappable) element(type, "{\"k\":1}")).reasonClass())
        .isEqualTo("wrong-type");
  }

  @Test
  void envelopesMayStandInAnArray() {
    RecordType type =
        RecordType.named("t").key("k").envelope("items").column("k", STRING).from("k").build();
    assertThat(
            Flattener.of(type)
                .flatten(
                    "[{\"items\":[{\"k\":1},{\"k\":2}]},{\"items\":[{\"k\":3}]},{\"k\":4}]"
                        .getBytes(StandardCharsets.UTF_8),
                    TIME))
        .extracting(e -> ((Element.Accepted) e).row().getString("k"))
        .containsExactly("1", "2", "3", "4");
  }

  @Test
  void aDerivationThatFailsIsADeadLetterWithoutItsMessage() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .derived(
                "d",
                STRING,
                (row, time) -> {
                  throw new IllegalStateException("secret");
                })
            .build();
    Element.Unmappable refused = (Element.Unmappable) element(type, "{\"k\":1}");
    assertThat(refused.reason()).contains("'d'", "IllegalStateException").doesNotContain("secret");
  }

  @Test
  void aRequiredColumnWithoutAValueIsADeadLetter() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .column("must", STRING)
            .from("a.must", "must")
            .required()
            .build();
    assertThat(((Element.Unmappable) element(type, "{\"k\":1,\"must\":null}")).reason())
        .isEqualTo("column 'must' (t): got no value, expected a.must or must");
  }

  @Test
  void aValueThatIsNotAmongTheAllowedOnesIsADeadLetter() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("k")
            .column("colour", STRING)
            .from("colour")
            .oneOf("red", "green")
            .column("hue", STRING)
            .from("hue")
            .oneOf("dark")
            .personal()
            .derived("shade", STRING, (row, time) -> row.getString("k"))
            .oneOf("1")
            .build();
    assertThat(row(type, "{\"k\":1,\"colour\":\"red\"}").getString("colour")).isEqualTo("red");
    assertThat(row(type, "{\"k\":1,\"colour\":null}").isNull("colour")).isTrue();
    Element.Unmappable refused = (Element.Unmappable) element(type, "{\"k\":1,\"colour\":\"Red\"}");
    assertThat(refused.reasonClass()).isEqualTo("not-allowed");
    assertThat(refused.reason())
        .isEqualTo("column 'colour' (t): got \"Red\", expected one of red, green");
    assertThat(((Element.Unmappable) element(type, "{\"k\":1,\"hue\":\"mine\"}")).reason())
        .contains("'hue'", "dark")
        .doesNotContain("mine");
    assertThat(((Element.Unmappable) element(type, "{\"k\":2}")).reason()).contains("'shade'");
    assertThat(RecordDefinition.of(type).describe())
        .contains("colour STRING <- colour one of [red, green]");
  }

  @Test
  void allFaultsOfADeclarationAreReportedAtOnce() {
    assertThatThrownBy(
            () ->
                RecordType.named("t")
                    .key("kee")
                    .column("key", STRING)
                    .from("a..b")
                    .column("key", STRING)
                    .from("x")
                    .column("bad name", STRING)
                    .from("y")
                    .column("nothing", STRING)
                    .column("pw", STRING)
                    .from("login.password")
                    .secret("password")
                    .column("n", INT64)
                    .from("n")
                    .oneOf("1")
                    .column("s", STRING)
                    .from("s")
                    .oneOf()
                    .build())
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.problems()).hasSize(7))
        .hasMessageContaining("did you mean 'key'?")
        .hasMessageContaining("is a secret")
        .hasMessageContaining("'n': oneOf needs the type STRING")
        .hasMessageContaining("'s': oneOf names no value");
  }

  private static Row row(RecordType type, String json) {
    return ((Element.Accepted) element(type, json)).row();
  }

  private static Element element(RecordType type, String json) {
    return Flattener.of(type).flatten(json.getBytes(StandardCharsets.UTF_8), TIME).get(0);
  }
}
