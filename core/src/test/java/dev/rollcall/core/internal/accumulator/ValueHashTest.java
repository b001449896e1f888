package dev.rollcall.core.internal.accumulator;

import static dev.rollcall.core.internal.aggregate.Fixtures.SCHEMA;
import static dev.rollcall.core.internal.aggregate.Fixtures.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ValueHashTest {

  private static String hash(String column, Object value) {
    int position = SCHEMA.position(column);
    var type = SCHEMA.column(position);
    return "%016x".formatted(ValueHash.of(row(column, value), position, type.type(), type.scale()));
  }

  @Test
  void theHashOfEachTypeIsFixedForEver() {
    assertThat(
            List.of(
                hash("member", true),
                hash("age", 42L),
                hash("height", 1.5),
                hash("price", new BigDecimal("19.99")),
                hash("nationality", "Zoë \uD83D\uDE00"),
                hash("raw", "{}"),
                hash("ordered_at", Instant.parse("2024-02-29T12:34:56.789Z")),
                hash("birthday", LocalDate.of(2000, 2, 29)),
                hash("user_id", UUID.fromString("0b8a2f3e-6f0c-4d0e-9f57-0a1b2c3d4e5f")),
                hash("photo", new byte[] {1, 2, 3})))
        .containsExactly(
            "db02334e96d65708",
            "d5a6f8c838df27c8",
            "2561a4889ff63458",
            "517a5a4b55fe1120",
            "7b7b8d0cc799aebc",
            "5d2230bafb2a916f",
            "8d510d6d820f8d83",
            "a440d7a5c2ec2616",
            "c6f1f53ef949f055",
            "ebce9b7632ae733b");
  }

  @Test
  void itIsXxh3AsPublished() {
    // the reference implementation's value of no bytes, seed 0
    assertThat(hash("photo", new byte[0])).isEqualTo("2d06800538d394c2");
  }

  @Test
  void textIsHashedAsItsCodeUnitsLowByteFirst() {
    String text = "Zoë \uD83D\uDE00";

    assertThat(hash("nationality", text))
        .isEqualTo(
            "%016x"
                .formatted(
                    Hashing.xxh3_64().hashBytesToLong(text.getBytes(StandardCharsets.UTF_16LE))));
  }
}
