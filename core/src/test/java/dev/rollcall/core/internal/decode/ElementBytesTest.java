package dev.rollcall.core.internal.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementBytesTest {

  private static final RecordType GUESTS =
      RecordType.named("guest")
          .key("name")
          .column("name", ColumnType.STRING)
          .from("name")
          .envelope("guests")
          .envelope("more")
          .build();

  private final Flattener flattener = Flattener.of(GUESTS);

  @Test
  void anElementOfAnEnvelopeComesOutAsItStands() {
    String json = "{\"guests\":[{\"name\":\"Ada\"}, { \"name\" : 7 } ,3]}";

    assertThat(find(json, 0)).contains("{\"name\":\"Ada\"}");
    assertThat(find(json, 1)).contains("{ \"name\" : 7 }");
    assertThat(find(json, 2)).contains("3");
    assertThat(find(json, 3)).isEmpty();
    assertThat(find(json, -1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {" {\"name\":\"Ada\"} ", "{\"guests\":[{\"name\":", "", "[]", "7"})
  void aRecordOfOneElementComesBackWhole(String json) {
    assertThat(find(json, 0)).contains(json);
  }

  @Test
  void aSecondArrayThatIsEmptyMakesNoElementOfTheEnvelope() {
    String json = "{\"guests\":[{\"name\":\"Ada\"}],\"more\":[]}";
    assertThat(find(json, 0)).contains(json);
    assertThat(find(json, 1)).isEmpty();
  }

  @Test
  void anEnvelopeWithAKeyOfItsOwnCannotStandAlone() {
    String json = "[{\"name\":\"A\",\"guests\":[{\"name\":\"Ada\"}]},{\"name\":\"Bo\"}]";

    assertThat(find(json, 0)).contains("{\"name\":\"Ada\"}");
    assertThat(find(json, 1)).as("the envelope").isEmpty();
    assertThat(find(json, 2)).contains("{\"name\":\"Bo\"}");
  }

  private Optional<String> find(String json, int ordinal) {
    byte[] record = json.getBytes(UTF_8);
    return ElementBytes.find(record, ordinal, flattener.locate(record))
        .map(bytes -> new String(bytes, UTF_8));
  }
}
