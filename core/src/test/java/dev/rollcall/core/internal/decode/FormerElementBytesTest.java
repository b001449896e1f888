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

/** What stood here for {@code ElementBytes} when letters were of form 1, and must go on to hold. */
class FormerElementBytesTest {

  private static final RecordType GUESTS =
      RecordType.named("guest")
          .key("name")
          .column("name", ColumnType.STRING)
          .from("name")
          .envelope("guests")
          .envelope("more")
          .envelope("data.users")
          .build();

  private final FormerElementBytes elements = new FormerElementBytes(GUESTS);

  @Test
  void anElementOfAnEnvelopeComesOutAsItStands() {
    String json = "{\"guests\":[{\"name\":\"Ada\"}, { \"name\" : 7 } ,3, [4]]}";

    assertThat(find(json, 0)).contains("{\"name\":\"Ada\"}");
    assertThat(find(json, 1)).contains("{ \"name\" : 7 }");
    assertThat(find(json, 2)).contains("3");
    assertThat(find(json, 3)).contains("[[4]]");
    assertThat(find(json, 4)).isEmpty();
    assertThat(find(json, -1)).isEmpty();
    assertThat(find("\uFEFF" + json, 1)).contains("{ \"name\" : 7 }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" {\"name\":\"Ada\"} ", "{\"guests\":[{\"name\":", "", "[]", "7", "[1,2] 3"})
  void aRecordOfOneElementComesBackWhole(String json) {
    assertThat(find(json, 0)).contains(json);
    assertThat(find(json, 1)).isEmpty();
  }

  @Test
  void whereThePlaceIsNotSureNothingComesOut() {
    // the second array, empty, made an element of the envelope itself
    assertThat(find("{\"guests\":[{\"name\":\"Ada\"}],\"more\":[]}", 0)).isEmpty();
    assertThat(find("{\"more\":[],\"guests\":[{\"name\":\"Ada\"},1]}", 1)).contains("1");
  }

  @Test
  void anEnvelopeWithAKeyOfItsOwnIsNotCounted() {
    String json =
        "[{\"name\":\"A\",\"guests\":[{\"name\":\"Ada\"}]},{\"name\":\"Bo\"},{\"name\":\"Cy\"}]";

    assertThat(find(json, 1)).contains("{\"name\":\"Bo\"}");
    assertThat(find(json, 2)).contains("{\"name\":\"Cy\"}");
    byte[] record = json.getBytes(UTF_8);
    assertThat(ElementBytes.find(record, 1, Flattener.of(GUESTS).locate(record)))
        .as("today")
        .isEmpty();
  }

  @Test
  void anArrayDeeperInTheRecordWasNoEnvelope() {
    String json = "{\"data\":{\"users\":[{\"name\":\"Ada\"},{\"name\":\"Bo\"}]}}";

    assertThat(find(json, 0)).contains(json);
    assertThat(find(json, 1)).isEmpty();
    assertThat(find("{\"data.users\":[1,2]}", 1)).contains("2");
  }

  private Optional<String> find(String json, int ordinal) {
    return elements.find(json.getBytes(UTF_8), ordinal).map(bytes -> new String(bytes, UTF_8));
  }
}
