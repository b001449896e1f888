package dev.rollcall.core.internal.process;

import static dev.rollcall.core.pipeline.Guests.envelope;
import static dev.rollcall.core.pipeline.Guests.guest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.pipeline.ErrorPolicy;
import dev.rollcall.core.pipeline.Guests;
import dev.rollcall.core.pipeline.PickySink;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class PartitionProcessorTest {

  private static final SourcePartition PARTITION = new SourcePartition("topic-id", 3);

  private Guests guests;

  @BeforeEach
  void ports(TestInfo test) {
    guests = new Guests(test.getDisplayName(), 1);
  }

  @Test
  void everyElementIsAccountedFor() {
    Pipeline pipeline =
        guests
            .pipeline()
            .where(row -> row.isNull("age") || row.getLong("age") >= 18)
            .derived(
                "decade",
                ColumnType.INT64,
                (row, time) ->
                    "atlantis".equals(row.getString("country"))
                        ? null
                        : 10 * (row.getLong("age") / 10))
            .rows(PickySink.refusing(guests.name, row -> row.getLong("age") == 66))
            .build();
    PartitionProcessor processor = processor(pipeline);
    processor.process(
        record(0, envelope(guest("a", "de", 40), guest("b", "de", 17), guest("c", "fr", 66))));
    processor.process(record(1, "{\"id\":\"d\",\"country\":"));
    processor.process(record(2, "{\"country\":\"de\",\"age\":30}"));
    processor.process(new SourceRecord(PARTITION, "users", 3, Instant.EPOCH, null, null));
    processor.process(
        record(4, envelope("{\"id\":\"e\",\"country\":\"fr\"}", guest("f", "atlantis", 20), "7")));

    RunReport report = processor.flush().report();

    assertThat(report.read()).isEqualTo(9);
    assertThat(report.written()).isEqualTo(2);
    assertThat(report.filtered()).isEqualTo(2);
    assertThat(report.deadLettered()).isEqualTo(5);
    assertThat(report.sinkRejected()).isEqualTo(1);
    assertThat(report.reasons())
        .containsEntry("malformed-json", 1L)
        .containsEntry("missing-value", 1L)
        .containsEntry("function-failed", 1L)
        .containsEntry("not-an-object", 1L)
        .containsEntry("sink-rejected", 1L)
        .hasSize(5);
    assertThat(report.aggregations().get("by_country")).isEqualTo(new RunReport.Applied(3, 0));
    assertThat(report.balances()).isTrue();
    assertThat(guests.count("fr")).as("a row that a sink refuses is aggregated").isEqualTo(1);
    assertThat(guests.rows.find("c")).as("and written to the other sink").isPresent();
    assertThat(processor.flush().report()).as("nothing is counted again").isEqualTo(emptyReport());
  }

  private static RunReport emptyReport() {
    return new RunReport(
        0, 0, 0, 0, 0, Map.of("by_country", new RunReport.Applied(0, 0)), Map.of());
  }

  @Test
  void aDeadLetterSaysWhereAndNothingSecret() {
    PartitionProcessor processor =
        processor(
            guests
                .pipeline()
                .where(
                    row -> {
                      if ("bad".equals(row.getString("country"))) {
                        throw new IllegalStateException("cannot take " + row.getString("email"));
                      }
                      return true;
                    })
                .rows(PickySink.refusing(guests.name, row -> row.getLong("age") > 100))
                .build());
    processor.process(record(1205, "hunter2"));
    processor.process(
        record(
            1206,
            envelope(guest("a", "de", 40), "{\"id\":\"b\",\"age\":\"hunter2@example.org\"}")));
    processor.process(record(1207, guest("c", "bad", 1)));
    processor.process(record(1208, guest("d", "de", 101)));
    processor.flush();

    assertThat(guests.letters.letters())
        .extracting(DeadLetter::id)
        .containsExactlyInAnyOrder(
            "topic-id-3@1205#0/decode",
            "topic-id-3@1206#1/map",
            "topic-id-3@1207#0/transform",
            "topic-id-3@1208#0/sink/picky:" + guests.name);
    assertThat(guests.letters.letters())
        .allSatisfy(
            letter -> {
              assertThat(letter.reason())
                  .endsWith("users-3@" + letter.offset() + "#" + letter.ordinal())
                  .doesNotContain("c@example.org");
              assertThat(letter.value()).isNull();
              assertThat(letter.sha256()).hasSize(64);
              assertThat(letter.attempt()).isEqualTo(1);
            });
    assertThat(letter(1205).reason()).doesNotContain("hunter2");
    assertThat(letter(1207).reason())
        .contains("IllegalStateException")
        .doesNotContain("cannot take");
    assertThat(letter(1208).reason()).startsWith("picky:" + guests.name + ": does not fit");
  }

  private DeadLetter letter(long offset) {
    return guests.letters.letters().stream()
        .filter(letter -> letter.offset() == offset)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSinkGetsOfEachKeyTheNewestOfTheFlush() {
    PickySink sink = PickySink.refusing(guests.name, row -> false);
    PartitionProcessor processor = processor(guests.pipeline().rows(sink).build());
    processor.process(
        record(0, envelope(guest("a", "de", 1), guest("a", "de", 2), guest("b", "de", 3))));
    processor.process(record(1, guest("a", "de", 4)));
    RunReport report = processor.flush().report();

    assertThat(ages(sink)).containsExactly(List.of(4L, 3L));
    assertThat(report.written()).as("all are accepted, the older as replaced").isEqualTo(4);
    assertThat(guests.count("de")).isEqualTo(4);
  }

  @Test
  void theNewerTimestampWinsWhateverTheOffset() {
    PartitionProcessor processor = processor(guests.pipeline().build());
    processor.process(at(0, 2_000, guest("a", "de", 1)));
    processor.process(at(1, 1_000, guest("a", "de", 2)));
    processor.flush();
    assertThat(guests.rows.find("a").orElseThrow().getLong("age")).isEqualTo(1);
  }

  @Test
  void ifTheNewestIsRefusedTheOneBeforeIsWritten() {
    PickySink sink = PickySink.refusing(guests.name, row -> row.getLong("age") >= 3);
    PartitionProcessor processor = processor(guests.pipeline().rows(sink).build());
    for (int i = 0; i < 5; i++) {
      processor.process(record(i, guest("a", "de", i)));
    }
    RunReport report = processor.flush().report();
    assertThat(ages(sink)).containsExactly(List.of(4L), List.of(3L), List.of(2L));
    assertThat(report.sinkRejected()).isEqualTo(2);
    assertThat(report.written()).isEqualTo(3);
  }

  @Test
  void aKeyOfBytesIsComparedByItsBytes() {
    PickySink sink = PickySink.refusing(guests.name, row -> false);
    Pipeline pipeline =
        Pipeline.named("bytes")
            .records(
                RecordType.named("blob")
                    .key("id")
                    .column("id", ColumnType.BYTES)
                    .from("id")
                    .build())
            .rows(sink)
            .rows(guests.rows)
            .build();
    PartitionProcessor processor = processor(pipeline);
    processor.process(record(0, "{\"id\":\"AAEC\"}"));
    processor.process(record(1, "{\"id\":\"AAEC\"}"));
    processor.flush();
    assertThat(sink.batches()).hasSize(1);
    assertThat(sink.batches().get(0)).hasSize(1);
    assertThat(guests.rows.rows()).hasSize(1);
    assertThat(guests.rows.find(new byte[] {0, 1, 2})).isPresent();
  }

  @Test
  void aDerivedValueThatDoesNotFitIsADeadLetterOfItsElementOnly() {
    PartitionProcessor processor =
        processor(
            guests
                .pipeline()
                .derived("share", ColumnType.FLOAT64, (row, time) -> 1.0 / row.getLong("age"))
                .derived(
                    Column.decimal("price", 6, 2),
                    (row, time) -> new BigDecimal(row.getLong("age") == 7 ? "1e999999999" : "1.5"))
                .derived(
                    "text", ColumnType.STRING, (row, time) -> row.getLong("age") == 8 ? 8 : "text")
                .build());
    processor.process(record(0, guest("a", "de", 0)));
    processor.process(record(1, guest("b", "de", 7)));
    processor.process(record(2, guest("c", "de", 8)));
    processor.process(record(3, guest("d", "de", 9)));
    RunReport report = processor.flush().report();

    assertThat(report.reasons()).containsExactlyEntriesOf(Map.of("wrong-type", 3L));
    assertThat(letter(0).reason())
        .startsWith(
            "column 'share': its function gave a number that is not finite, expected FLOAT64");
    assertThat(letter(1).reason()).contains("expected DECIMAL(6,2)");
    assertThat(letter(2).reason()).contains("gave a Integer, expected STRING");
    Row row = guests.rows.find("d").orElseThrow();
    assertThat(row.get("price")).isEqualTo(new BigDecimal("1.50"));
  }

  @Test
  void aColumnMisspeltInAFunctionStopsTheRunInsteadOfRefusingEveryRow() {
    PartitionProcessor processor =
        processor(guests.pipeline().where(row -> row.getLong("agee") >= 18).build());
    assertThatThrownBy(() -> processor.process(record(0, guest("a", "de", 40))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no column 'agee'; did you mean 'age'?");
  }

  @Test
  void recordsOfAnotherPartitionAndFallingOffsetsAreRefused() {
    PartitionProcessor processor = processor(guests.pipeline().build());
    assertThat(processor.flush().nextOffset()).isEqualTo(-1);
    assertThat(processor.partition()).isEqualTo(PARTITION);
    processor.process(record(5, guest("a", "de", 1)));
    processor.process(record(9, guest("a", "de", 1)));
    assertThat(processor.flush().nextOffset()).as("gaps are allowed").isEqualTo(10);
    assertThatThrownBy(() -> processor.process(record(9, guest("a", "de", 1))))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("got users-3@9, expected partition topic-id-3 from offset 10 on");
    SourceRecord other =
        new SourceRecord(
            new SourcePartition("topic-id", 2), "users", 11, Instant.EPOCH, null, null);
    assertThatThrownBy(() -> processor.process(other)).isInstanceOf(FatalException.class);
    SourceRecord recreated =
        new SourceRecord(
            new SourcePartition("other-id", 3), "users", 11, Instant.EPOCH, null, null);
    assertThatThrownBy(() -> processor.process(recreated)).isInstanceOf(FatalException.class);
  }

  @Test
  void aSealedBufferHasItsOwnOffsetAccountsAndLettersWhateverIsReadMeanwhile() {
    PickySink sink = PickySink.refusing(guests.name, row -> row.getLong("age") == 66);
    PartitionProcessor processor = processor(guests.pipeline().rows(sink).build());
    processor.process(record(0, envelope(guest("a", "de", 40), guest("b", "fr", 66))));
    processor.process(record(1, "not json"));
    SealedBuffer sealed = processor.seal();
    processor.process(record(2, guest("c", "de", 30)));
    processor.process(record(3, "not json either"));

    FlushResult first = processor.flush(sealed);
    assertThat(first.nextOffset()).isEqualTo(2);
    assertThat(first.report().read()).isEqualTo(3);
    assertThat(first.report().written()).isEqualTo(1);
    assertThat(first.report().reasons())
        .isEqualTo(Map.of("malformed-json", 1L, "sink-rejected", 1L));
    assertThat(guests.letters.letters())
        .extracting(letter -> letter.offset() + letter.element().path())
        .containsExactlyInAnyOrder("0$.results[1]", "1$");
    assertThat(guests.rows.find("c")).isEmpty();
    assertThat(guests.count("de")).isEqualTo(1);

    FlushResult second = processor.flush();
    assertThat(second.nextOffset()).isEqualTo(4);
    assertThat(second.report().read()).isEqualTo(2);
    assertThat(second.report().aggregations().get("by_country"))
        .as("nothing of the first")
        .isEqualTo(new RunReport.Applied(1, 0));
    assertThat(guests.count("de")).isEqualTo(2);
  }

  @Test
  void aBufferIsRefusedWhileTheOneBeforeItIsNotDurable() {
    PartitionProcessor processor = processor(guests.pipeline().build());
    processor.process(record(0, guest("a", "de", 40)));
    SealedBuffer first = processor.seal();
    processor.process(record(1, guest("b", "de", 40)));
    SealedBuffer second = processor.seal();
    assertThat(second.from()).isEqualTo(first.next()).isEqualTo(1);
    assertThatThrownBy(() -> processor.flush(second))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("got a buffer from offset 1 on, expected one from -1");
    assertThat(guests.rows.rows()).isEmpty();
    processor.flush(first);
    assertThatThrownBy(() -> processor.flush(first)).isInstanceOf(IllegalStateException.class);
    assertThat(processor.flush(second).nextOffset()).isEqualTo(2);
    assertThat(guests.count("de")).isEqualTo(2);
  }

  @Test
  void rowsThatASinkRejectsCountAgainstThePolicyWhileItReadsOn() {
    PickySink sink = PickySink.refusing(guests.name, row -> true);
    Pipeline pipeline =
        guests.pipeline().onError(ErrorPolicy.deadLetter().withMaxErrors(1)).rows(sink).build();
    PartitionProcessor processor = processor(pipeline);
    processor.process(record(0, guest("a", "de", 40)));
    SealedBuffer sealed = processor.seal();
    processor.process(record(1, guest("b", "de", 40)));
    assertThat(processor.flush(sealed).report().sinkRejected()).isEqualTo(1);
    assertThatThrownBy(() -> processor.process(record(2, "not json")))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("2 of 3 elements cannot be used; the last: malformed JSON");
  }

  @Test
  void itAsksForAFlushAtEitherBound() {
    PartitionProcessor byElements = processor(guests.pipeline().flushAt(3, 1 << 20).build());
    byElements.process(record(0, envelope(guest("a", "de", 1), guest("b", "de", 1))));
    assertThat(byElements.shouldFlush()).isFalse();
    byElements.process(record(1, "malformed"));
    assertThat(byElements.shouldFlush()).as("letters wait too").isTrue();
    byElements.flush();
    assertThat(byElements.shouldFlush()).isFalse();

    PartitionProcessor byBytes = processor(guests.pipeline().flushAt(1_000, 1_000).build());
    byBytes.process(record(0, guest("a", "de", 1)));
    assertThat(byBytes.shouldFlush()).isFalse();
    byBytes.process(record(1, guest("x".repeat(900), "de", 1)));
    assertThat(byBytes.shouldFlush()).isTrue();
    byBytes.flush();
    assertThat(byBytes.shouldFlush()).isFalse();
  }

  private static List<List<Long>> ages(PickySink sink) {
    return sink.batches().stream()
        .map(batch -> batch.stream().map(row -> row.row().getLong("age")).toList())
        .toList();
  }

  private static PartitionProcessor processor(Pipeline pipeline) {
    return new PartitionProcessor(
        CompiledPipeline.of(pipeline),
        PipelinePorts.open(CompiledPipeline.of(pipeline)),
        PARTITION);
  }

  private static SourceRecord record(long offset, String json) {
    return at(offset, offset, json);
  }

  private static SourceRecord at(long offset, long millis, String json) {
    return new SourceRecord(
        PARTITION,
        "users",
        offset,
        Instant.ofEpochMilli(millis),
        null,
        json.getBytes(StandardCharsets.UTF_8));
  }
}
