package dev.rollcall.core.pipeline;

import static dev.rollcall.core.record.ColumnType.BYTES;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.pipeline.Step;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PersonalDataTest {

  private static final HmacKey KEY =
      HmacKey.of("a key of the demo".getBytes(StandardCharsets.UTF_8));

  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              personal(Column.of("email", STRING)),
              Column.of("id", STRING),
              personal(Column.of("age", INT64)),
              personal(Column.of("face", BYTES)),
              Column.of("country", STRING)),
          "id");

  private static Column personal(Column column) {
    return column.with(Column.Sensitivity.PERSONAL);
  }

  @Test
  void droppedColumnsAreNoLongerPartOfTheRow() {
    Row row = apply(PersonalData.drop(), SCHEMA);
    assertThat(row.schema().names()).containsExactly("id", "country");
    assertThat(row.schema().keys().get(0)).isZero();
    assertThat(row.getString("country")).isEqualTo("de");
  }

  @Test
  void hashedColumnsBecomeTextThatIsTheSameUnderOneKey() {
    Row row = apply(PersonalData.hash(KEY), SCHEMA);
    assertThat(row.schema().column(2)).isEqualTo(personal(Column.of("age", STRING)));
    assertThat(row.schema().column(4).type()).isEqualTo(STRING);
    assertThat(row.getString("id")).as("not personal").isEqualTo("a");
    assertThat(row.getString("email")).isEqualTo(KEY.pseudonym("a@example.org")).hasSize(64);
    assertThat(row.getString("age")).isEqualTo(KEY.pseudonym("41"));
    assertThat(row).as("also of bytes").isEqualTo(apply(PersonalData.hash(KEY), SCHEMA));
    HmacKey other = HmacKey.of("another key of it".getBytes(StandardCharsets.UTF_8));
    assertThat(apply(PersonalData.hash(other), SCHEMA).getString("email"))
        .isNotEqualTo(row.getString("email"));
  }

  @Test
  void theHashIsHmacSha256() {
    HmacKey key = HmacKey.ofHex("0b".repeat(20));
    assertThat(key.pseudonym("Hi There"))
        .as("RFC 4231, test case 1")
        .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  }

  @Test
  void aNullStaysNull() {
    Step.Bound bound = new Step.Protect(PersonalData.hash(KEY)).bind(SCHEMA);
    Row row = bound.action().apply(Row.of(SCHEMA, null, "a", null, null, null), Instant.EPOCH);
    assertThat(Objects.requireNonNull(row).isNull("email")).isTrue();
  }

  @Test
  void onlyTheNamedColumnsWhetherPersonalOrNot() {
    Row row = apply(PersonalData.hash(KEY).only("country"), SCHEMA);
    assertThat(row.getString("email")).isEqualTo("a@example.org");
    assertThat(row.getString("country")).isEqualTo(KEY.pseudonym("de"));
    assertThat(apply(PersonalData.drop().only("country", "age"), SCHEMA).schema().names())
        .containsExactly("email", "id", "face");
  }

  @Test
  void aKeyColumnCanBeHashedButNotDropped() {
    Schema keyed = Schema.of(SCHEMA.columns(), "email");
    Row row = apply(PersonalData.hash(KEY), keyed);
    assertThat(row.get(row.schema().keys().get(0))).isEqualTo(KEY.pseudonym("a@example.org"));
    assertThatThrownBy(() -> apply(PersonalData.drop(), keyed))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the key column 'email' cannot be dropped; hash it");
  }

  @Test
  void aKeyIsHiddenAndNotShort() {
    assertThat(KEY).hasToString("[hidden]");
    assertThat(PersonalData.hash(KEY).describe()).isEqualTo("hash personal");
    assertThat(new Step.Protect(PersonalData.hash(KEY)).toString()).doesNotContain("demo");
    assertThatThrownBy(() -> HmacKey.of(new byte[15]))
        .hasMessage("HMAC key: got 15 bytes, expected at least 16");
    assertThatThrownBy(() -> HmacKey.ofHex("not hexadecimal"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContaining("not hexadecimal");
  }

  private static Row apply(PersonalData policy, Schema schema) {
    Row row = Row.of(schema, "a@example.org", "a", 41L, new byte[] {1, 2}, "de");
    Step.Bound bound = new Step.Protect(policy).bind(schema);
    return Objects.requireNonNull(bound.action().apply(row, Instant.EPOCH));
  }
}
