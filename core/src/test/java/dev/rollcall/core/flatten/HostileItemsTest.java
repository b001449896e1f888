package dev.rollcall.core.flatten;

import static dev.rollcall.core.record.ColumnType.BYTES;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records with items as nobody would write them on purpose. */
class HostileItemsTest {

  private static RecordTypeBuilder type(String items) {
    return RecordType.named("t").key("id", "i").items(items).itemIndex("i");
  }

  private static List<String> rows(RecordTypeBuilder type, String json) {
    return ItemsTest.rows(type.build(), json);
  }

  @Test
  void fieldsOfOneNameStandAtEveryLevel() {
    RecordTypeBuilder type =
        type("a.a")
            .column("id", STRING)
            .from("$.id")
            .column("outer", STRING)
            .from("$.a[].id")
            .column("inner", STRING)
            .from("id");

    assertThat(
            rows(
                type,
                "{\"a\": [{\"a\": [{\"id\": 3, \"a\": [{\"id\": 4}]}], \"id\": 2}], \"id\": 1}"))
        .containsExactly("0 1 2 3");
  }

  @Test
  void namesAreWhatOtherToolsTakeForSigns() {
    RecordTypeBuilder type =
        type("'a.b'.'[]'.'$'")
            .column("id", STRING)
            .from("$.'$'.'@'")
            .column("x", STRING)
            .from("'@'.'[k=v]'")
            .column("y", STRING)
            .from("$.'a.b'[].'[]'[].'y[]'");

    assertThat(
            rows(
                type,
                "{\"$\": {\"@\": 1}, \"a.b\": [{\"[]\": [{\"y[]\": 2, \"$\": [{\"@\": {\"[k=v]\": 3}}]}]}]}"))
        .containsExactly("0 1 3 2");
  }

  @Test
  void theRecordEndsAmongTheItems() {
    RecordTypeBuilder type = type("l").column("id", STRING).from("$.id");

    assertThat(rows(type, "{\"id\": 1, \"l\": [{}, {}, {\"x\": "))
        .containsExactly("malformed-json");
    assertThat(rows(type, "{\"id\": 1, \"l\": [{}], \"l\": [{}]}"))
        .containsExactly("duplicate-key");
    assertThat(rows(type, "{\"id\": 1, \"l\": [{\"x\": 1, \"x\": 2}]}"))
        .containsExactly("duplicate-key");
    assertThat(rows(type, "{\"id\": 1, \"l\": [{\"x\": " + "[".repeat(300)))
        .containsExactly("json-limit");
  }

  @Test
  void anItemLeavesNothingToTheNext() {
    RecordTypeBuilder type =
        type("o.l")
            .column("id", STRING)
            .from("$.id")
            .column("x", STRING)
            .column("y", STRING)
            .from("$.o[].y")
            .column("z", STRING)
            .from("p[k=v].z");

    assertThat(
            rows(
                type.alsoUnder("w"),
                """
                [{"id": 1, "o": [{"y": 1, "l": [{"x": 1, "p": [{"k": "v", "z": 1}]}, {}]}, {"l": [{}, {"p": [{"z": 2}]}]}]},
                 {"id": 2, "o": [{"l": [{}]}]}, {"l": [{"x": 9}]}, 5, {"id": 3, "w": {"o": {"l": [{"x": 3}]}}}]
                """))
        .as("an object on the way has no index, so it may be one")
        .containsExactly(
            "0 1 1 1 1",
            "1 1 - 1 -",
            "0 1 - - -",
            "1 1 - - -",
            "0 2 - - -",
            "not-an-object",
            "wrong-type");
  }

  @Test
  void aLargeValueOfTheElementIsHeldOnceForAllItems() {
    RecordType type =
        type("l")
            .column("id", STRING)
            .from("$.id")
            .column("blob", BYTES)
            .from("$.blob")
            .column("text", STRING)
            .from("{$.id}-{$.blob}")
            .column("whole", JSON)
            .from("$")
            .build();
    String items = IntStream.range(0, 50_000).mapToObj(i -> "{}").collect(Collectors.joining(","));
    String json =
        "{\"l\": [" + items + "], \"blob\": \"" + "AAAA".repeat(100_000) + "\", \"id\": 1}";

    // with spaces, and as the fast reader takes it
    for (String record : List.of(json, json.replace(" ", ""))) {
      List<Element> elements = One.elements(type, record, One.TIME);

      assertThat(elements).hasSize(50_000);
      Element.Accepted first = (Element.Accepted) elements.get(0);
      Element.Accepted last = (Element.Accepted) elements.get(49_999);
      for (String column : List.of("id", "blob", "text", "whole")) {
        assertThat(last.row().get(column)).isSameAs(first.row().get(column));
      }
      assertThat(last.row().get("i")).isEqualTo(49_999L);
    }
  }

  @Test
  void textsJoinedOfWhatItemsHaveInCommonDoNotFillTheMemory() {
    RecordType type =
        RecordType.named("t").key("id").items("l").column("id", STRING).from("{$.id}-{n}").build();
    String items =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "{\"n\":" + i + "}")
            .collect(Collectors.joining(","));
    String json = "{\"id\": \"" + "x".repeat(100_000) + "\", \"l\": [" + items + "]}";

    List<Element> elements = One.elements(type, json, One.TIME);

    assertThat(elements.stream().filter(Element.Accepted.class::isInstance)).hasSize(671);
    assertThat(ItemsTest.text(elements.get(671))).isEqualTo("too-large");
  }

  @Test
  void manyEmptyOuterObjectsCostLittle() {
    RecordType type =
        RecordType.named("t")
            .key("id", "i", "j")
            .itemsOrNull("a.b")
            .itemIndex("i", "a")
            .itemIndex("j")
            .column("id", STRING)
            .from("$.id")
            .build();
    String json = "{\"id\": 1, \"a\": [" + "{},".repeat(100_000) + "{\"b\": [{}]}]}";

    List<Element> elements = One.elements(type, json, One.TIME);

    assertThat(elements).hasSize(100_001);
    assertThat(ItemsTest.text(elements.get(99_999))).isEqualTo("99999 -1 1");
    assertThat(ItemsTest.text(elements.get(100_000))).isEqualTo("100000 0 1");
  }

  @Test
  void thousandsOfKeysAndValuesAreReadInOnePass() {
    RecordTypeBuilder type = RecordType.named("t").key("id").column("id", STRING);
    for (int i = 0; i < 2_000; i++) {
      type.column("c" + i, INT64).from("p[k=" + i + "].v");
    }
    String params =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "{\"v\": " + i + ", \"k\": " + i + "}")
            .collect(Collectors.joining(","));

    assertThat(One.row(type.build(), "{\"id\": 1, \"p\": [" + params + "]}").get("c1999"))
        .isEqualTo(1_999L);
  }

  @Test
  void aWrapperWithinAJsonColumnHoldsTheItems() {
    RecordTypeBuilder type =
        type("l")
            .alsoUnder("p.after")
            .column("id", STRING)
            .from("$.id")
            .column("x", STRING)
            .column("p", JSON)
            .from("$.p")
            .secret("s");

    assertThat(
            rows(
                type,
                "{\"p\": {\"before\": {\"l\": [{\"x\": 0}]}, \"after\": {\"id\": 1, \"l\": [{\"x\": 2, \"S\": 4}]}}}"))
        .containsExactly(
            "0 1 2 {\"before\":{\"l\":[{\"x\":0}]},\"after\":{\"id\":1,\"l\":[{\"x\":2}]}}");
  }

  @Test
  void aPlaceOfTheFieldsMayStandOnTheWay() {
    RecordTypeBuilder type =
        type("data.l").alsoUnder("data").column("id", STRING).from("$.id").column("x", STRING);

    assertThat(
            rows(
                type,
                """
                [{"data": {"id": 1, "l": [{"x": 1}]}},
                 {"data": {"id": 2, "data": {"l": [{"x": 2}], "id": 3}, "l": [{"x": 4}]}},
                 {"data": {"id": 5, "data": {"l": [{"x": 6}]}}}]
                """))
        .containsExactly("0 1 1", "0 2 4", "0 5 6");
  }

  @Test
  void timesOfTheElementAreReadByTheRecordOfEach() {
    RecordType type =
        type("l")
            .column("id", STRING)
            .from("$.id")
            .column("at", TIMESTAMP)
            .from("$.at", "at")
            .epoch(EpochUnit.SECONDS, "$.at")
            .notAfterRecord(Duration.ofDays(1))
            .build();

    assertThat(
            ItemsTest.rows(
                type, "{\"id\": 1, \"at\": 1700000000, \"l\": [{}, {\"at\": \"2020-01-01\"}]}"))
        .containsExactly("0 1 2023-11-14T22:13:20Z", "1 1 2023-11-14T22:13:20Z");
    assertThat(
            ItemsTest.rows(
                type,
                "{\"id\": 1, \"l\": [{\"at\": \"2020-01-01\"}, {}, {\"at\": \"2100-01-01\"}, {\"at\": 1700000000}]}"))
        .containsExactly("0 1 2020-01-01T00:00:00Z", "1 1 -", "impossible-time", "undeclared");
    assertThat(ItemsTest.rows(type, "{\"id\": 1, \"at\": 4100000000, \"l\": [{}, {}]}"))
        .containsExactly("impossible-time", "impossible-time");
  }

  @Test
  void itemsAreArraysOfArrays() {
    RecordTypeBuilder type = type("l").column("id", STRING).from("$.id");

    assertThat(rows(type, "[[{\"id\": 1, \"l\": [{}]}], {\"id\": 2, \"l\": [[{}], {}]}]"))
        .containsExactly("not-an-object", "not-an-object", "1 2");
    assertThat(
            rows(
                type("l").column("id", STRING).from("$.id").column("m", JSON).from("@"),
                "{\"id\": 2, \"l\": [[[1], 2], []]}"))
        .containsExactly("0 2 [[1],2]", "1 2 []");
  }

  @Test
  void anEmptyReportIsNoSuccess() {
    RecordTypeBuilder type =
        type("l").column("id", STRING).from("$.id").error("fault").envelope("results");

    assertThat(rows(type, "{\"fault\": \"limit\"}")).containsExactly("source-error");
    assertThat(rows(type, "{\"results\": []}")).containsExactly("empty-envelope");
    assertThat(rows(type, "{\"fault\": \"x\", \"id\": 1, \"l\": [{}]}")).containsExactly("0 1");
    assertThat(rows(type, "{}")).isEmpty();
  }

  @Test
  void placesAreBytesAmongCharactersOfMany() {
    RecordType type = type("l").column("id", STRING).from("$.id").build();
    String json = "{\"é😀\": \"ü\", \"l\": [\"😀\", {\"k\": \"ñ\"},  12.5 ,null], \"id\": 1}";
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);

    assertThat(Flattener.of(type).locate(bytes))
        .extracting(
            place ->
                new String(bytes, place.from(), place.to() - place.from(), StandardCharsets.UTF_8))
        .containsExactly("\"😀\"", "{\"k\": \"ñ\"}", "12.5", "null");
  }
}
