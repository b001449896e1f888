package dev.rollcall.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AggregateKeyTest {

  private static AggregateKey key(Object... group) {
    return new AggregateKey("pipeline", "people", Arrays.asList(group), null);
  }

  @Test
  void nullEmptyAndTheWordNullAreThreeGroups() {
    Set<String> ids =
        Set.of(key((Object) null).id(), key("").id(), key("null").id(), key(" ").id());

    assertThat(ids)
        .containsExactlyInAnyOrder(
            "[\"pipeline\",\"people\",null]",
            "[\"pipeline\",\"people\",\"\"]",
            "[\"pipeline\",\"people\",\"null\"]",
            "[\"pipeline\",\"people\",\" \"]");
    assertThat(key((Object) null)).isNotEqualTo(key("")).isNotEqualTo(key("null"));
  }

  @Test
  void noTwoGroupsOfTextShareAnId() {
    List<String> awkward =
        List.of(
            "",
            "null",
            ",",
            "\"",
            "\",\"",
            "\\",
            "[",
            "{\"window\":\"x\"}",
            "\uD83D",
            "\uDE00",
            "?",
            "\uD83D\uDE00",
            "\\uD83D",
            "\u0000",
            "a",
            "A");
    Set<List<Byte>> ids = new HashSet<>();
    Set<AggregateKey> keys = new HashSet<>();
    for (String first : awkward) {
      for (String second : awkward) {
        AggregateKey key = key(first, second);
        byte[] bytes = key.id().getBytes(StandardCharsets.UTF_8);
        Byte[] boxed = new Byte[bytes.length];
        Arrays.setAll(boxed, i -> bytes[i]);
        ids.add(List.of(boxed));
        keys.add(key);
      }
    }

    assertThat(ids).hasSize(awkward.size() * awkward.size());
    assertThat(keys).hasSize(awkward.size() * awkward.size());
  }

  @Test
  void anIdIsStable() {
    AggregateKey key =
        new AggregateKey(
            "p",
            "a",
            List.of("x", 1L, true, LocalDate.EPOCH, new UUID(0, 1), new BigDecimal("1.50")),
            Instant.EPOCH);

    assertThat(key.id())
        .isEqualTo(
            "[\"p\",\"a\",\"x\",1,true,\"1970-01-01\","
                + "\"00000000-0000-0000-0000-000000000001\",\"1.50\","
                + "{\"window\":\"1970-01-01T00:00:00Z\"}]");
  }

  @Test
  void aLongIdBecomesItsHash() {
    assertThat(key("x".repeat(300)).id()).matches("sha256:[0-9a-f]{64}");
    assertThat(key("x".repeat(300)).id()).isNotEqualTo(key("x".repeat(301)).id());
  }

  @Test
  void equalKeysAreEqual() {
    assertThat(key("NL", 3L)).isEqualTo(key("NL", 3L)).hasSameHashCodeAs(key("NL", 3L));
    assertThat(key("NL")).isNotEqualTo(new AggregateKey("pipeline", "other", List.of("NL"), null));
    assertThat(key("NL"))
        .isNotEqualTo(new AggregateKey("pipeline", "people", List.of("NL"), Instant.EPOCH));
  }
}
