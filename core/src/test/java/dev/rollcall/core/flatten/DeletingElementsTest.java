package dev.rollcall.core.flatten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeletingElementsTest {

  private static final RecordType DEBEZIUM =
      users()
          .alsoUnder("payload.after")
          .deletedWhere("payload.op", "d", "payload.before")
          .deletedWhere("removed", "true")
          .build();

  private static RecordTypeBuilder users() {
    return RecordType.named("user")
        .key("id")
        .column("id", ColumnType.INT64)
        .column("name", ColumnType.STRING)
        .required()
        .column("age", ColumnType.INT64);
  }

  private static Element element(RecordType type, String json) {
    List<Element> all = Flattener.of(type).flatten(json.getBytes(StandardCharsets.UTF_8), null);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static Row deleted(Element element) {
    assertThat(element).isInstanceOf(Element.Deleted.class);
    return ((Element.Deleted) element).key();
  }

  private static Element tombstone(RecordType type, @Nullable String key) {
    return Flattener.of(type)
        .flatten(One.message(key == null ? null : key.getBytes(StandardCharsets.UTF_8), null))
        .get(0);
  }

  private static void refused(Element element, String reasonClass, String... words) {
    assertThat(element).isInstanceOf(Element.Unmappable.class);
    Element.Unmappable refused = (Element.Unmappable) element;
    assertThat(refused.reasonClass()).isEqualTo(reasonClass);
    assertThat(refused.reason()).contains(words);
  }

  @Test
  void anElementThatMeetsAConditionIsItsKeyAlone() {
    Row row = deleted(element(DEBEZIUM, "{\"id\":7,\"name\":\"n\",\"age\":3,\"removed\":true}"));

    assertThat(row.schema()).isEqualTo(DEBEZIUM.schema());
    assertThat(row.get("id")).isEqualTo(7L);
    assertThat(row.isNull("name")).isTrue();
    assertThat(row.isNull("age")).isTrue();
  }

  @Test
  void theKeyOfAChangeEventStandsBeforeTheChange() {
    String event = "{\"payload\":{\"op\":\"%s\",\"before\":%s,\"after\":%s}}";
    String seven = "{\"id\":7,\"name\":\"n\"}";

    assertThat(deleted(element(DEBEZIUM, event.formatted("d", seven, "null"))).get("id"))
        .isEqualTo(7L);
    assertThat(element(DEBEZIUM, event.formatted("c", "null", seven)))
        .isInstanceOf(Element.Accepted.class);
    Element update = element(DEBEZIUM, event.formatted("u", "{\"id\":8,\"name\":\"o\"}", seven));
    assertThat(((Element.Accepted) update).row().get("id"))
        .as("an element that does not delete is not read below it")
        .isEqualTo(7L);
  }

  @Test
  void onlyWhatDoesNotFitInTheKeyRefusesADelete() {
    assertThat(
            deleted(element(DEBEZIUM, "{\"id\":7,\"age\":\"old\",\"removed\":\"true\"}")).get("id"))
        .isEqualTo(7L);
    refused(element(DEBEZIUM, "{\"id\":\"x\",\"removed\":true}"), "wrong-type", "'id'");
    refused(element(DEBEZIUM, "{\"removed\":true}"), "missing-value", "'id'");
    assertThat(element(DEBEZIUM, "{\"id\":7,\"name\":\"n\",\"removed\":{\"true\":1}}"))
        .as("not a scalar")
        .isInstanceOf(Element.Accepted.class);
  }

  @Test
  void aKeyThatIsDerivedIsDerivedOfWhatFits() {
    RecordType type =
        RecordType.named("user")
            .key("id")
            .hidden("number", ColumnType.INT64)
            .hidden("unused", ColumnType.INT64)
            .derived("id", ColumnType.STRING, (row, time) -> "u" + row.get("number"))
            .deletedWhere("op", "d", "before")
            .build();

    assertThat(deleted(element(type, "{\"op\":\"d\",\"number\":1,\"unused\":\"x\"}")).get("id"))
        .isEqualTo("u1");
    assertThat(
            deleted(element(type, "{\"op\":\"d\",\"number\":1,\"before\":{\"number\":2}}"))
                .get("id"))
        .isEqualTo("u2");
    refused(element(type, "{\"op\":\"d\",\"number\":\"x\"}"), "wrong-type", "'number'");
  }

  @Test
  void aKeyIsDerivedOfTheSameNullsAsThatOfTheRow() {
    RecordType type =
        RecordType.named("user")
            .key("id")
            .hidden("number", ColumnType.INT64)
            .elseNull()
            .hidden("mail", ColumnType.STRING)
            .required()
            .derived(
                "id", ColumnType.STRING, (row, time) -> row.get("mail") + "/" + row.get("number"))
            .deletedWhere("deleted", "true")
            .build();

    Element row = element(type, "{\"mail\":\"m\",\"number\":\"x\"}");
    assertThat(((Element.Accepted) row).row().get("id")).isEqualTo("m/null");
    assertThat(
            deleted(element(type, "{\"mail\":\"m\",\"number\":\"x\",\"deleted\":true}")).get("id"))
        .isEqualTo("m/null");
    refused(element(type, "{\"number\":1,\"deleted\":true}"), "missing-value", "'mail'");
  }

  @Test
  void aConditionAlsoHoldsWhereTheFieldsStandLower() {
    RecordType type =
        users().alsoUnder("after").deletedWhere("deleted", "true").deletedWhere("op", "d").build();

    assertThat(deleted(element(type, "{\"after\":{\"id\":7,\"deleted\":true}}")).get("id"))
        .isEqualTo(7L);
    assertThat(element(type, "{\"op\":\"u\",\"after\":{\"id\":7,\"name\":\"n\",\"op\":\"d\"}}"))
        .as("the first scalar decides")
        .isInstanceOf(Element.Accepted.class);
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullIsRefusedWhereItIsGiven() {
    for (ThrowingCallable declared :
        List.<ThrowingCallable>of(
            () -> users().deletedWhere(null, "d"),
            () -> users().deletedWhere("op", null),
            () -> users().tombstoneKey("id", "id", (String) null))) {
      assertThatThrownBy(declared).isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void theKeyOfATombstoneIsTextOrJson() {
    RecordType text = users().tombstoneKey("id").build();
    RecordType json = users().tombstoneKey("id", "id", "payload.id").build();

    assertThat(deleted(tombstone(text, "42")).get("id")).isEqualTo(42L);
    assertThat(deleted(tombstone(json, "{\"payload\":{\"id\":42},\"schema\":{}}")).get("id"))
        .isEqualTo(42L);
    assertThat(Flattener.of(users().build()).flatten(One.message(new byte[] {52}, null))).isEmpty();
  }

  @Test
  void aTombstoneWhoseKeyCannotBeReadIsRefusedWithoutShowingIt() {
    RecordType text = users().tombstoneKey("id").build();
    RecordType json = users().tombstoneKey("id", "id").build();

    for (Element element :
        List.of(
            tombstone(text, "secret"),
            tombstone(json, "secret"),
            tombstone(json, "{\"id\":\"secret\"}"),
            tombstone(json, "[{\"id\":1},{\"id\":2}]"),
            tombstone(json, "{\"key\":\"secret\"}"),
            tombstone(text, null))) {
      refused(element, "tombstone-key", "message key of user");
      assertThat(((Element.Unmappable) element).reason()).doesNotContain("secret");
    }
  }

  @Test
  void whatCannotBeDeclaredIsTold() {
    assertThatThrownBy(
            () ->
                RecordType.named("line")
                    .key("order", "line")
                    .column("order", ColumnType.STRING)
                    .column("line", ColumnType.INT64)
                    .column("token", ColumnType.STRING)
                    .from("other")
                    .secret("op")
                    .deletedWhere("op", "d")
                    .deletedWhere("$.op", "d")
                    .tombstoneKey("order")
                    .tombstoneKey("token", "op")
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "deletedWhere: path 'op' is a secret",
            "tombstoneKey: path 'op' is a secret",
            "'$.op'",
            "the key column 'line' is not named",
            "got 'token', expected a column of the key",
            "a key of several columns cannot be the message key as text");
  }

  @Test
  void onlyADeclaredConditionIsPartOfTheDescription() {
    String plain = RecordDefinition.of(users().build()).describe();

    assertThat(RecordDefinition.of(users().tombstoneKey("id").build()).describe()).isEqualTo(plain);
    assertThat(RecordDefinition.of(users().deletedWhere("op", "d").build()).describe())
        .isEqualTo(plain + "\ndeletes where op = d");
  }
}
