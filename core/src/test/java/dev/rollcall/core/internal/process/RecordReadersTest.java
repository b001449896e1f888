package dev.rollcall.core.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.internal.decode.CoverageCounter;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Guests;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What many partitions are read with. */
class RecordReadersTest {

  private static final int HALF = CoverageCounter.EXACT / 2;

  private final RecordReaders readers = RecordReaders.shared();

  private static SourceRecord record(PartitionProcessor to, long offset, String json) {
    return new SourceRecord(
        to.partition(),
        "guests",
        offset,
        Instant.EPOCH,
        null,
        json.getBytes(StandardCharsets.UTF_8));
  }

  private PartitionProcessor processor(Pipeline pipeline, int number) {
    return processor(pipeline, number, readers);
  }

  private static PartitionProcessor processor(
      Pipeline pipeline, int number, RecordReaders readers) {
    CompiledPipeline compiled = CompiledPipeline.of(pipeline);
    return new PartitionProcessor(
        compiled, PipelinePorts.open(compiled), new SourcePartition("guests", number), readers);
  }

  @Test
  void partitionsCountForThemselvesAndShareTheElementsWhoseNamesAreAllNoted(TestInfo test) {
    Pipeline pipeline = new Guests(test.getDisplayName(), 1).pipeline().build();
    PartitionProcessor first = processor(pipeline, 0);
    PartitionProcessor second = processor(pipeline, 1);
    PartitionProcessor late = processor(pipeline, 2);
    for (int i = 0; i < HALF; i++) {
      first.process(record(first, i, "{\"id\":\"a\",\"country\":\"de\",\"hat\":1}"));
      second.process(record(second, i, "{\"id\":\"b\",\"age\":7,\"shoe\":1}"));
    }
    for (int i = 0; i < 100; i++) {
      late.process(record(late, i, "{\"id\":\"c\",\"glove\":1}"));
    }

    Coverage ofFirst = first.flush().report().coverage();
    Coverage ofSecond = second.flush().report().coverage();
    assertThat(ofFirst.elements()).isEqualTo(HALF);
    assertThat(ofFirst.seen().unknown()).containsOnly(Map.entry("hat", (long) HALF));
    assertThat(ofFirst.columns().get(1).filled()).isEqualTo(HALF);
    assertThat(ofSecond.elements()).isEqualTo(HALF);
    assertThat(ofSecond.seen().unknown()).containsOnly(Map.entry("shoe", (long) HALF));
    assertThat(ofSecond.columns().get(1).filled()).isZero();
    assertThat(late.flush().report().coverage().seen().unknown())
        .as("the first, and one in 64")
        .containsOnly(Map.entry("glove", 2L));
  }

  @Test
  void whatAFailedProcessorHasNotedIsNotedByOthersInItsPlace(TestInfo test) {
    Pipeline pipeline = new Guests(test.getDisplayName(), 1).pipeline().build();
    RecordReaders one = readers.another();
    RecordReaders other = readers.another();
    noteHats(processor(pipeline, 0, one), HALF);
    one.keep();
    noteHats(processor(pipeline, 0, one), HALF);

    assertThat(hats(processor(pipeline, 1, other))).as("all are noted").isEqualTo(2);
    one.lose();
    one.lose();
    assertThat(hats(processor(pipeline, 1, other))).as("as many as were lost").isEqualTo(100);
    noteHats(processor(pipeline, 2, one), HALF - 100);
    assertThat(hats(processor(pipeline, 3, other))).as("and no more").isEqualTo(2);
  }

  private static void noteHats(PartitionProcessor processor, int records) {
    for (int i = 0; i < records; i++) {
      processor.process(record(processor, i, "{\"id\":\"a\",\"hat\":1}"));
    }
  }

  private static long hats(PartitionProcessor processor) {
    noteHats(processor, 100);
    return processor.flush().report().coverage().seen().unknown().get("hat");
  }

  @Test
  void eachThreadHasItsOwnUntilThatFails(TestInfo test) {
    RecordType type =
        RecordType.named("guest")
            .key("id")
            .column("id", ColumnType.STRING)
            .from("id")
            .derived(
                "name",
                ColumnType.STRING,
                (row, time) -> {
                  if (row.getString("id").equals("bad")) {
                    throw new StackOverflowError("planted");
                  }
                  return "x";
                })
            .build();
    Pipeline pipeline =
        Pipeline.named("guest-list")
            .records(type)
            .rows(InMemoryRows.named(test.getDisplayName()))
            .deadLetters(InMemoryDeadLetters.named(test.getDisplayName()))
            .build();
    RecordReaders.Reader reader = readers.of(CompiledPipeline.of(pipeline).branches().get(0));
    PartitionProcessor processor = processor(pipeline, 0);
    Object mine = reader.flattener();
    processor.process(record(processor, 0, "{\"id\":\"good\"}"));

    assertThat(reader.flattener()).isSameAs(mine);
    assertThat(CompletableFuture.supplyAsync(reader::flattener).join()).isNotSameAs(mine);
    assertThatThrownBy(() -> processor.process(record(processor, 1, "{\"id\":\"bad\"}")))
        .isInstanceOf(StackOverflowError.class);
    assertThat(reader.flattener()).isNotSameAs(mine);
  }
}
