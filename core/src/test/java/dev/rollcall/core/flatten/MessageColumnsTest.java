package dev.rollcall.core.flatten;

import static dev.rollcall.core.record.ColumnType.BOOLEAN;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static dev.rollcall.core.record.ColumnType.UUID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.mapping.ColumnClosure;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.MessageField;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.record.SourceRecord.Header;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageColumnsTest {

  private static final Instant TIME = Instant.parse("2026-11-29T12:00:00.123Z");
  private static final String ID = "0d9f1a2b-3c4d-5e6f-8091-a2b3c4d5e6f7";

  private static SourceRecord message(byte @Nullable [] key, @Nullable String value, Header... of) {
    return new SourceRecord(
        new SourcePartition("topic-id", 3),
        "orders",
        17,
        TIME,
        key,
        value == null ? null : value.getBytes(UTF_8),
        1,
        List.of(of));
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static RecordType type(UnaryOperator<RecordTypeBuilder> more) {
    return more.apply(RecordType.named("order").key("id").column("id", STRING)).build();
  }

  private static Row row(RecordType type, SourceRecord message) {
    return ((Element.Accepted) Flattener.of(type).flatten(message).get(0)).row();
  }

  private static Element.Unmappable refused(RecordType type, SourceRecord message) {
    return (Element.Unmappable) Flattener.of(type).flatten(message).get(0);
  }

  @Test
  void whatTheMessageSaysIsInColumns() {
    RecordType type =
        type(
            t ->
                t.column("at", TIMESTAMP)
                    .from(MessageField.TIMESTAMP)
                    .column("topic", STRING)
                    .from(MessageField.TOPIC)
                    .column("part", INT64)
                    .from(MessageField.PARTITION)
                    .column("pos", INT64)
                    .from(MessageField.OFFSET)
                    .column("trace", STRING)
                    .fromHeader("trace-id")
                    .column("sent", TIMESTAMP)
                    .fromHeader("sent")
                    .epoch(EpochUnit.MILLIS)
                    .column("upper", STRING)
                    .otherwise(List.of("trace"), (row, time) -> row.getString("trace") + "!"));
    Row row =
        row(
            type,
            message(
                null,
                "{\"id\":\"a\"}",
                new Header("trace-id", text("old")),
                new Header("trace-id", text("grün")),
                new Header("sent", text("1764417600000"))));
    assertThat(row.get("at")).isEqualTo(TIME);
    assertThat(row.get("topic")).isEqualTo("orders");
    assertThat(row.get("part")).isEqualTo(3L);
    assertThat(row.get("pos")).isEqualTo(17L);
    assertThat(row.get("trace")).isEqualTo("grün");
    assertThat(row.get("sent")).isEqualTo(Instant.ofEpochMilli(1764417600000L));
    assertThat(row.get("upper")).isEqualTo("grün!");
  }

  @Test
  void aRecordThatIsNoMessageHasNoneOfIt() {
    RecordType type =
        type(t -> t.column("pos", INT64).from(MessageField.OFFSET).column("k", STRING).fromKey());
    Flattener flattener = Flattener.of(type);
    assertThat(flattener.flatten(message(text("key"), "{\"id\":\"a\"}"))).hasSize(1);
    Row row = ((Element.Accepted) flattener.flatten(text("{\"id\":\"a\"}"), TIME).get(0)).row();
    assertThat(row.get("pos")).isNull();
    assertThat(row.get("k")).isNull();
  }

  @Test
  void theKeyIsReadAsTheColumnsType() {
    assertThat(keyAs(STRING, text("k-1"))).isEqualTo("k-1");
    assertThat(keyAs(INT64, text("42"))).isEqualTo(42L);
    assertThat(keyAs(UUID, text(ID))).isEqualTo(java.util.UUID.fromString(ID));
    assertThat(keyAs(BOOLEAN, text("true"))).isEqualTo(true);
    assertThat(keyAs(STRING, null)).isNull();
  }

  private static @Nullable Object keyAs(
      dev.rollcall.core.record.ColumnType columnType, byte @Nullable [] key) {
    return row(type(t -> t.column("k", columnType).fromKey()), message(key, "{\"id\":\"a\"}"))
        .get("k");
  }

  @Test
  void aBinaryKeyIsANumberOrAUuid() {
    RecordType number = type(t -> t.column("k", INT64).fromBinaryKey());
    RecordType uuid = type(t -> t.column("k", UUID).fromBinaryKey());
    byte[] eight = ByteBuffer.allocate(8).putLong(-5).array();
    byte[] four = ByteBuffer.allocate(4).putInt(-6).array();
    byte[] sixteen = ByteBuffer.allocate(16).putLong(1).putLong(2).array();
    assertThat(row(number, message(eight, "{\"id\":\"a\"}")).get("k")).isEqualTo(-5L);
    assertThat(row(number, message(four, "{\"id\":\"a\"}")).get("k")).isEqualTo(-6L);
    assertThat(row(uuid, message(sixteen, "{\"id\":\"a\"}")).get("k"))
        .isEqualTo(new java.util.UUID(1, 2));
    Element.Unmappable misfit = refused(number, message(text("12345"), "{\"id\":\"a\"}"));
    assertThat(misfit.reasonClass()).isEqualTo("wrong-type");
    assertThat(misfit.reason()).contains("5 bytes, expected 8 or 4").doesNotContain("12345");
    assertThat(refused(uuid, message(eight, "{\"id\":\"a\"}")).reason()).contains("expected 16");
  }

  @Test
  void pathsLeadIntoAJsonKey() {
    RecordType type =
        type(
            t ->
                t.column("customer", STRING)
                    .fromKey("customer.id", "customer_id")
                    .column("raw", JSON)
                    .fromKey("customer"));
    Row row = row(type, message(text("{\"customer\":{\"id\":7},\"id\":\"x\"}"), "{\"id\":\"a\"}"));
    assertThat(row.get("customer")).isEqualTo("7");
    assertThat(row.get("raw")).isEqualTo("{\"id\":7}");
    assertThat(row.get("id")).isEqualTo("a");
    assertThat(
            row(type, message(text("{\"customer_id\":\"c\"}"), "{\"id\":\"a\"}")).get("customer"))
        .isEqualTo("c");
    Element.Unmappable misfit = refused(type, message(text("secret{"), "{\"id\":\"a\"}"));
    assertThat(misfit.reasonClass()).isEqualTo("wrong-type");
    assertThat(misfit.reason()).doesNotContain("secret{");
    assertThat(refused(type, message(text("[{}]x"), "{\"id\":\"a\"}")).formerlyTaken()).isFalse();
  }

  @Test
  void whatDoesNotFitIsALetterOrANull() {
    SourceRecord broken =
        message(new byte[] {(byte) 0xff}, "{\"id\":\"a\"}", new Header("h", new byte[] {-1}));
    RecordType strict = type(t -> t.column("k", STRING).fromKey());
    assertThat(refused(strict, broken).reason())
        .isEqualTo(
            "column 'k' (order): got 1 bytes in the message's key that are not UTF-8, expected text");
    RecordType lenient = type(t -> t.column("h", STRING).fromHeader("h").elseNull());
    assertThat(row(lenient, broken).get("h")).isNull();
    RecordType required = type(t -> t.column("h", STRING).fromHeader("other").required());
    assertThat(refused(required, broken).reason()).contains("expected header other");
  }

  @Test
  void theKeyOfARowMayBeTheMessages() {
    RecordType type =
        RecordType.named("order")
            .key("topic", "id")
            .column("topic", STRING)
            .from(MessageField.TOPIC)
            .column("id", STRING)
            .fromKey()
            .column("total", INT64)
            .tombstoneKey("topic")
            .tombstoneKey("id")
            .build();
    Flattener flattener = Flattener.of(type);
    Row row = row(type, message(text("a"), "{\"total\":1}"));
    assertThat(key(row)).containsExactly("orders", "a");
    assertThat(key(((Element.Deleted) flattener.flatten(message(text("a"), null)).get(0)).key()))
        .containsExactly("orders", "a");
    assertThat(key(flattener.keys(message(text("a"), "{\"total\":1}")).get(0).orElseThrow()))
        .containsExactly("orders", "a");
    assertThat(refused(type, message(null, "{\"total\":1}")).reasonClass())
        .isEqualTo("missing-value");
    assertThat(refused(type, message(null, null)).reasonClass()).isEqualTo("tombstone-key");
  }

  private static List<Object> key(Row row) {
    return List.of(Objects.requireNonNull(row.get("topic")), Objects.requireNonNull(row.get("id")));
  }

  @Test
  void aMessageThatDeletesIsMadeOfTheKey() {
    RecordType binary =
        RecordType.named("order")
            .key("id")
            .column("id", INT64)
            .fromBinaryKey()
            .tombstoneKey("id")
            .build();
    DeleteMessage delete = DeleteMessage.of(binary, "42");
    assertThat(delete.key()).isEqualTo(ByteBuffer.allocate(8).putLong(42).array());
    assertThat(delete.row().get("id")).isEqualTo(42L);
    RecordType json =
        RecordType.named("order")
            .key("id")
            .column("id", STRING)
            .fromKey("customer.id")
            .deletedWhere("gone", "true")
            .build();
    assertThat(DeleteMessage.of(json, "c").key()).isEqualTo(text("{\"customer\":{\"id\":\"c\"}}"));
    RecordType topic =
        RecordType.named("order")
            .key("topic")
            .column("topic", STRING)
            .from(MessageField.TOPIC)
            .deletedWhere("gone", "true")
            .build();
    assertThatThrownBy(() -> DeleteMessage.of(topic, "orders"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'topic'");
  }

  @Test
  void whatCannotBeIsRefusedAtBuild() {
    refused(t -> t.column("at", STRING).from(MessageField.TIMESTAMP), "gives no STRING");
    refused(t -> t.column("k", STRING).fromBinaryKey(), "message key as bytes gives no STRING");
    refused(t -> t.column("k", JSON).fromKey(), "message key gives no JSON");
    refused(t -> t.column("k", STRING).from("a").fromKey(), "from is said twice");
    refused(t -> t.column("k", STRING).fromKey("a..b"), "fromKey");
    refused(t -> t.secret("token").column("k", STRING).fromKey("token"), "is a secret");
    refused(t -> t.column("k", STRING).fromKey().tombstoneKey("k"), "expected a column of the key");
    UnaryOperator<RecordTypeBuilder> byOffset =
        t -> t.column("pos", INT64).from(MessageField.OFFSET).tombstoneKey("pos");
    assertThatThrownBy(() -> byOffset.apply(RecordType.named("order").key("pos")).build())
        .hasMessageContaining("it deletes nothing");
    assertThatThrownBy(
            () ->
                RecordType.named("order")
                    .key("k")
                    .column("k", STRING)
                    .fromKey()
                    .tombstoneKey("k", "id")
                    .build())
        .hasMessageContaining("is read from message key, expected no path");
  }

  private static void refused(UnaryOperator<RecordTypeBuilder> more, String text) {
    assertThatThrownBy(() -> type(more))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(text);
  }

  @Test
  void theMessageAloneMakesNoElementOfAnEnvelope() {
    SourceRecord envelope =
        message(text("k"), "{\"page\":1,\"results\":[{\"id\":\"a\"},{\"id\":\"b\"}]}");
    RecordType byKey =
        RecordType.named("order")
            .key("k")
            .column("k", STRING)
            .fromKey()
            .column("page", INT64)
            .envelope("results")
            .build();
    assertThat(Flattener.of(byKey).flatten(envelope)).hasSize(2);
    RecordType derived =
        RecordType.named("order")
            .key("made")
            .hidden("k", STRING)
            .fromKey()
            .column("page", INT64)
            .derived("made", STRING, List.of("k"), (row, time) -> row.getString("k").strip())
            .envelope("results")
            .build();
    assertThat(Flattener.of(derived).flatten(envelope)).hasSize(2);
    RecordType both =
        RecordType.named("order")
            .key("k", "id")
            .column("k", STRING)
            .fromKey()
            .column("id", STRING)
            .envelope("results")
            .build();
    assertThat(Flattener.of(both).flatten(envelope)).hasSize(2);
    SourceRecord own = message(text("k"), "{\"id\":\"x\",\"results\":[{\"id\":\"a\"}]}");
    assertThat(Flattener.of(both).flatten(own)).hasSize(2);
    assertThat(Flattener.of(both).locate(Objects.requireNonNull(own.value()))).hasSize(2);
  }

  @Test
  void theFingerprintTellsTheMessageFromTheElement() {
    RecordType element = type(t -> t.column("x", STRING).from("'message key'"));
    RecordType key = type(t -> t.column("x", STRING).fromKey());
    assertThat(described(key)).contains("<= message key").isNotEqualTo(described(element));
    assertThat(described(key))
        .isNotEqualTo(described(type(t -> t.column("x", STRING).fromHeader("key"))));
  }

  private static String described(RecordType type) {
    return ColumnClosure.of(RecordDefinition.of(type), List.of("x")).describe();
  }

  @Test
  void coverageNamesTheMessage() {
    RecordType type = type(t -> t.column("trace", STRING).fromHeader("trace-id"));
    Flattener flattener = Flattener.of(type);
    flattener.flatten(message(null, "{\"id\":\"a\"}"));
    assertThat(flattener.takeCoverage().unfilled())
        .containsExactly("trace (header trace-id): never had a value");
    flattener.flatten(message(null, "{\"id\":\"a\"}", new Header("trace-id", text("t"))));
    assertThat(flattener.takeCoverage().unfilled()).isEmpty();
  }

  @Test
  void theItemsOfAnElementShareWhatTheMessageSays() {
    RecordType lines =
        RecordType.named("line")
            .items("lines")
            .key("id", "line")
            .column("id", STRING)
            .fromKey()
            .itemIndex("line")
            .column("sku", STRING)
            .column("trace", STRING)
            .fromHeader("trace-id")
            .build();
    List<Element> found =
        Flattener.of(lines)
            .flatten(
                message(
                    text("k"),
                    "{\"lines\":[{\"sku\":\"a\"},{\"sku\":\"b\"}]}",
                    new Header("trace-id", text("t"))));
    assertThat(found)
        .extracting(each -> ((Element.Accepted) each).row())
        .extracting(row -> row.get("id") + " " + row.get("sku") + " " + row.get("trace"))
        .containsExactly("k a t", "k b t");
  }
}
