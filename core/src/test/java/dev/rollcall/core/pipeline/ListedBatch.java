package dev.rollcall.core.pipeline;

import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A batch of texts: a list of parts. */
record ListedBatch(List<List<String>> content) implements BatchRun.Origin {

  @Override
  public String name() {
    return "listed";
  }

  @Override
  public List<BatchRun.Part> parts() {
    return IntStream.range(0, content.size())
        .mapToObj(
            i -> (BatchRun.Part) new TestPart(new SourcePartition("listed", i), content.get(i)))
        .toList();
  }

  private record TestPart(SourcePartition partition, List<String> texts) implements BatchRun.Part {
    @Override
    public void read(Consumer<SourceRecord> action) {
      for (int i = 0; i < texts.size(); i++) {
        action.accept(
            new SourceRecord(
                partition,
                "listed",
                i,
                Instant.EPOCH,
                null,
                texts.get(i).getBytes(StandardCharsets.UTF_8)));
      }
    }
  }
}
