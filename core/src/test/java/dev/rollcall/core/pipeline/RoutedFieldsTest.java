package dev.rollcall.core.pipeline;

import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Fields that tell where elements go, beside those that columns are read from. */
class RoutedFieldsTest {

  private String name;
  private InMemorySource source;
  private InMemoryRows rows;
  private InMemoryRows others;
  private InMemoryDeadLetters letters;

  @BeforeEach
  void empty(TestInfo test) {
    name = "fields-" + test.getTestMethod().orElseThrow().getName();
    source = InMemorySource.named(name, 1);
    rows = InMemoryRows.named(name);
    others = InMemoryRows.named(name + "-others");
    letters = InMemoryDeadLetters.named(name);
  }

  private static RecordTypeBuilder order() {
    return RecordType.named("order").key("id").column("id", STRING);
  }

  private PipelineBuilder branch(RecordTypeBuilder type, String path, String... values) {
    return Pipeline.named("shop")
        .branch("orders", b -> b.records(type.build()).whereField(path, values).rows(rows))
        .deadLetters(letters);
  }

  private RunReport run(PipelineBuilder pipeline) {
    return PipelineRunner.runUntilCaughtUp(pipeline.build(), source);
  }

  private List<String> reasons() {
    return letters.letters().stream().map(DeadLetter::reasonClass).toList();
  }

  private void refused(RecordTypeBuilder type, String path, String reason) {
    assertThatThrownBy(() -> branch(type, path, "x").build())
        .hasMessageContaining("branch 'orders': whereField '" + path + "': " + reason);
  }

  @Test
  void aSecretTellsNothing() {
    refused(order().secret("token"), "token", "is a secret of the type");
    refused(order().secret("token"), "card.token.kind", "is a secret of the type");
    refused(order().secret("card.pin"), "card.pin", "is a secret of the type");
    refused(order().secret("after.kind").alsoUnder("after"), "kind", "is a secret of the type");
    branch(order().secret("card.pin"), "card.kind", "x").build();
  }

  @Test
  void aFieldOfItemsTellsNothingOfTheirElement() {
    refused(
        order().column("at", ColumnType.INT64).items("lines"),
        "lines.sku",
        "stands in the items at 'lines', of which each is a row");
    refused(
        order().items("parcels.lines").column("carrier", STRING).from("$.parcels[].carrier"),
        "parcels.kind",
        "stands in the items at 'parcels.lines'");
    branch(order().items("order.lines"), "order.kind", "x").build();
  }

  @Test
  void itChangesNoColumn() {
    RecordTypeBuilder below = order().column("name", STRING).from("kind.name");
    RecordTypeBuilder at = order().column("kind", STRING);
    RecordTypeBuilder all = order().column("kind", JSON);
    source.add(0, "{\"id\": \"1\", \"kind\": \"a\"}");
    run(branch(below, "kind", "a"));
    assertThat(reasons()).as("no object where a path goes on").containsExactly("wrong-type");

    source.add(0, "{\"id\": \"2\", \"kind\": {\"name\": \"a\"}}");
    run(branch(at, "kind.name", "a"));
    assertThat(reasons()).as("an object where a text is to be").hasSize(2);

    source.add(0, "{\"id\": \"3\", \"kind\": {\"name\": \"a\"}}");
    run(branch(all, "kind.name", "a"));
    assertThat(rows.rows()).extracting(row -> row.get("kind")).containsExactly("{\"name\":\"a\"}");
  }

  @Test
  void aDeletingEventIsToldByTheFieldsBesideItsKey() {
    source.add(0, "{\"op\": \"c\", \"after\": {\"type\": \"order\", \"id\": \"1\"}}");
    RecordTypeBuilder type = order().alsoUnder("after").deletedWhere("op", "d", "before");
    run(branch(type, "type", "order"));
    assertThat(rows.rows()).hasSize(1);

    source.add(0, "{\"op\":\"d\",\"before\":{\"type\":\"order\",\"id\":\"1\"},\"after\":null}");
    run(branch(type, "type", "order"));

    assertThat(rows.rows()).isEmpty();
    assertThat(letters.letters()).isEmpty();
  }

  @Test
  void whatElementsOfOtherKindsHoldIsNotCounted() {
    source.add(
        0,
        "[{\"type\": \"order\", \"id\": \"1\", \"note\": {\"by\": \"x\"}}, {\"type\": \"pay\", \"iban\": \"y\"}, 7]");

    RunReport report = run(branch(order(), "type", "order").unknownFiltered());

    Coverage.FieldNames seen = report.branches().get("orders").coverage().seen();
    assertThat(seen.objects()).isEqualTo(1);
    assertThat(seen.unknown()).isEmpty();
    assertThat(seen.below().get("note").unknown()).isEqualTo(Map.of("by", 1L));
  }

  @Test
  void anEnvelopeThatHasTheKeyOfOneTypeDoesNotHideWhatComesBehindIt() {
    RecordType number =
        RecordType.named("n").key("nr").column("nr", ColumnType.INT64).envelope("all").build();
    PipelineBuilder both =
        branch(order().envelope("all"), "type", "order")
            .branch("numbers", b -> b.records(number).whereField("type", "n").rows(others));
    source.add(
        0,
        """
        [{"all": [{"type": "n", "nr": 1}], "type": "order", "id": "both"},
         {"all": [{"type": "order", "id": "o1"}, {"type": "x"}, {"type": "n", "nr": 2}]}]""");

    RunReport report = run(both);

    assertThat(reasons()).containsExactlyInAnyOrder("ambiguous-envelope", "unknown-kind");
    assertThat(report.toString()).startsWith("5 read = 3 written + 0 filtered + 2 dead-lettered");
    assertThat(letters.letters())
        .filteredOn(letter -> letter.reasonClass().equals("unknown-kind"))
        .extracting(letter -> letter.element().path())
        .containsExactly("$[1].all[1]");
  }

  @Test
  void aTombstoneDeletesWhereItsKeyFits() {
    RecordType number =
        RecordType.named("n").key("id").column("id", ColumnType.INT64).tombstoneKey("id").build();
    PipelineBuilder both =
        branch(order().tombstoneKey("id"), "type", "order")
            .branch("numbers", b -> b.records(number).whereField("type", "n").rows(others));
    source.add(0, "{\"type\": \"order\", \"id\": \"p1\"}").add(0, "{\"type\": \"n\", \"id\": 1}");
    run(both);
    assertThat(rows.rows()).hasSize(1);
    tombstone("p1");
    assertThat(run(both).toString()).startsWith("1 read = 0 written + 1 deleted + 0 filtered");
    tombstone("1");
    assertThat(run(both).toString()).startsWith("2 read = 0 written + 2 deleted + 0 filtered");

    assertThat(rows.rows()).isEmpty();
    assertThat(others.rows()).isEmpty();
    assertThat(reasons()).isEmpty();
  }

  @Test
  void aTombstoneWhoseKeyFitsNowhereIsOfAnUnknownKind() {
    tombstone(" ");
    run(branch(order().tombstoneKey("id"), "type", "order"));
    assertThat(reasons()).containsExactly("unknown-kind");
    source.rewind();
    RunReport report = run(branch(order().tombstoneKey("id"), "type", "order").unknownFiltered());
    assertThat(report.toString()).startsWith("1 read = 0 written + 1 filtered");
  }

  private void tombstone(String key) {
    Instant time = Instant.parse("2026-02-01T00:00:00Z");
    source.add(name, 0, time, key.getBytes(UTF_8), null, List.of());
  }
}
