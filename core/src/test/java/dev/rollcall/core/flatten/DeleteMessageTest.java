package dev.rollcall.core.flatten;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.user.Users;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeleteMessageTest {

  private static final String SECRET = "hildegunst";

  private static RecordTypeBuilder people() {
    return RecordType.named("person")
        .key("id")
        .column("id", ColumnType.STRING)
        .column("name", ColumnType.STRING)
        .required();
  }

  private static RecordTypeBuilder orders() {
    return RecordType.named("order")
        .key("shop", "number", "at")
        .column("shop", ColumnType.STRING)
        .from("shop.name", "shop")
        .column("number", ColumnType.INT64)
        .from("no")
        .column("at", ColumnType.TIMESTAMP)
        .epoch(EpochUnit.SECONDS, "at");
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  @Test
  void aTombstoneHasTheKeyAsItsType() {
    DeleteMessage whole = DeleteMessage.of(people().tombstoneKey("id").build(), SECRET);
    assertThat(text(whole.key())).isEqualTo(SECRET);
    assertThat(whole.isTombstone()).isTrue();
    whole.key()[0] = 'x';
    assertThat(text(whole.key())).as("a copy").isEqualTo(SECRET);
    assertThat(whole.row().get("id")).isEqualTo(SECRET);

    DeleteMessage json =
        DeleteMessage.of(
            orders()
                .tombstoneKey("shop", "payload.shop", "shop")
                .tombstoneKey("number", "payload.number")
                .tombstoneKey("at", "payload.at")
                .build(),
            "a \"shop\"",
            "7",
            "2026-01-01T00:00:00Z");
    assertThat(text(json.key()))
        .isEqualTo(
            "{\"payload\":{\"shop\":\"a \\\"shop\\\"\",\"number\":7,\"at\":\"2026-01-01T00:00:00Z\"}}");
    assertThat(json.value()).isNull();
  }

  @Test
  void anElementMeetsTheConditionAndHasTheKey() {
    DeleteMessage plain =
        DeleteMessage.of(people().deletedWhere("deleted", "true").build(), SECRET);
    assertThat(text(plain.value())).isEqualTo("{\"deleted\":true,\"id\":\"" + SECRET + "\"}");
    assertThat(text(plain.key())).isEqualTo(SECRET);

    DeleteMessage below =
        DeleteMessage.of(
            orders().deletedWhere("payload.op", "d", "payload.before").build(),
            "s",
            "7",
            "1767225600");
    assertThat(text(below.value()))
        .isEqualTo(
            "{\"payload\":{\"op\":\"d\",\"before\":{\"shop\":{\"name\":\"s\"},\"no\":7,\"at\":1767225600}}}");
    assertThat(below.row().get("at")).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(text(below.key())).isEqualTo("[\"s\",\"7\",\"1767225600\"]");
  }

  @Test
  void anotherConditionWillDoIfTheFirstStandsInTheWay() {
    RecordType type = people().deletedWhere("id", "gone").deletedWhere("state", "removed").build();

    assertThat(text(DeleteMessage.of(type, "p1").value()))
        .isEqualTo("{\"state\":\"removed\",\"id\":\"p1\"}");
  }

  @Test
  void whatCannotBeMadeIsSaidWithWhatToDo() {
    RecordType derived =
        RecordType.named("person")
            .key("id")
            .hidden("number", ColumnType.INT64)
            .derived("id", ColumnType.STRING, (row, time) -> "p" + row.get("number"))
            .deletedWhere("gone", "true")
            .build();
    assertThatThrownBy(() -> DeleteMessage.of(derived, SECRET))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'id' is made by a function of other columns")
        .hasMessageContaining("DeleteMessage.read")
        .hasMessageNotContaining(SECRET);
    byte[] own = "{\"number\":7,\"gone\":true}".getBytes(UTF_8);
    assertThat(DeleteMessage.read(derived, null, own).row().get("id")).isEqualTo("p7");

    assertThatThrownBy(() -> DeleteMessage.of(people().build(), SECRET))
        .hasMessageContaining("declares no deletes")
        .hasMessageContaining("tombstoneKey(…) in it, which needs no higher version");
    RecordType people = people().tombstoneKey("id").deletedWhere("gone", "true").build();
    assertThatThrownBy(() -> DeleteMessage.of(people, SECRET, SECRET))
        .hasMessageContaining("got a key of 2, expected one text for each of [id]");
    assertThatThrownBy(
            () ->
                DeleteMessage.read(people, null, "{\"id\":\"p1\",\"name\":\"n\"}".getBytes(UTF_8)))
        .hasMessageContaining("got an element that writes a row");
  }

  @Test
  void whereAColumnOrdersTheRowsTheElementMustHaveIt() {
    RecordType type =
        people()
            .column("updated_at", ColumnType.TIMESTAMP)
            .rowVersion("updated_at")
            .deletedWhere("gone", "true")
            .build();
    String element = "{\"id\":\"p1\",\"gone\":true%s}";

    assertThatThrownBy(() -> DeleteMessage.of(type, SECRET))
        .hasMessageContaining("orders rows by 'updated_at'")
        .hasMessageContaining("DeleteMessage.read")
        .hasMessageNotContaining(SECRET);
    byte[] without = element.formatted("").getBytes(UTF_8);
    assertThatThrownBy(() -> DeleteMessage.read(type, null, without))
        .hasMessageContaining("got a key or 'updated_at' that does not fit (missing-value)");
    byte[] with = element.formatted(",\"updated_at\":\"2026-01-01T00:00:00Z\"").getBytes(UTF_8);
    assertThat(DeleteMessage.read(type, null, with).rowVersion())
        .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void aKeyThatDoesNotFitIsNotShown() {
    for (RecordType type :
        List.of(
            Users.erasable(),
            RecordType.named("number")
                .key("id")
                .column("id", ColumnType.INT64)
                .deletedWhere("gone", "true")
                .build())) {
      assertThatThrownBy(() -> DeleteMessage.of(type, SECRET))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("got a key that does not fit")
          .hasMessageNotContaining(SECRET);
    }
    assertThat(DeleteMessage.of(people().tombstoneKey("id").build(), SECRET).toString())
        .doesNotContain(SECRET);
  }

  @Test
  void aUserIsErasedByItsId() {
    String id = "1b0a7d24-0000-4000-8000-000000000001";

    assertThat(DeleteMessage.of(Users.erasable(), id).row().get("user_id"))
        .isEqualTo(UUID.fromString(id));
  }

  @Test
  void keysAreReadWhateverElseIsWrong() {
    Flattener flattener = Flattener.of(people().envelope("people").build());
    String json =
        "{\"people\":[{\"id\":\"p1\",\"name\":\"n\"},{\"id\":\"p2\"},{\"name\":\"n\"},7]}";

    List<Optional<Row>> keys = flattener.keys(One.message(null, json.getBytes(UTF_8)));

    assertThat(keys)
        .extracting(key -> key.map(row -> row.get("id")).orElse("?"))
        .containsExactly("p1", "p2", "?", "?");
    assertThat(flattener.keys(One.message(null, "{\"people\":".getBytes(UTF_8)))).isEmpty();
  }
}
