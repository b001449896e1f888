package dev.rollcall.core.flatten;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.user.Users;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitRecordsTest {

  private final Flattener flattener = Flattener.of(Users.recordType());

  @Test
  void anEnvelopeGivesTheBytesOfItsElementsUnchanged() {
    assertThat(split("{\"info\":{\"results\":[1]},\"results\":[ {\"a\": \"ü\"} ,{ }],\"x\":[{}]}"))
        .containsExactly("{\"a\": \"ü\"}", "{ }");
  }

  @Test
  void anArrayMayHoldEnvelopesAndWhatIsNoObject() {
    assertThat(split("[{\"results\":[{\"a\":1}]}, {\"b\":2},7 ,\"text\", null,[1,2]]"))
        .containsExactly("{\"a\":1}", "{\"b\":2}", "7", "\"text\"", "null", "[[1,2]]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}",
        "{\"error\":\"x\"}",
        "{\"results\":[]}",
        "[]",
        "",
        "42",
        "{\"results\":[{\"a\":1}",
        "[{\"a\":1}] x",
        "{\"a\":1,\"a\":2}"
      })
  void whatCannotBeTakenApartStaysWhole(String json) {
    assertThat(split(json)).containsExactly(json);
  }

  @Test
  void aByteOrderMarkStandsBeforeNoElement() {
    assertThat(split("\uFEFF[{\"a\":1},{\"a\":2}]")).containsExactly("{\"a\":1}", "{\"a\":2}");
  }

  @Test
  void theElementsBecomeWhatTheyWouldHaveBecomeTogether() {
    String json =
        "[{\"username\":\"a\"},7,[{\"username\":\"b\"}],{\"error\":1},{\"results\":[{\"email\":\"c\"}]}]";
    List<Element> whole = flattener.flatten(json.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
    List<String> parts = split(json);
    assertThat(parts).hasSameSizeAs(whole);
    for (int i = 0; i < parts.size(); i++) {
      List<Element> part =
          flattener.flatten(parts.get(i).getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
      assertThat(part).hasSize(1);
      assertThat(part.get(0).getClass()).isEqualTo(whole.get(i).getClass());
    }
  }

  private List<String> split(String json) {
    return flattener.split(json.getBytes(StandardCharsets.UTF_8)).stream()
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .toList();
  }
}
