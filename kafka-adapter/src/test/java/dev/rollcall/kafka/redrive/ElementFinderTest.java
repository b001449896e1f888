package dev.rollcall.kafka.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.pipeline.ElementRedrive;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetter.Stage;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.Texts;
import dev.rollcall.kafka.deadletter.StoredLetter;
import dev.rollcall.kafka.deadletter.StoredLetter.Payload;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementFinderTest {

  private static final String OWN = "{\"name\": \"Own\", \"guests\": [{\"name\": \"Ada\"}]}";

  private final ElementRedrive.Finder elements =
      new ElementRedrive.Finder(RedriveWorld.GUESTS, true);

  @Test
  void anObjectThatHoldsOthersGoesToASinkButToNoTopic() {
    byte[] json = ("[" + OWN + ", {\"name\": \"Eve\"}]").getBytes(UTF_8);

    assertThat(find(letter(Stage.SINK, 1), json))
        .satisfies(
            found -> {
              assertThat(found.refusal()).isEmpty();
              assertThat(found.bytes()).isEqualTo(OWN.getBytes(UTF_8));
            });
    assertThat(find(letter(Stage.MAP, 1), json))
        .satisfies(
            found -> {
              assertThat(found.refusal()).contains("element 1, $[0], holds others");
              assertThat(found.bytes()).isNull();
            });
  }

  private ElementRedrive.Finder.Found find(StoredLetter stored, byte[] json) {
    return elements.find(stored.letter(), stored.form(), json);
  }

  private static StoredLetter letter(Stage stage, int ordinal) {
    String sha256 = Texts.sha256(OWN.getBytes(UTF_8));
    return new StoredLetter(
        new DeadLetter(
            new SourcePartition("topic-id", 1),
            "guests",
            7,
            ordinal,
            stage,
            stage == Stage.SINK ? "picky" : "",
            "refused",
            "a reason",
            1,
            Instant.EPOCH,
            null,
            null,
            List.of(),
            "",
            new DeadLetter.Element("$[0]", sha256, ""),
            false),
        Payload.KEPT,
        "",
        2);
  }
}
