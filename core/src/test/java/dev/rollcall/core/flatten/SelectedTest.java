package dev.rollcall.core.flatten;

import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Columns from the one object of an array whose field has a text: keys and values. */
class SelectedTest {

  private static RecordTypeBuilder event() {
    return RecordType.named("event")
        .key("id")
        .column("id", STRING)
        .column("page", STRING)
        .from("params[key=page].value.string_value")
        .column("seconds", INT64)
        .from("params[key=engagement].value.int_value", "seconds");
  }

  private static List<String> rows(RecordType type, String json) {
    return ItemsTest.rows(type, json);
  }

  @Test
  void theObjectWithTheTextIsTaken() {
    String json =
        """
        {"id": 1, "params": [
          {"value": {"string_value": "/home"}, "key": "page"},
          {"key": "other", "value": {"string_value": "x", "int_value": 9}},
          {"key": "engagement", "value": {"int_value": 7}}, 5, null, [1], {"value": {}}, {"key": {}}]}
        """;

    assertThat(rows(event().build(), json)).containsExactly("1 /home 7");
  }

  @Test
  void noneOfThemIsNoValue() {
    RecordType type = event().build();

    for (String params : List.of("[]", "null", "[{\"key\": \"Page\"}]", "[{\"key\": \"page\"}]")) {
      assertThat(rows(type, "{\"id\": 1, \"seconds\": 3, \"params\": " + params + "}"))
          .containsExactly("1 - 3");
    }
    assertThat(rows(type, "{\"id\": 1}")).containsExactly("1 - -");
  }

  @Test
  void twoOfThemAreADeadLetter() {
    RecordType type = event().build();
    String two = "{\"id\": 1, \"params\": [{\"key\": \"page\"}, {\"key\": \"page\"}]}";

    assertThat(One.refused(type, two).reason())
        .isEqualTo(
            "column 'page' (event): got several objects for 'params[key=page].value.string_value', expected one");
    assertThat(One.refused(type, two).reasonClass()).isEqualTo("several-selected");
    assertThat(rows(event().elseNull().build(), two)).containsExactly("several-selected");
    assertThat(
            rows(
                event().elseNull().build(),
                "{\"id\": 1, \"params\": [{\"key\": \"engagement\"}, {\"key\": \"engagement\"}]}"))
        .containsExactly("1 - -");
    assertThat(rows(type, "{\"id\": 1, \"params\": [{\"key\": \"x\"}, {\"key\": \"x\"}]}"))
        .as("others do not matter")
        .containsExactly("1 - -");
  }

  @Test
  void whatIsNoArrayIsADeadLetter() {
    for (String params : List.of("{\"key\": \"page\"}", "7", "\"[]\"")) {
      assertThat(rows(event().build(), "{\"id\": 1, \"params\": " + params + "}"))
          .containsExactly("wrong-type");
    }
  }

  @Test
  void namesAndTextsMayBeQuoted() {
    RecordType type =
        RecordType.named("event")
            .key("id")
            .column("id", STRING)
            .column("a", STRING)
            .from("'p.q'['k.1'='it''s [x]'].'v.1'")
            .column("b", STRING)
            .from("'p.q'[n=7].v")
            .column("c", STRING)
            .from("{id}:{'p.q'[n=true].v}")
            .build();
    String json =
        """
        {"id": 1, "p.q": [{"k.1": "it's [x]", "v.1": "A"}, {"n": 7, "v": "B"}, {"n": true, "v": "C"}]}
        """;

    assertThat(rows(type, json)).containsExactly("1 A B 1:C");
  }

  @Test
  void selectionsNestAndMayBeJson() {
    RecordType type =
        RecordType.named("event")
            .key("id")
            .column("id", STRING)
            .column("deep", STRING)
            .from("a[k=1].b[k=2].c")
            .column("object", JSON)
            .from("a[k=1].b[k=3]")
            .column("all", JSON)
            .from("a")
            .secret("pin", "a.b.s")
            .build();
    String json =
        """
        {"a": [{"b": [{"c": "no", "k": 2}], "k": 0}, {"b": [{"k": 3, "pin": 1, "s": 2}, {"c": "yes", "k": 2}], "k": 1},
               {"b": [{"k": 2}, {"k": 2}], "k": 5}], "id": 9}
        """;

    assertThat(rows(type, json))
        .containsExactly(
            "9 yes {\"k\":3} [{\"b\":[{\"c\":\"no\",\"k\":2}],\"k\":0},{\"b\":[{\"k\":3},{\"c\":\"yes\",\"k\":2}],\"k\":1},{\"b\":[{\"k\":2},{\"k\":2}],\"k\":5}]");
  }

  @Test
  void selectionsGoWithItemsAndWrappers() {
    RecordType type =
        RecordType.named("event")
            .key("id", "i")
            .items("items")
            .alsoUnder("data")
            .itemIndex("i")
            .column("id", STRING)
            .from("$.id")
            .column("page", STRING)
            .from("$.params[key=page].v")
            .column("colour", STRING)
            .from("item_params[key=colour].v")
            .build();
    String json =
        """
        {"data": {"items": [{"item_params": [{"key": "colour", "v": "red"}]}, {},
                            {"item_params": [{"v": "blue", "key": "colour"}]}],
                  "params": [{"key": "page", "v": "/"}], "id": 1}}
        """;

    assertThat(rows(type, json)).containsExactly("0 1 / red", "1 1 / -", "2 1 / blue");
  }

  @Test
  void wrongSpellingsAreToldAtBuild() {
    assertWrong("params[key=].v", "expected [field=text]");
    assertWrong("params[key=page", "expected ] behind params[key=page");
    assertWrong("params[=page].v", "expected [field=text]");
    assertWrong("params[key= page].v", "expected [field=text]");
    assertWrong("params[?@.key=='page'].v", "JSONPath's filters");
    assertWrong("params[key=page]v", "expected a dot behind params[key=page]");
    assertWrong("a[].b[key=page].v", "[] stands behind the names of arrays on the way");
  }

  private static void assertWrong(String path, String message) {
    assertThatThrownBy(
            () ->
                RecordType.named("t")
                    .key("id")
                    .column("id", STRING)
                    .column("x", STRING)
                    .from(path)
                    .build())
        .hasMessageContaining(message);
  }
}
