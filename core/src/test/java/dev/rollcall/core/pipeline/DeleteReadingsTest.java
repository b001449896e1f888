package dev.rollcall.core.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.DeleteMessage;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline.DeleteReading;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeleteReadingsTest {

  private static final String SECRET = "hildegunst";
  private static final RecordType ORDER = order().deletedWhere("deleted", "true").build();
  private static final RecordType LINE =
      RecordType.named("line")
          .items("lines")
          .key("order_id", "line")
          .column("order_id", ColumnType.STRING)
          .from("$.order_id")
          .itemIndex("line")
          .build();

  private static final Pipeline SHOP =
      Pipeline.named("shop")
          .branch("orders", b -> b.records(ORDER).whereField("type", "order").rows(rows("orders")))
          .branch(
              "lines",
              b -> b.records(LINE).whereField("type", "order").rows(rows("lines")).partOf("orders"))
          .branch("sent", b -> b.records(ORDER).fromTopic("sent").rows(rows("sent")))
          .branch("paid", b -> b.records(ORDER).whereHeader("kind", "paid").rows(rows("paid")))
          .branch("copies", b -> b.records(order().build()).rows(rows("copies")))
          .branch(
              "customers",
              b ->
                  b.records(
                          RecordType.named("customer")
                              .key("customer")
                              .column("customer", ColumnType.STRING)
                              .build())
                      .rows(rows("customers")))
          .deadLetters(InMemoryDeadLetters.named("readings"))
          .build();

  private static RecordTypeBuilder order() {
    return RecordType.named("order").key("order_id").column("order_id", ColumnType.STRING);
  }

  private static InMemoryRows rows(String name) {
    return InMemoryRows.named("readings-" + name);
  }

  private static DeleteMessage message(String type) {
    String json = "{%s\"order_id\": \"%s\", \"deleted\": true}".formatted(type, SECRET);
    return DeleteMessage.read(ORDER, null, json.getBytes(UTF_8));
  }

  private static List<String> keeping(List<DeleteReading> readings) {
    return readings.stream()
        .filter(DeleteReading::keepsRow)
        .map(each -> each.branch() + ": " + each.refusal())
        .toList();
  }

  @Test
  void aBranchThatTakesAnotherKindDoesNotTakeTheDeleteAndKeepsItsRow() {
    List<DeleteReading> readings = SHOP.readings("shop", message(""));

    assertThat(readings).allMatch(each -> each.delete().isEmpty());
    assertThat(keeping(readings))
        .hasSize(5)
        .noneMatch(each -> each.contains(SECRET))
        .anyMatch(
            each ->
                each.startsWith("orders: order: got an element of another kind")
                    && each.endsWith("; it takes field type = \"order\""))
        .anyMatch(each -> each.startsWith("lines: record type 'line' makes rows of the items"))
        .anyMatch(
            each -> each.equals("sent: got a message of another kind; it takes topic = \"sent\""))
        .anyMatch(
            each ->
                each.equals(
                    "paid: got a message of another kind; it takes header \"kind\" = \"paid\""))
        .anyMatch(each -> each.startsWith("copies: record type 'order' declares no deletes"));
  }

  @Test
  void partsGoWithTheRowThatIsTakenAndOthersOfTheKeyStay() {
    List<DeleteReading> readings = SHOP.readings("sent", message("\"type\": \"order\", "));

    assertThat(readings.stream().filter(each -> each.delete().isPresent()))
        .extracting(DeleteReading::branch)
        .containsExactly("orders", "sent");
    assertThat(readings.get(0).delete().orElseThrow().row().get("order_id")).isEqualTo(SECRET);
    assertThat(keeping(readings))
        .extracting(each -> each.substring(0, each.indexOf(':')))
        .containsExactly("paid", "copies");
  }
}
