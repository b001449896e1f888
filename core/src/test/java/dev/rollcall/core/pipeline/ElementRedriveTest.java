package dev.rollcall.core.pipeline;

import static dev.rollcall.core.pipeline.Guests.envelope;
import static dev.rollcall.core.pipeline.Guests.guest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class ElementRedriveTest {

  private static final SourcePartition PARTITION = new SourcePartition("topic-id", 3);

  private Guests guests;

  @BeforeEach
  void ports(TestInfo test) {
    guests = new Guests(test.getDisplayName(), 1);
  }

  @Test
  void whatFailsIsToldAsWhenItIsRead() {
    Pipeline pipeline =
        guests
            .pipeline()
            .where(row -> true)
            .where(row -> !"fr".equals(row.getString("country").toString()))
            .derived(
                "decade", ColumnType.INT64, (row, time) -> row.getLong("age") == 7 ? "seven" : 1L)
            .require("an age of at most 125", (row, time) -> row.getLong("age") <= 125)
            .cleaned("country", text -> text.equals("xx") ? text.substring(7) : text)
            .build();
    String[] elements = {
      "{\"id\":\"a\",\"age\":1}",
      guest("b", "de", 7),
      guest("c", "de", 126),
      guest("d", "xx", 20),
      "{\"id\":\"e\",\"age\":\"old\"}",
      guest("f", "fr", 20),
      guest("g", "de", 20)
    };
    PartitionProcessor processor =
        new PartitionProcessor(
            CompiledPipeline.of(pipeline),
            PipelinePorts.open(guests.pipeline().build().compiled()),
            PARTITION);
    processor.process(record(envelope(elements)));
    processor.flush();

    assertThat(again(pipeline, elements, 0)).startsWith("function-failed: where #2: its function");
    assertThat(again(pipeline, elements, 0)).endsWith("failed with NullPointerException");
    assertThat(again(pipeline, elements, 1))
        .isEqualTo("wrong-type: column 'decade': its function gave a String, expected INT64");
    assertThat(again(pipeline, elements, 2))
        .isEqualTo("rule-broken: expected an age of at most 125");
    assertThat(again(pipeline, elements, 3))
        .isEqualTo(
            "function-failed: cleaned column 'country': its function failed with"
                + " StringIndexOutOfBoundsException");
    assertThat(again(pipeline, elements, 4)).startsWith("wrong-type: column 'age'");
    assertThat(again(pipeline, elements, 5)).isEqualTo("FILTERED");
    assertThat(again(pipeline, elements, 6)).isEqualTo("WRITTEN");
    assertThat(guests.letters.letters())
        .hasSize(5)
        .allSatisfy(
            letter ->
                assertThat(letter.reasonClass() + ": " + letter.reason())
                    .isEqualTo(again(pipeline, elements, letter.ordinal()) + where(letter)));
  }

  @Test
  void anObjectThatHoldsOthersStandsForItselfAlone() {
    Pipeline pipeline = guests.pipeline().build();
    String own =
        envelope(guest("b", "de", 7), guest("c", "de", 8))
            .replace("{\"results", "{\"id\":\"a\",\"results");

    assertThat(again(pipeline, new String[] {own}, 0))
        .startsWith("ambiguous-envelope: guest: got an object that holds elements");
    assertThat(
            again(pipeline, new String[] {envelope(guest("b", "de", 7), guest("c", "de", 8))}, 0))
        .isEqualTo("no-such-element: got 2 elements, expected one");
    assertThat(guests.rows.rows()).isEmpty();
  }

  private static String where(DeadLetter letter) {
    return "; users-3@1205#" + letter.ordinal();
  }

  private static String again(Pipeline pipeline, String[] elements, int ordinal) {
    String sink = pipeline.compiled().outputs().get(0).name();
    try (ElementRedrive redrive = ElementRedrive.open(pipeline, "", sink)) {
      ElementRedrive.Result result = redrive.write(record(elements[ordinal]), ordinal);
      return result.outcome() == ElementRedrive.Outcome.REFUSED
          ? result.reasonClass() + ": " + result.reason()
          : result.outcome().toString();
    }
  }

  private static SourceRecord record(String json) {
    return new SourceRecord(
        PARTITION, "users", 1205, Instant.EPOCH, null, json.getBytes(StandardCharsets.UTF_8));
  }
}
