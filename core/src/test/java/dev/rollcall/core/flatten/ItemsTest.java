package dev.rollcall.core.flatten;

import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of the items of an array: {@code items}, {@code itemsOrNull} and {@code itemIndex}. */
class ItemsTest {

  private static final RecordType LINES = lines().items("lines").build();

  private static RecordTypeBuilder lines() {
    return RecordType.named("line")
        .key("order_id", "line")
        .column("order_id", STRING)
        .from("$.id")
        .itemIndex("line")
        .column("sku", STRING)
        .column("quantity", INT64)
        .from("qty")
        .column("city", STRING)
        .from("$.customer.address.city");
  }

  /** Order, shipment, parcel, line: three levels of arrays. */
  private static RecordTypeBuilder deep() {
    return RecordType.named("line")
        .key("order", "shipment", "parcel", "line")
        .column("order", STRING)
        .from("$.id")
        .itemIndex("shipment", "shipments")
        .itemIndex("parcel", "shipments.parcels")
        .itemIndex("line")
        .column("carrier", STRING)
        .from("$.shipments[].carrier")
        .column("weight", INT64)
        .from("$.shipments[].parcels[].box.grams")
        .column("sku", STRING);
  }

  static List<String> rows(RecordType type, String json) {
    return One.elements(type, json, One.TIME).stream().map(ItemsTest::text).toList();
  }

  static String text(Element element) {
    if (element instanceof Element.Refused refused) {
      return refused.reasonClass();
    }
    Row row = ((Element.Accepted) element).row();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.schema().size(); i++) {
      text.append(i == 0 ? "" : " ").append(row.get(i) == null ? "-" : row.get(i));
    }
    return text.toString();
  }

  @Test
  void eachItemIsARowWithFieldsOfItsElement() {
    String json =
        """
        {"id": "o1", "customer": {"address": {"city": "Oslo"}},
         "lines": [{"sku": "a", "qty": 2}, {"sku": "b"}]}
        """;

    assertThat(rows(LINES, json)).containsExactly("o1 0 a 2 Oslo", "o1 1 b - Oslo");
  }

  @Test
  void fieldsOfTheElementMayStandBehindTheArray() {
    String json =
        """
        {"lines": [{"sku": "a"}, {"qty": 1}], "customer": {"address": {"city": "Oslo"}}, "id": "o1"}
        """;

    assertThat(rows(LINES, json)).containsExactly("o1 0 a - Oslo", "o1 1 - 1 Oslo");
  }

  @Test
  void threeLevelsHaveTheFieldsOfEachWhereverTheyStand() {
    String json =
        """
        {"shipments": [
          {"parcels": [
             {"lines": [{"sku": "a"}, {"sku": "b"}], "box": {"grams": 5}},
             {"box": {"grams": 7}, "lines": [{"sku": "c"}]}],
           "carrier": "sea"},
          {"carrier": "air", "parcels": [{"lines": [{"sku": "d"}]}, {"lines": []}]},
          {"parcels": [{"lines": [{}]}]}],
         "id": "o1"}
        """;

    assertThat(rows(deep().items("shipments.parcels.lines").build(), json))
        .containsExactly(
            "o1 0 0 0 sea 5 a",
            "o1 0 0 1 sea 5 b",
            "o1 0 1 0 sea 7 c",
            "o1 1 0 0 air - d",
            "o1 2 0 0 - - -");
  }

  @Test
  void noArrayAnEmptyOneAndNullGiveNoRow() {
    for (String lines : List.of("", ", \"lines\": []", ", \"lines\": null")) {
      assertThat(rows(LINES, "{\"id\": \"o1\"" + lines + "}")).isEmpty();
    }
    assertThat(rows(LINES, "[{\"id\": \"o1\"}, {\"id\": \"o2\", \"lines\": [{}]}]"))
        .containsExactly("o2 0 - - -");
    assertThat(rows(LINES, "[]")).containsExactly("empty-array");
  }

  @Test
  void orNullGivesOneRowWithoutAnItem() {
    RecordType type = lines().itemsOrNull("lines").build();

    for (String lines : List.of("", ", \"lines\": []", ", \"lines\": null")) {
      assertThat(rows(type, "{\"id\": \"o1\"" + lines + "}")).containsExactly("o1 -1 - - -");
    }
    assertThat(rows(type, "{\"lines\": [{\"sku\": \"a\"}], \"id\": \"o1\"}"))
        .containsExactly("o1 0 a - -");
  }

  @Test
  void orNullGivesOneRowForEachOuterObjectWithoutItems() {
    String json =
        """
        {"id": "o1", "shipments": [
          {"carrier": "sea", "parcels": []},
          {"parcels": [{"lines": [{"sku": "a"}]}, {"lines": []}, {"lines": null, "box": {"grams": 3}}]},
          {"carrier": "air"},
          {"parcels": [{"lines": [{"sku": "b"}]}]}]}
        """;
    RecordType type = deep().itemsOrNull("shipments.parcels.lines").build();

    assertThat(rows(type, json))
        .containsExactly(
            "o1 0 -1 -1 sea - -",
            "o1 1 0 0 - - a",
            "o1 1 1 -1 - - -",
            "o1 1 2 -1 - 3 -",
            "o1 2 -1 -1 air - -",
            "o1 3 0 0 - - b");
    assertThat(rows(type, "{\"id\": \"o1\", \"shipments\": []}"))
        .containsExactly("o1 -1 -1 -1 - - -");
  }

  @Test
  void theWayToTheItemsMayBeObjects() {
    RecordType type = lines().items("data.order.lines").build();

    assertThat(rows(type, "{\"id\": \"o1\", \"data\": {\"order\": {\"lines\": [{}, {}]}}}"))
        .containsExactly("o1 0 - - -", "o1 1 - - -");
    assertThat(rows(type, "{\"id\": \"o1\", \"data\": [{\"order\": {\"lines\": [{}]}}]}"))
        .containsExactly("o1 0 - - -");
    assertThat(rows(type, "{\"id\": \"o1\", \"data\": null}")).isEmpty();
    assertThat(One.refused(type, "{\"id\": \"o1\", \"data\": 7}").reason())
        .isEqualTo("line: got a number at 'data', expected an object or an array of objects");
  }

  @Test
  void whatIsNoArrayRefusesTheWholeElement() {
    for (String got : List.of("\"[]\"", "7", "{\"sku\": \"a\"}", "true")) {
      assertThat(rows(LINES, "[{\"id\": \"o1\", \"lines\": " + got + "}, {\"lines\": [{}]}]"))
          .containsExactly("wrong-type", "missing-value");
    }
    assertThat(One.refused(LINES, "{\"id\": \"o1\", \"lines\": \"none\"}").reason())
        .isEqualTo("line: got a string at 'lines', expected an array of items");
    assertThat(One.refused(LINES, "{\"id\": \"o1\", \"lines\": \"[{}]\"}").reason())
        .contains("a JSON text within a JSON string");
    String two =
        """
        {"id": "o1", "shipments": [{"parcels": [{"lines": [{"sku": "a"}]}]}, {"parcels": 5}]}
        """;
    assertThat(rows(deep().items("shipments.parcels.lines").build(), two))
        .as("none of its items counts, so that it can be sent again whole")
        .containsExactly("wrong-type");
    assertThat(
            rows(deep().items("shipments.parcels.lines").build(), "{\"id\": 1, \"shipments\": {}}"))
        .as("a column has its index, so it is an array")
        .containsExactly("wrong-type");
    assertThat(
            rows(
                deep().items("shipments.parcels.lines").build(),
                "{\"id\": 1, \"shipments\": [null]}"))
        .containsExactly("wrong-type");
  }

  @Test
  void anItemThatIsNoObjectIsRefusedAlone() {
    assertThat(rows(LINES, "{\"id\": \"o1\", \"lines\": [5, {\"sku\": \"a\"}, null, [1]]}"))
        .containsExactly("not-an-object", "o1 1 a - -", "not-an-object", "not-an-object");
    assertThat(One.refused(LINES, "{\"id\": \"o1\", \"lines\": [5]}").reason())
        .isEqualTo(
            "line: got a number as an item, expected an object; what is no object is read by the path @");
  }

  @Test
  void theItemItselfMayBeAScalar() {
    RecordType type =
        RecordType.named("tag")
            .key("id", "i")
            .items("tags")
            .column("id", STRING)
            .from("$.id")
            .itemIndex("i")
            .column("tag", STRING)
            .from("@", "label")
            .build();

    assertThat(rows(type, "{\"tags\": [\"a\", 7, null, {\"label\": \"b\"}, true, [1]], \"id\": 1}"))
        .containsExactly("1 0 a", "1 1 7", "1 2 -", "1 3 b", "1 4 true", "wrong-type");
  }

  @Test
  void anItemMayBeJson() {
    RecordType type =
        RecordType.named("tag")
            .key("id", "i")
            .items("tags")
            .column("id", STRING)
            .from("$.id")
            .itemIndex("i")
            .column("raw", JSON)
            .from("@")
            .secret("pin")
            .build();

    assertThat(rows(type, "{\"id\": 1, \"tags\": [\"a\", {\"x\": [1], \"pin\": 2}, null, [3]]}"))
        .containsExactly("1 0 \"a\"", "1 1 {\"x\":[1]}", "1 2 -", "1 3 [3]");
  }

  @Test
  void jsonColumnsMayHoldTheArray() {
    RecordType type =
        lines()
            .items("lines")
            .column("all", JSON)
            .from("$.lines")
            .column("whole", JSON)
            .from("$")
            .secret("card")
            .build();

    assertThat(
            rows(type, "{\"id\": 1, \"lines\": [{\"sku\": \"a\", \"card\": 1}, {}], \"card\": 2}"))
        .containsExactly(
            "1 0 a - - [{\"sku\":\"a\"},{}] {\"id\":1,\"lines\":[{\"sku\":\"a\"},{}]}",
            "1 1 - - - [{\"sku\":\"a\"},{}] {\"id\":1,\"lines\":[{\"sku\":\"a\"},{}]}");
  }

  @Test
  void dottedSecretsMeanTheElementTheItemsAndWhatIsOnTheWay() {
    RecordType type =
        RecordType.named("line")
            .key("line")
            .items("shipments.lines")
            .itemIndex("line")
            .column("item", JSON)
            .from("@")
            .column("whole", JSON)
            .from("$")
            .secret("pay.card", "shipments.lines.pin", "shipments.code")
            .build();
    String json =
        """
        {"pay": {"card": 1, "ok": 1}, "shipments": [{"code": 1, "pay": {"card": 1},
         "lines": [{"pin": 1, "pay": {"card": 1, "x": 2}}]}]}
        """;

    assertThat(rows(type, json))
        .containsExactly(
            "0 {\"pay\":{\"x\":2}} {\"pay\":{\"ok\":1},\"shipments\":[{\"pay\":{},\"lines\":[{\"pay\":{\"x\":2}}]}]}");
  }

  @Test
  void wrappersHoldFieldsOfTheElementAndItsItems() {
    RecordType type = lines().items("lines").alsoUnder("payload.after").build();

    assertThat(
            rows(
                type,
                "{\"payload\": {\"after\": {\"lines\": [{\"sku\": \"a\"}], \"id\": \"o1\"}}}"))
        .containsExactly("o1 0 a - -");
    assertThat(
            rows(
                type,
                "{\"id\": \"o1\", \"lines\": [{\"sku\": \"a\"}], \"payload\": {\"after\": {\"lines\": [{}, {}]}}}"))
        .as("the first declared place counts, whatever the order")
        .containsExactly("o1 0 a - -");
    assertThat(
            rows(
                type,
                "{\"payload\": {\"after\": {\"lines\": [{}]}}, \"lines\": null, \"id\": \"o1\"}"))
        .containsExactly("o1 0 - - -");
    assertThat(rows(type, "{\"id\": \"o1\", \"payload\": \"x\", \"lines\": [{}]}"))
        .containsExactly("o1 0 - - -");
  }

  @Test
  void envelopesHoldElementsWithItems() {
    RecordType type = lines().items("lines").envelope("orders").build();
    String json =
        """
        {"orders": [{"id": "o1", "lines": [{"sku": "a"}, {}]}, {"id": "o2"}, 5,
                    {"id": "o3", "lines": [{}]}], "page": 1}
        """;
    List<Element> elements = One.elements(type, json, One.TIME);

    assertThat(rows(type, json))
        .containsExactly("o1 0 a - -", "o1 1 - - -", "not-an-object", "o3 0 - - -");
    assertThat(elements).extracting(Element::ordinal).containsExactly(0, 1, 2, 3);
    assertThat(elements).extracting(Element::parent).containsExactly(0, 0, 2, 3);
    assertThat(rows(type, "{\"orders\": [{\"id\": 1}], \"id\": 2, \"lines\": [{}]}"))
        .as("its items would be lost")
        .containsExactly("ambiguous-envelope");
    assertThat(rows(type, "{\"orders\": []}")).containsExactly("empty-envelope");
  }

  @Test
  void ordinalsCountRowsAndParentsElements() {
    String json = "[{\"id\": 1, \"lines\": [{}, {}]}, {\"id\": 2}, {\"id\": 3, \"lines\": [{}]}]";
    List<Element> elements = One.elements(LINES, json, One.TIME);

    assertThat(elements).extracting(Element::ordinal).containsExactly(0, 1, 2);
    assertThat(elements).extracting(Element::parent).containsExactly(0, 0, 2);
  }

  @Test
  void itemsAreLocated() {
    String json =
        "\uFEFF[{\"id\": 1, \"lines\": [{\"sku\": \"é\"}, 5]}, {\"id\": 2}, {\"lines\": 7}]";
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    List<Flattener.Place> places = Flattener.of(LINES).locate(bytes);

    assertThat(places).extracting(Flattener.Place::ordinal).containsExactly(0, 1, 2);
    assertThat(places)
        .extracting(Flattener.Place::path)
        .containsExactly("$[0].lines[0]", "$[0].lines[1]", "$[2]");
    assertThat(places.stream().map(place -> cut(bytes, place)))
        .containsExactly("{\"sku\": \"é\"}", "5", "{\"lines\": 7}");
  }

  @Test
  void aRowWithoutAnItemIsWhereTheItemsAreMissing() {
    String json = "{\"id\": 1, \"shipments\": [{\"parcels\": [{\"lines\": []}]}, {\"x\": 1}]}";
    List<Flattener.Place> places =
        Flattener.of(deep().itemsOrNull("shipments.parcels.lines").build())
            .locate(json.getBytes(StandardCharsets.UTF_8));

    assertThat(places)
        .extracting(Flattener.Place::path)
        .containsExactly("$.shipments[0].parcels[0]", "$.shipments[1]");
  }

  private static String cut(byte[] bytes, Flattener.Place place) {
    return new String(bytes, place.from(), place.to() - place.from(), StandardCharsets.UTF_8);
  }

  @Test
  void splittingKeepsElementsWhole() {
    Flattener flattener = Flattener.of(lines().items("lines").envelope("orders").build());
    byte[] two =
        "{\"orders\": [{\"id\": 1, \"lines\": [{}, {}]}, {\"id\": 2}]}"
            .getBytes(StandardCharsets.UTF_8);
    byte[] one = "{\"id\": 1, \"lines\": [{}, {}]}".getBytes(StandardCharsets.UTF_8);

    assertThat(flattener.split(two))
        .extracting(part -> new String(part, StandardCharsets.UTF_8))
        .containsExactly("{\"id\": 1, \"lines\": [{}, {}]}", "{\"id\": 2}");
    assertThat(flattener.split(one)).containsExactly(one);
  }

  @Test
  void keysAreThoseOfTheItems() {
    Flattener flattener = Flattener.of(LINES);
    byte[] json =
        "{\"lines\": [{}, 5, {\"qty\": \"x\"}], \"id\": 1}".getBytes(StandardCharsets.UTF_8);

    assertThat(flattener.keys(One.message(null, json)))
        .extracting(key -> key.map(row -> row.get("order_id") + "/" + row.get("line")).orElse("?"))
        .containsExactly("1/0", "?", "1/2");
  }

  @Test
  void rulesOfColumnsHoldForItems() {
    RecordType type =
        RecordType.named("line")
            .key("id")
            .items("lines")
            .column("id", STRING)
            .from("{$.id}-{no}")
            .column("kind", STRING)
            .oneOf("a", "b")
            .required()
            .column("n", INT64)
            .elseNull()
            .column("at", TIMESTAMP)
            .from("$.at")
            .derived(
                "double",
                INT64,
                List.of("n"),
                (row, time) -> row.get("n") == null ? null : row.getLong("n") * 2)
            .build();
    String json =
        """
        {"lines": [{"no": 1, "kind": "a", "n": 4}, {"no": 2, "kind": "c"}, {"no": 3},
                   {"kind": "a"}, {"no": 5, "kind": "b", "n": "x"}],
         "id": "o", "at": "2026-01-02T03:04:05Z"}
        """;
    Flattener flattener = Flattener.of(type);

    assertThat(
            flattener.flatten(json.getBytes(StandardCharsets.UTF_8), One.TIME).stream()
                .map(ItemsTest::text))
        .containsExactly(
            "o-1 a 4 2026-01-02T03:04:05Z 8",
            "not-allowed",
            "missing-value",
            "missing-value",
            "o-5 b - 2026-01-02T03:04:05Z -");
    Coverage coverage = flattener.takeCoverage();
    assertThat(coverage.elements()).isEqualTo(5);
    assertThat(coverage.refused()).isEqualTo(3);
    assertThat(coverage.statements()).containsExactly("n: 1 value did not fit and became null");
  }

  @Test
  void whatNeverOccursIsToldWithTheRightSpelling() {
    RecordType type =
        RecordType.named("line")
            .key("order_id", "line")
            .items("shipments.lines")
            .alsoUnder("payload.after")
            .column("order_id", STRING)
            .from("$.id")
            .itemIndex("line")
            .column("article", STRING)
            .column("customer", STRING)
            .from("$.customer_nr")
            .column("carrier", STRING)
            .from("$.shipments[].carrier")
            .build();
    Flattener flattener = Flattener.of(type);
    flattener.flatten(
        "{\"id\": 1, \"customer_no\": 2, \"shipments\": [{\"carriers\": 1, \"lines\": [{\"article_id\": 3}]}]}"
            .getBytes(StandardCharsets.UTF_8),
        null);

    assertThat(flattener.takeCoverage().unfilled())
        .as("copies below another place are not told")
        .containsExactly(
            "article: article never occurred; seen: article_id",
            "customer: $.customer_nr never occurred; seen: $.customer_no",
            "carrier: $.shipments[].carrier never occurred; seen: $.shipments[].carriers");
  }
}
