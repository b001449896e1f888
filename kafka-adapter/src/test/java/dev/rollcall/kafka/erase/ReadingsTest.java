package dev.rollcall.kafka.erase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.DeleteMessage;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingsTest {

  private static final RecordType ORDER =
      RecordType.named("order")
          .key("id")
          .column("id", ColumnType.STRING)
          .deletedWhere("deleted", "true")
          .build();

  private static final Pipeline SHOP =
      Pipeline.named("shop")
          .branch(
              "placed",
              b -> b.records(ORDER).whereField("type", "order").rows(InMemoryRows.named("placed")))
          .branch(
              "paid",
              b -> b.records(ORDER).whereField("type", "paid").rows(InMemoryRows.named("paid")))
          .deadLetters(InMemoryDeadLetters.named("readings"))
          .build();

  private static DeleteMessage message(String json) {
    return DeleteMessage.read(ORDER, null, json.getBytes(UTF_8));
  }

  @Test
  void whatABranchDoesNotTakeIsNamedBesideWhatAnotherTakes() {
    Readings read =
        Readings.of(
            List.of(SHOP),
            "shop",
            message("{\"id\": \"ada\", \"type\": \"order\", \"deleted\": true}"));

    assertThat(read.deletes()).containsOnlyKeys("pipeline 'shop', branch 'placed'");
    assertThat(read.limits())
        .singleElement()
        .asString()
        .startsWith("pipeline 'shop', branch 'paid' keeps its row of this key")
        .contains("it takes field type = \"paid\"")
        .doesNotContain("ada");
  }

  @Test
  void aPipelineOfWhichNoBranchTakesItIsRefused() {
    DeleteMessage ofTheKeyAlone = DeleteMessage.of(ORDER, "ada");

    assertThatThrownBy(() -> Readings.of(List.of(SHOP), "shop", ofTheKeyAlone))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("pipeline 'shop' would not take the message for a delete: branch")
        .hasMessageContaining("branch 'placed': order: got an element of another kind")
        .hasMessageContaining("it takes field type = \"order\"")
        .hasMessageContaining("branch 'paid': ")
        .hasMessageNotContaining("ada");
  }
}
