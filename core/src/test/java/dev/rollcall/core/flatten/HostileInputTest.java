package dev.rollcall.core.flatten;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.user.Users;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in, out comes a clear refusal: never a crash, never silence. */
class HostileInputTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String USER =
      "{\"login\":{\"uuid\":\"155e77ee-ba6d-486f-95ce-0e0c0fb4b919\"},\"dob\":{\"age\":%s}}";

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("truncated", "{\"results\":[{\"gender\":\"male\"", "malformed-json"),
        Arguments.of("truncated string", "{\"gender\":\"ma", "malformed-json"),
        Arguments.of("trailing garbage", USER.formatted(41) + " x", "malformed-json"),
        Arguments.of("a second value", USER.formatted(41) + "{}", "trailing-content"),
        Arguments.of(
            "duplicate key", "{\"gender\":\"male\",\"gender\":\"female\"}", "duplicate-key"),
        Arguments.of("duplicate in a skipped part", "{\"x\":{\"a\":1,\"a\":2}}", "duplicate-key"),
        Arguments.of("depth 100,000", "[".repeat(100_000) + "]".repeat(100_000), "json-limit"),
        Arguments.of("deep in a skipped part", "{\"x\":" + "[".repeat(100_000), "json-limit"),
        Arguments.of("long number", USER.formatted("9".repeat(100_000)), "json-limit"),
        Arguments.of("empty", "", "empty"),
        Arguments.of("blank", " \n\t ", "empty"),
        Arguments.of("bare word", "hello", "malformed-json"),
        Arguments.of("comment", "{/* */}", "malformed-json"),
        Arguments.of("single quotes", "{'a':1}", "malformed-json"),
        Arguments.of("trailing comma", "{\"a\":1,}", "malformed-json"),
        Arguments.of("leading zero", "{\"a\":01}", "malformed-json"),
        Arguments.of("NaN", "{\"a\":NaN}", "nan-or-infinity"),
        Arguments.of("control character", "{\"a\":\"\u0001\"}", "malformed-json"),
        Arguments.of("bad escape in a skipped string", "{\"a\":\"\\x\"}", "malformed-json"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void aMalformedRecordIsOneRefusalWithItsReason(String name, String json, String reasonClass) {
    Element.Refused refused = refusal(json.getBytes(StandardCharsets.UTF_8));
    assertThat(refused).isInstanceOf(Element.Malformed.class);
    assertThat(refused.reasonClass()).isEqualTo(reasonClass);
    assertThat(refused.reason()).isNotBlank().hasSizeLessThan(200);
  }

  @Test
  void aStringOfFiftyMegabytesIsRefusedEvenWhereNothingIsWantedOfIt() {
    for (String field : List.of("gender", "unknown")) {
      String json = "{\"username\":\"a\",\"" + field + "\":\"" + "x".repeat(50_000_000) + "\"}";
      assertThat(refusal(json.getBytes(StandardCharsets.UTF_8)).reasonClass())
          .as(field)
          .isEqualTo("json-limit");
    }
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] latin1 = "{\"username\":\"J\u00fcrgen\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] overlong = {'{', '"', 'a', '"', ':', '"', (byte) 0xC0, (byte) 0xAF, '"', '}'};
    for (byte[] bytes : List.of(latin1, overlong)) {
      assertThat(refusal(bytes).reasonClass()).isEqualTo("not-utf-8");
    }
  }

  @Test
  void aByteOrderMarkIsNoReasonToRefuse() {
    byte[] json = ("\uFEFF" + USER.formatted(41)).getBytes(StandardCharsets.UTF_8);
    assertThat(flatten(json)).singleElement().isInstanceOf(Element.Accepted.class);
  }

  static Stream<Arguments> unmappable() {
    return Stream.of(
        Arguments.of("exponent", USER.formatted("1e999999999"), "wrong-type", "1e999999999"),
        Arguments.of("beyond int", USER.formatted("1e99999999999"), "wrong-type", "age"),
        Arguments.of("66 bits", USER.formatted("36893488147419103232"), "wrong-type", "64 bits"),
        Arguments.of("fraction", USER.formatted("41.5"), "wrong-type", "whole number"),
        Arguments.of("text", USER.formatted("\"forty\""), "wrong-type", "forty"),
        Arguments.of("arabic digits", USER.formatted("\"\u0664\u0661\""), "wrong-type", "age"),
        Arguments.of("boolean", USER.formatted("true"), "wrong-type", "age"),
        Arguments.of("object", USER.formatted("{}"), "wrong-type", "age"),
        Arguments.of("array", "{\"username\":\"a\",\"dob\":[1]}", "wrong-type", "'birth_date'"),
        Arguments.of(
            "arabic digits in a date",
            "{\"username\":\"a\",\"registered\":\"\u0664\u0661\"}",
            "wrong-type",
            "'registered_at'"),
        Arguments.of("error", "{\"error\":\"Uh oh\"}", "source-error", "reports an error"),
        Arguments.of("no results", "{\"results\":[],\"info\":{}}", "empty-envelope", "results"),
        Arguments.of("empty array", "[]", "empty-array", "empty"),
        Arguments.of("empty object", "{}", "missing-value", "login.uuid"),
        Arguments.of("number", "42", "not-an-object", "a number"),
        Arguments.of("nested array", "[[]]", "not-an-object", "an array"),
        Arguments.of("lone surrogate", "{\"username\":\"\\ud800\"}", "wrong-type", "surrogates"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unmappable")
  void anElementThatIsNoUserIsOneRefusalWithItsReason(
      String name, String json, String reasonClass, String inReason) {
    Element.Refused refused = refusal(json.getBytes(StandardCharsets.UTF_8));
    assertThat(refused).isInstanceOf(Element.Unmappable.class);
    assertThat(refused.reasonClass()).isEqualTo(reasonClass);
    assertThat(refused.reason()).contains(inReason);
  }

  @Test
  void aReasonShowsNothingOfAnAddressOrAnId() {
    for (String json :
        List.of(
            "{\"username\":\"a\",\"address\":\"7 High St\\ud800\"}",
            "{\"id\":\"7 High\\ud800\"}")) {
      assertThat(refusal(json.getBytes(StandardCharsets.UTF_8)).reason())
          .contains("surrogates")
          .doesNotContain("High");
    }
  }

  @Test
  void aReasonIsTextForEveryStoreWhateverItQuotes() {
    String cutInTwo = "{\"age\":\"" + "x".repeat(39) + "\ud83d\ude00yy\"}";
    for (String json : List.of("{\"gender\":\"\\ud800\"}", cutInTwo)) {
      String reason = refusal(json.getBytes(StandardCharsets.UTF_8)).reason();
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(reason)).as(reason).isTrue();
      assertThat(reason).contains("\ufffd");
    }
  }

  @Test
  void oneBadElementDoesNotTouchItsNeighbours() {
    String json =
        "{\"results\":["
            + USER.formatted(41)
            + ","
            + USER.formatted("1e999999999")
            + ",7,"
            + USER.formatted("\"42\"")
            + "]}";
    List<Element> elements = flatten(json.getBytes(StandardCharsets.UTF_8));
    assertThat(elements).extracting(Element::ordinal).containsExactly(0, 1, 2, 3);
    assertThat(elements.get(0)).isInstanceOf(Element.Accepted.class);
    assertThat(elements.get(1)).isInstanceOf(Element.Unmappable.class);
    assertThat(elements.get(2)).isInstanceOf(Element.Unmappable.class);
    assertThat(((Element.Accepted) elements.get(3)).row().getLong("age")).isEqualTo(42);
  }

  @Test
  void noPartOfARecordBecomesARowIfItsEndIsMalformed() {
    String json = "{\"results\":[" + USER.formatted(41) + "," + USER.formatted(42) + "]";
    assertThat(flatten(json.getBytes(StandardCharsets.UTF_8)))
        .singleElement()
        .isInstanceOf(Element.Malformed.class);
  }

  @Test
  void aRefusalShowsNothingPersonalAndNothingOfTheText() {
    String secret = "hunter2hunter2";
    List<String> inputs =
        List.of(
            "{\"login\":{\"password\":" + secret + "}}",
            "{\"login\":{\"" + secret + "\":1,\"" + secret + "\":2}}",
            "{\"username\":\"a\",\"dob\":{\"date\":\"" + secret + "\"}}",
            "{\"username\":\"" + secret + "\\ud800\"}",
            "{\"password\":\"" + secret + "\"}");
    for (String json : inputs) {
      assertThat(refusal(json.getBytes(StandardCharsets.UTF_8)).reason()).doesNotContain(secret);
    }
  }

  @Test
  void randomDamageIsAlwaysAnsweredWithAtLeastOneElement() {
    byte[] good =
        ("{\"results\":[" + USER.formatted(41) + "," + USER.formatted(42) + "]}")
            .getBytes(StandardCharsets.UTF_8);
    long seed = new Random().nextLong();
    for (long each : new long[] {1, 2, 3, seed}) {
      Random random = new Random(each);
      for (int i = 0; i < 5_000; i++) {
        byte[] damaged = damage(good, random);
        assertThat(flatten(damaged)).as("seed %d round %d", each, i).isNotEmpty();
      }
    }
  }

  private static byte[] damage(byte[] good, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rate = 2 + random.nextInt(100);
    for (byte b : good) {
      switch (random.nextInt(rate)) {
        case 0 -> out.write(random.nextInt(256));
        case 1 -> {
          if (random.nextBoolean()) {
            out.write(b);
            out.write(b);
          }
        }
        default -> out.write(b);
      }
    }
    return out.toByteArray();
  }

  private static Element.Refused refusal(byte[] json) {
    List<Element> elements = flatten(json);
    assertThat(elements).hasSize(1);
    assertThat(elements.get(0)).isInstanceOf(Element.Refused.class);
    return (Element.Refused) elements.get(0);
  }

  private static List<Element> flatten(byte[] json) {
    return Flattener.of(Users.recordType()).flatten(json, NOW);
  }
}
