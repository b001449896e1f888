package dev.rollcall.core.flatten;

import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a type with items refuses when it is built, with what to write instead. */
class ItemsDeclarationTest {

  private static RecordTypeBuilder lines() {
    return RecordType.named("line")
        .key("id", "line")
        .items("shipments.lines")
        .itemIndex("line")
        .column("id", STRING)
        .from("$.id");
  }

  private static List<String> problems(RecordTypeBuilder type) {
    return catchThrowableOfType(ConfigurationException.class, type::build).problems();
  }

  @Test
  void pathsThatLeadNowhereAreTold() {
    assertThat(
            problems(
                lines()
                    .column("a", STRING)
                    .from("$.shipments.lines.sku")
                    .column("b", STRING)
                    .from("$.shipments[].lines[].sku")
                    .column("c", STRING)
                    .from("$.parcels[].weight")
                    .column("d", STRING)
                    .from("$.shipments[kind=sea].carrier")
                    .column("e", STRING)
                    .from("$.shipments[].lines.sku")
                    .itemIndex("f", "parcels")
                    .itemIndex("g", "shipments.lines")))
        .containsExactly(
            "column 'a': path '$.shipments.lines.sku' goes into the items: write 'sku'",
            "column 'b': path '$.shipments[].lines[].sku': expected $.shipments[], or a path without $., which is looked for in the items of 'shipments.lines'",
            "column 'c': path '$.parcels[].weight': expected $.shipments[], or a path without $., which is looked for in the items of 'shipments.lines'",
            "column 'd': path '$.shipments[kind=sea].carrier' selects from an array on the way to the items 'shipments.lines': name the object that the item stands in, as in $.shipments[].x",
            "column 'e': path '$.shipments[].lines.sku' goes into the items: write 'sku'",
            "column 'f': itemIndex of 'parcels', expected an outer array of items 'shipments.lines'",
            "column 'g': itemIndex of 'shipments.lines', expected an outer array of items 'shipments.lines'; without a path it is that of the items");
  }

  @Test
  void aNameIsAnArrayOrAnObject() {
    assertThat(
            problems(
                RecordType.named("line")
                    .key("line")
                    .items("a.b.c")
                    .itemIndex("line")
                    .column("x", STRING)
                    .from("$.a[].x")
                    .column("y", STRING)
                    .from("$.a.b[].y")))
        .containsExactly("items 'a.b.c': 'a' is an array in one path and an object in another");
  }

  @Test
  void pathsOfItemsNeedItems() {
    RecordTypeBuilder plain =
        RecordType.named("order")
            .key("id")
            .column("id", STRING)
            .itemIndex("line")
            .column("a", STRING)
            .from("$.a")
            .column("b", STRING)
            .from("$.lines[].b")
            .column("c", STRING)
            .from("$.p[k=v].c");

    assertThat(problems(plain))
        .containsExactly(
            "column 'line': itemIndex needs items(…), which names the array",
            "column 'a': path '$.a': write 'a': names with dots between them; a name that itself holds a sign such as . $ / stands in quotes, as in \"a.'b/c'\"",
            "column 'b': path '$.lines[].b': paths go through objects, not into arrays: write 'lines' and take the array as a JSON column, make its elements records with envelope(…), or its items rows with items(…)",
            "column 'c': path '$.p[k=v].c': write 'p[k=v].c': $. is only needed where items(…) is declared");
  }

  @Test
  void withoutItemsAnAtSignIsTheNameOfAField() {
    RecordType type = RecordType.named("t").key("id").column("id", STRING).from("@").build();

    assertThat(One.row(type, "{\"@\": 7}").get("id")).isEqualTo("7");
    assertThat(type.topLevelFields()).containsExactly("@");
  }

  @Test
  void itemsAreDeclaredOnceByAPath() {
    assertThat(problems(lines().items("lines")))
        .containsExactly("items: the items are declared twice; a type has those of one array");
    assertThat(problems(RecordType.named("t").key("i").items("$.orders[].lines[]").itemIndex("i")))
        .containsExactly(
            "items '$.orders[].lines[]': write 'orders.lines': names with dots between them");
    assertThat(problems(RecordType.named("t").key("i").items("a.b.c.d.e.f.g.h.i").itemIndex("i")))
        .containsExactly("items 'a.b.c.d.e.f.g.h.i': got 9 names, expected at most 8");
  }

  @Test
  void itemsCrossNoEnvelopeNoSecretAndNoOtherPlace() {
    assertThat(problems(lines().envelope("shipments")))
        .containsExactly(
            "items 'shipments.lines': crosses the envelope 'shipments', whose elements are records of their own; name the items below such an element");
    assertThat(problems(lines().alsoUnder("shipments.lines.x")))
        .contains(
            "items 'shipments.lines': alsoUnder 'shipments.lines.x' is in the items, expected a place of the element's fields");
    assertThat(problems(lines().secret("shipments.lines")))
        .containsExactly("items 'shipments.lines': is a secret");
    assertThat(
            problems(lines().column("pin", STRING).from("pay.pin").secret("shipments.lines.pay")))
        .containsExactly("column 'pin': path 'pay.pin' is a secret");
    assertThat(problems(lines().column("pin", STRING).from("$.shipments[].pin").secret("pin")))
        .containsExactly("column 'pin': path '$.shipments[].pin' is a secret");
  }

  @Test
  void deletesAreThoseOfTheElement() {
    String remedy =
        ": what deletes an element names no single item; declare it in the type of the elements, and let the pipeline say that the rows of this type are parts of that one's: partOf(…)";

    assertThat(problems(lines().deletedWhere("op", "d"))).containsExactly("deletedWhere" + remedy);
    assertThat(problems(lines().tombstoneKey("id", "id").tombstoneKey("line", "line")))
        .containsExactly("tombstoneKey" + remedy);
  }

  @Test
  void noMessageDeletesAnItem() {
    assertThat(
            catchThrowableOfType(
                ConfigurationException.class, () -> DeleteMessage.of(lines().build(), "1", "2")))
        .hasMessage(
            "record type 'line' makes rows of the items of an element, none of which a message deletes alone: delete the row of the element, by its own type");
  }

  @Test
  void theKeyTellsTheItemsApart() {
    assertThat(
            problems(
                RecordType.named("t").key("id").items("lines").column("id", STRING).from("$.id")))
        .containsExactly(
            "key: none of its columns is read from the item, so the items of an element would replace each other; name one that is, or itemIndex(…)");
  }

  @Test
  void whatOrNullMakesNullIsNeitherKeyNorRequired() {
    RecordTypeBuilder type =
        RecordType.named("t")
            .key("sku", "n")
            .itemsOrNull("lines")
            .itemIndex("n")
            .column("sku", STRING)
            .column("qty", INT64)
            .required()
            .column("city", STRING)
            .from("$.city")
            .required();

    assertThat(problems(type))
        .containsExactly(
            "column 'sku': itemsOrNull gives a row in which it is null, expected a column that may be null, not one of the key; itemIndex(…) is never null",
            "column 'qty': itemsOrNull gives a row in which it is null, expected a column that may be null, not a required one");
  }

  @Test
  void allItemsOfAnElementHaveItsVersion() {
    String common = "expected one that all items of an element have in common: from(\"$.…\")";

    assertThat(problems(lines().rowVersion("at").column("at", TIMESTAMP)))
        .containsExactly("rowVersion: column 'at' is read from the item, " + common);
    assertThat(problems(lines().rowVersion("at").column("at", TIMESTAMP).from("$.shipments[].at")))
        .containsExactly("rowVersion: column 'at' is read from the item, " + common);
    assertThat(problems(lines().rowVersion("at").derived("at", TIMESTAMP, (row, time) -> time)))
        .containsExactly(
            "rowVersion: column 'at' is read from the item, "
                + common
                + "; a function names the columns it reads");
    lines().rowVersion("at").column("at", TIMESTAMP).from("$.at").build();
    lines()
        .rowVersion("at")
        .column("made", TIMESTAMP)
        .from("$.made")
        .derived("at", TIMESTAMP, List.of("made"), (row, time) -> row.getTimestamp("made"))
        .build();
  }

  @Test
  void theItemItselfIsNoPath() {
    assertThat(problems(lines().column("x", STRING).from("@.x")))
        .containsExactly("column 'x': path '@.x': write 'x': @ is the item itself");
    assertThat(problems(lines().column("x", STRING).from("$")))
        .containsExactly("column 'x': $ needs the type JSON");
    lines().column("x", JSON).from("@").build();
  }

  @Test
  void filesWithColumnsKnowWhatItReads() {
    RecordType type =
        RecordType.named("t")
            .key("id", "i")
            .items("tags")
            .itemIndex("i")
            .column("id", STRING)
            .from("$.id", "$.a.b")
            .column("tag", STRING)
            .from("@")
            .build();

    assertThat(type.topLevelFields()).containsExactly("id", "tags");
  }
}
