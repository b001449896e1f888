package dev.rollcall.core.flatten;

import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.user.Users;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysAndPathsTest {

  private static final RecordType LINES =
      RecordType.named("line").key("id").column("id", STRING).from("{order_id}/{line_no}").build();

  private static final RecordType PARTS =
      RecordType.named("line")
          .key("order_id", "line_no")
          .column("order_id", STRING)
          .from("order_id")
          .column("line_no", INT64)
          .from("line_no")
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"order_id\":\"o\"}",
        "{\"line_no\":3}",
        "{\"order_id\":\"\",\"line_no\":3}",
        "{\"order_id\":\" \\t\",\"line_no\":3}",
        "{\"order_id\":null,\"line_no\":3}"
      })
  void aKeyThatIsNotWholeIsAMissingValue(String json) {
    for (RecordType type : List.of(LINES, PARTS)) {
      Element.Unmappable refused = One.refused(type, json);
      assertThat(refused.reasonClass()).isEqualTo("missing-value");
    }
    assertThat(One.refused(LINES, json).reason())
        .contains("{order_id}/{line_no}, every part of it");
  }

  @Test
  void aKeyOfSeveralColumnsIsTheirValuesInTheOrderDeclared() {
    assertThat(PARTS.schema().keyNames()).containsExactly("order_id", "line_no");
    assertThat(RecordDefinition.of(PARTS).describe()).startsWith("line key order_id, line_no\n");
    assertThat(One.row(PARTS, "{\"order_id\":\"o\",\"line_no\":3}").getLong("line_no"))
        .isEqualTo(3);
  }

  @Test
  void aBlankTextIsNoKeyAlsoIfItIsDerived() {
    RecordType type =
        RecordType.named("t").key("k").derived("k", STRING, (row, time) -> "  ").build();
    assertThat(One.refused(type, "{}").reason()).contains("'k'", "blank text");
  }

  @Test
  void twoKeysAreAFault() {
    assertThatThrownBy(
            () ->
                RecordType.named("t")
                    .key("a")
                    .key("b")
                    .column("a", STRING)
                    .from("a")
                    .column("b", STRING)
                    .from("b")
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("key(\"a\", \"b\")");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "$.name.first | 'name.first'",
        "$['name']['first'] | 'name.first'",
        "/name/first | 'name.first'",
        "name->first | 'name.first'",
        "name->>'first' | 'name.first'",
        "name/first | 'name.first'",
        "items[0].sku | 'items'",
        "items[*].sku | 'items'",
        "$key | ''$key''",
        "a..b | empty name",
        ".a.b | 'a.b'",
        "'a | not closed",
        "{a | in braces",
        "{a} {} | in braces"
      },
      delimiter = '|')
  void aPathInAnotherNotationIsRefusedWithTheRightSpelling(String path, String expected) {
    assertThatThrownBy(() -> RecordType.named("t").key("k").column("k", STRING).from(path).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void aNameWithASignStandsInQuotesAndDigitsAreAName() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .column("k", STRING)
            .from("'$key'")
            .column("year", STRING)
            .from("stats.2024")
            .column("net", STRING)
            .from("prices.'list.net/eur'.\"it's\"")
            .column("both", STRING)
            .from("{'a.b'}-{c}")
            .build();
    var row =
        One.row(
            type,
            """
            {"$key":1,"stats":{"2024":"y"},"prices":{"list.net/eur":{"it's":"n"}},"a.b":1,"c":2}
            """);
    assertThat(row.getString("k")).isEqualTo("1");
    assertThat(row.getString("year")).isEqualTo("y");
    assertThat(row.getString("net")).isEqualTo("n");
    assertThat(row.getString("both")).isEqualTo("1-2");
  }

  @Test
  void envelopesAndWrappersMayLieDeeper() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .envelope("data.users")
            .alsoUnder("payload.after")
            .column("k", STRING)
            .from("k")
            .build();
    assertThat(
            One.elements(
                type,
                "{\"data\":{\"users\":[{\"k\":1},{\"payload\":{\"after\":{\"k\":2}}}],\"n\":2}}",
                One.TIME))
        .extracting(e -> ((Element.Accepted) e).row().getString("k"))
        .containsExactly("1", "2");
    assertThat(One.refused(type, "{\"data\":{\"users\":[]}}").reasonClass())
        .isEqualTo("empty-envelope");
  }

  @Test
  void aSecretIsDroppedBelowAWrapperToo() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .alsoUnder("user")
            .alsoUnder("payload.after")
            .secret("login.sha256")
            .column("k", STRING)
            .from("k")
            .column("raw", JSON)
            .from("$")
            .column("login", JSON)
            .from("login")
            .build();
    for (String json :
        new String[] {
          "{\"k\":1,\"login\":{\"sha256\":\"hash\",\"n\":1}}",
          "{\"user\":{\"k\":1,\"login\":{\"sha256\":\"hash\",\"n\":1}}}",
          "{\"payload\":{\"after\":{\"k\":1,\"login\":{\"sha256\":\"hash\",\"n\":1}}}}"
        }) {
      var row = One.row(type, json);
      assertThat(row.getString("raw")).doesNotContain("hash").contains("\"n\":1");
      assertThat(row.getString("login")).isEqualTo("{\"n\":1}");
    }
  }

  @Test
  void anEnvelopeWithAKeyOfItsOwnIsCountedAndTold() {
    RecordType type =
        RecordType.named("t").key("k").envelope("items").column("k", STRING).from("k").build();
    String json = "{\"k\":\"a\",\"items\":[{\"k\":\"b\"},{\"k\":\"c\"}]}";
    List<Element> elements = One.elements(type, json, One.TIME);
    assertThat(elements).hasSize(3);
    assertThat(elements.get(2))
        .isInstanceOfSatisfying(
            Element.Unmappable.class,
            e -> assertThat(e.reasonClass()).isEqualTo("ambiguous-envelope"));
    assertThat(Flattener.of(type).locate(json.getBytes(StandardCharsets.UTF_8)))
        .extracting(Flattener.Place::path)
        .containsExactly("$.items[0]", "$.items[1]", "$");
    assertThat(One.elements(type, "{\"id\":\"page\",\"items\":[{\"k\":\"b\"}]}", One.TIME))
        .hasSize(1);
  }

  @Test
  void placesAreTheElementsBytes() {
    RecordType type =
        RecordType.named("t").key("k").envelope("a b.c").column("k", STRING).from("k").build();
    byte[] json =
        "\ufeff[{\"a b\":{\"c\":[{\"k\":\"ä\"}, 7]}} , {\"k\":2}]".getBytes(StandardCharsets.UTF_8);
    assertThat(Flattener.of(type).locate(json))
        .extracting(
            place ->
                place.path()
                    + " "
                    + new String(
                        json, place.from(), place.to() - place.from(), StandardCharsets.UTF_8))
        .containsExactly("$[0].a b.c[0] {\"k\":\"ä\"}", "$[0].a b.c[1] 7", "$[1] {\"k\":2}");
  }

  @Test
  void aTextWhereThePathsGoOnIsToldUnlessAnotherSourceHasTheValue() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .alsoUnder("user")
            .column("k", STRING)
            .from("k")
            .column("first", STRING)
            .from("name.first", "first")
            .build();
    for (String name : new String[] {"\"Ann Lee\"", "7", "true"}) {
      Element.Unmappable refused = One.refused(type, "{\"k\":1,\"name\":" + name + "}");
      assertThat(refused.reason()).contains("'first'", "'name.first'").doesNotContain("Ann");
      assertThat(
              One.row(type, "{\"k\":1,\"name\":" + name + ",\"first\":\"Ann\"}").getString("first"))
          .isEqualTo("Ann");
    }
    assertThat(One.row(type, "{\"k\":1,\"name\":null}").isNull("first")).isTrue();
    assertThat(One.row(type, "{\"k\":1,\"user\":\"ann\"}").isNull("first"))
        .as("what is only a wrapper may be another field")
        .isTrue();
    assertThat(One.refused(type, "{\"k\":1,\"user\":{\"name\":\"Ann\"}}").reason())
        .contains("'user.name.first'");
  }

  @Test
  void anEnvelopeIsAnElementIfItHasAKeyWhateverElseItHoldsAndAtWhateverTime() {
    RecordType type =
        RecordType.named("t")
            .key("id")
            .envelope("r")
            .column("n", INT64)
            .from("n")
            .column("id", ColumnType.UUID)
            .from("id")
            .build();
    for (String key : new String[] {"\"155e77ee-ba6d-486f-95ce-0e0c0fb4b919\"", "\"77\""}) {
      String json = "{\"n\":\"abc\",\"id\":" + key + ",\"r\":[{\"n\":1}]}";
      assertThat(One.elements(type, json, One.TIME)).hasSize(2);
      assertThat(Flattener.of(type).locate(json.getBytes(StandardCharsets.UTF_8))).hasSize(2);
    }
  }

  @Test
  void aKeyThatIsMadeOfNothingMakesNoElementOfAnEnvelope() {
    RecordType type =
        RecordType.named("t")
            .key("id")
            .envelope("r")
            .column("n", INT64)
            .from("n")
            .derived("id", STRING, (row, time) -> "k" + row.get("n"))
            .build();
    assertThat(One.elements(type, "{\"page\":1,\"r\":[{\"n\":1}]}", One.TIME)).hasSize(1);
  }

  @Test
  void whatIsCountedAndWhereItStandsAgreeAtEveryTime() {
    String json =
        "[{\"email\":\"a@b.c\",\"birth_date\":\"2090-01-01\",\"results\":[{\"id\":1}]},{\"gender\":\"m\"},{\"id\":2}]";
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Flattener users = Flattener.of(Users.recordType());
    for (Instant time : new Instant[] {One.TIME, Instant.parse("2095-01-01T00:00:00Z")}) {
      assertThat(users.flatten(bytes, time)).hasSize(4);
    }
    assertThat(users.locate(bytes)).hasSize(4);
  }

  @Test
  void anArrayOnTheWayToJsonIsToldAndOneInPlaceOfAWrapperIsAnotherField() {
    RecordType type =
        RecordType.named("t")
            .key("k")
            .alsoUnder("user")
            .column("k", STRING)
            .from("k")
            .column("j", JSON)
            .from("a.b")
            .build();
    assertThat(One.refused(type, "{\"k\":1,\"a\":[1]}").reasonClass()).isEqualTo("wrong-type");
    assertThat(One.row(type, "{\"k\":1,\"user\":[\"x\"]}").isNull("j")).isTrue();
  }

  @Test
  void bracesInQuotesMakeNoTemplateAndAnErrorIsOneField() {
    RecordType type = RecordType.named("t").key("k").column("k", STRING).from("a.'b{c}'").build();
    assertThat(One.row(type, "{\"a\":{\"b{c}\":\"v\"}}").getString("k")).isEqualTo("v");
    for (String error : new String[] {"$.meta.error", "meta.error"}) {
      assertThatThrownBy(
              () ->
                  RecordType.named("t").key("k").column("k", STRING).from("k").error(error).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("error '" + error + "'");
    }
  }
}
