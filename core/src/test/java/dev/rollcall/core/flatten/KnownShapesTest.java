package dev.rollcall.core.flatten;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An object whose shape is known is read as it is field by field, whatever its values are. */
class KnownShapesTest {

  private static final List<String> VALUES =
      List.of(
          "1",
          "-0.5e1",
          "true",
          "null",
          "\"\"",
          "\" \"",
          "\"x\"",
          "\"\u00e9\"",
          "\"\\u00e9\"",
          "{}",
          "{\"a\":1}",
          "{\"b\":{\"c\":2}}",
          "[]",
          "[1,{\"a\":2}]",
          "\"a\",\"a\":1",
          "01",
          "\"",
          "1 ",
          "");

  private static RecordType type() {
    return RecordType.named("shaped")
        .key("id")
        .alsoUnder("user")
        .envelope("all")
        .error("error")
        .secret("password")
        .column("id", ColumnType.STRING)
        .from("id", "id.a")
        .column("both", ColumnType.STRING)
        .from("x.a", "x")
        .column("deep", ColumnType.INT64)
        .from("x.b.c")
        .column("y", ColumnType.STRING)
        .column("far", ColumnType.STRING)
        .from("w.b.c")
        .build();
  }

  private static final List<String> SHAPES =
      List.of(
          "{\"id\":%s,\"x\":%s,\"y\":%s,\"z\":%s}",
          "{\"w\":%s,\"id\":%s,\"y\":%s,\"v\":{\"w\":%s}}",
          "{\"id\":\"k\",\"x\":{\"a\":%s,\"b\":{\"c\":%s}},\"user\":{\"x\":%s,\"y\":%s}}",
          "{\"user\":{\"x\":%s,\"id\":%s},\"id\":{\"a\":%s},\"y\":%s,\"x\":{}}",
          "{\"id\":\"k\", \"x\" : %s,\n\"password\":%s,\"error\":%s,\"o\":{\"p\":{\"q\":%s}}}",
          "{\"all\":[{\"id\":%s,\"x\":%s},{\"id\":\"k\",\"x\":%s}],\"n\":%s}",
          "[{\"id\":%s,\"y\":%s},{\"id\":%s,\"y\":%s,\"all\":[{\"id\":\"i\",\"x\":{\"b\":{}}}]}]",
          "{\"id\":\"k\",\"a name of more than eight bytes\":%s,\"e\":%s,\"x\":%s,\"y\":%s,\"t\":{\"u\":{}}} ");

  private static byte[] record(String shape, String first, String second, String other) {
    return shape.formatted(first, second, other, "\"v\"").getBytes(UTF_8);
  }

  @Test
  void valuesAreReadAlikeInKnownShapes() {
    BothReaders both = new BothReaders(type(), Map.of());
    both.pastNoting("{\"id\":\"k\"}".getBytes(UTF_8));
    for (String shape : SHAPES) {
      byte[] usual = record(shape, "\"k\"", "\"l\"", "\"m\"");
      for (String first : VALUES) {
        for (String second : VALUES) {
          both.compare(usual);
          both.compare(record(shape, first, second, "\"m\""));
          both.compare(usual);
          both.compare(record(shape, "\"k\"", first, second));
        }
      }
      both.compareCoverage();
    }
  }

  @Test
  void shapesThatTakeTurnsAndNewOnes() {
    BothReaders both = new BothReaders(type(), Map.of());
    both.pastNoting("{\"id\":\"k\"}".getBytes(UTF_8));
    for (int i = 0; i < 40_000; i++) {
      // now and then of few shapes, now and then never the same
      String name = i / 3_000 % 2 == 0 ? "y" : "n" + i;
      both.compare(
          record(
              SHAPES.get(i % SHAPES.size()).replace("\"y\"", "\"" + name + "\""),
              VALUES.get(i % VALUES.size()),
              "\"l\"",
              "7"));
    }
    both.compareCoverage();
  }

  private static RecordType items() {
    return RecordType.named("shaped_item")
        .key("id", "line")
        .items("in.lines")
        .itemIndex("line")
        .column("id", ColumnType.STRING)
        .from("$.id", "$.in[].id")
        .column("both", ColumnType.STRING)
        .from("x.a", "x")
        .column("deep", ColumnType.INT64)
        .from("x.b.c", "$.y.b")
        .column("y", ColumnType.STRING)
        .from("y", "$.y")
        .error("error")
        .build();
  }

  private static final List<String> ITEM_SHAPES =
      List.of(
          "{\"id\":%s,\"in\":[{\"lines\":[{\"x\":%s,\"y\":%s},{\"x\":\"w\",\"y\":%s}]}]}",
          "{\"in\":{\"lines\":[{\"x\":{\"a\":%s,\"b\":{\"c\":%s}}},{\"x\":{\"a\":%s,\"b\":{\"c\":1}}}]},\"id\":%s}",
          "{\"id\":\"k\",\"y\":%s,\"in\":[{\"lines\":[%s,{\"x\":{\"b\":%s}}]},{\"lines\":[{}]}],\"z\":%s}",
          "{\"id\":\"k\",\"in\":[{\"lines\":%s,\"id\":\"j\"},%s,{\"id\":%s, \"lines\":[{\"y\":\"v\"},{\"y\":%s}]}]}",
          "[{\"id\":\"k\",\"in\":%s},{\"id\":\"l\",\"in\":{\"lines\":[{\"x\":%s,\"y\":%s},{\"x\":\"w\",\"y\":%s}]}}]");

  @Test
  void itemsAreReadAlikeInKnownShapes() {
    BothReaders both = new BothReaders(items(), Map.of());
    both.pastNoting("{\"id\":\"k\",\"in\":{\"lines\":[{\"x\":1}]}}".getBytes(UTF_8));
    for (String shape : ITEM_SHAPES) {
      byte[] usual = record(shape, "\"k\"", "\"l\"", "\"m\"");
      for (String first : VALUES) {
        for (String second : VALUES) {
          both.compare(usual);
          both.compare(record(shape, first, second, "\"m\""));
          both.compare(record(shape, "\"k\"", first, second));
          both.compare(record(shape, "[{\"y\":1}]", "{}", first));
        }
      }
      both.compareCoverage();
    }
  }

  /** The JSON of a column has no spaces, also where items in it have a shape that has them. */
  @Test
  void itemsWithinTheJsonOfAColumn() {
    BothReaders both =
        new BothReaders(
            RecordType.named("json_of_items")
                .key("id", "line")
                .items("lines")
                .itemIndex("line")
                .column("id", ColumnType.STRING)
                .from("$.id")
                .column("x", ColumnType.STRING)
                .column("all", ColumnType.JSON)
                .from("$.lines")
                .build(),
            Map.of());
    both.pastNoting("{\"id\":\"k\",\"lines\":[{\"x\":1}]}".getBytes(UTF_8));
    for (String space : List.of("", " ", "\n")) {
      both.compare("{\"id\":\"k\",\"lines\":[{\"x\"%s:1}]}".formatted(space).getBytes(UTF_8));
      both.compare("{\"lines\":[{\"x\"%s:{}},{}],\"id\":1}".formatted(space).getBytes(UTF_8));
    }
    both.compareCoverage();
  }
}
