package dev.rollcall.core.flatten;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.row.ReplacedRow;
import dev.rollcall.core.internal.row.SelectedRow;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Utf8Sink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading parts of one input by several flatteners, and texts as bytes. */
class FlattenerPartsTest {

  private static final RecordType GUEST =
      RecordType.named("guest")
          .key("name")
          .column("name", ColumnType.STRING)
          .from("name")
          .column("age", ColumnType.INT64)
          .from("age")
          .column("note", ColumnType.STRING)
          .from("note")
          .build();

  private final Flattener flattener = Flattener.of(GUEST);

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsNotOneUsualValueIsLeftAsIfNothingHadHappened() {
    for (String text : List.of("{\"name\":\"a\"}{\"name\":\"b\"}", "{\"name\":", "7", "")) {
      assertThat(flattener.flattenUsual(json(text), null)).as(text).isNull();
    }
    List<Element> usual = flattener.flattenUsual(json("{\"name\":\"a\",\"age\":7}\n"), null);

    assertThat(usual)
        .isEqualTo(Flattener.of(GUEST).flatten(json("{\"name\":\"a\",\"age\":7}"), null));
    assertThat(flattener.takeCoverage().elements()).isEqualTo(1);
  }

  @Test
  void aRowPassesOnTheBytesOfTheTextsThatStandInItsRecord() {
    List<Element> found =
        flattener.flatten(json("{\"name\":\"Zoë\",\"age\":7,\"note\":\"a\\\"b\"}"), null);
    Row row = ((Element.Accepted) found.get(0)).row();
    List<String> passed = new ArrayList<>();

    boolean isName =
        row.passUtf8(
            0,
            (bytes, from, length) ->
                passed.add(new String(bytes, from, length, StandardCharsets.UTF_8)));

    assertThat(isName).isTrue();
    assertThat(passed).containsExactly("Zoë");
    for (int position : new int[] {1, 2}) {
      assertThat(row.passUtf8(position, (bytes, from, length) -> passed.add("?"))).isFalse();
    }
    assertThat(passed).hasSize(1);
    assertThat(row.getString(2)).isEqualTo("a\"b");
  }

  @Test
  void aSelectedRowAndOneWithAnotherValuePassOnTheBytesThatAreStillTheirs() {
    Row row =
        ((Element.Accepted) flattener.flatten(json("{\"name\":\"Ann\",\"age\":7}"), null).get(0))
            .row();
    List<String> passed = new ArrayList<>();
    Utf8Sink sink =
        (bytes, from, length) ->
            passed.add(new String(bytes, from, length, StandardCharsets.UTF_8));

    Row selected = new SelectedRow(row.schema(), row, new int[] {1, 0});
    assertThat(selected.passUtf8(0, sink)).isFalse();
    assertThat(selected.passUtf8(1, sink)).isTrue();
    assertThat(new ReplacedRow(row.schema(), row, 1, 8L).passUtf8(0, sink)).isTrue();
    assertThat(new ReplacedRow(row.schema(), row, 0, "Bob").passUtf8(0, sink)).isFalse();

    assertThat(passed).containsExactly("Ann", "Ann");
  }

  @Test
  void ofAPartTheFirstElementAndOneInManyAreSampled() {
    for (int part = 0; part < 3; part++) {
      flattener.beginPart();
      for (int i = 0; i < 100; i++) {
        flattener.flatten(json("{\"name\":\"a\",\"other\":1}"), null);
      }
    }

    assertThat(flattener.takeCoverage().seen().unknown()).containsEntry("other", 6L);
  }
}
