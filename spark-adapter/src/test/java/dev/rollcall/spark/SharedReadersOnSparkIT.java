package dev.rollcall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.load.KafkaLoad;
import dev.rollcall.kafka.load.LoadRecord;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.server.TestServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ranges of a run have in common. */
@Tag("long")
class SharedReadersOnSparkIT {

  private static final int RECORDS = 3;
  private static final int ELEMENTS = 12_000;

  /** The first 10,000 elements, and one in 64 of the others. */
  private static final long LEAST = 10_000;

  private static final AtomicInteger FAILURES = new AtomicInteger();

  private final String name = "r" + UUID.randomUUID().toString().replace("-", "");
  private final KafkaTopic topic =
      KafkaTopic.named(name).bootstrapServers(TestServers.kafka().bootstrapServers());
  @TempDir Path folder;

  @BeforeEach
  void aTopicOfRecordsOfManyElements() {
    KafkaTopics.create(topic, 1);
    try (KafkaLoad load = KafkaLoad.open(topic, name)) {
      load.page(
          0,
          IntStream.range(0, RECORDS)
              .mapToObj(record -> new LoadRecord("record-" + record, elements(record)))
              .toList());
      load.finish();
    }
  }

  private static byte[] elements(int record) {
    return IntStream.range(0, ELEMENTS)
        .mapToObj(i -> "{\"id\":\"" + record + "-" + i + "\",\"hat\":1}")
        .collect(Collectors.joining(",", "[", "]"))
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void allNamesAreNotedOfTheFirstElementsOfARunNotOfEachRange() {
    FAILURES.set(0);
    assertNotedOnce(coverage());
  }

  @Test
  void theNamesThatAFailedTaskHadNotedAreNotedWhenItIsTriedAgain() {
    FAILURES.set(1);
    assertNotedOnce(coverage());
    assertThat(FAILURES).as("the first task has failed").hasNegativeValue();
  }

  private static void assertNotedOnce(Coverage coverage) {
    assertThat(coverage.elements()).isEqualTo(RECORDS * ELEMENTS);
    assertThat(coverage.columns().get(0).filled()).isEqualTo(RECORDS * ELEMENTS);
    assertThat(coverage.seen().unknown().get("hat")).isBetween(LEAST, 2 * LEAST - 1);
  }

  /** Of a batch for each record. */
  private Coverage coverage() {
    StoreHook once =
        step -> {
          if (FAILURES.getAndDecrement() > 0) {
            throw new IllegalStateException("the executor is lost");
          }
        };
    Pipeline pipeline =
        Pipeline.named("guests")
            .records(
                RecordType.named("guest")
                    .key("id")
                    .column("id", ColumnType.STRING)
                    .from("id")
                    .build())
            .rows(once.rows(InMemoryRows.named(name)))
            .deadLetters(InMemoryDeadLetters.named(name))
            .build();
    try (SparkRun run =
        SparkPipelines.on(TestSpark.session())
            .option("maxOffsetsPerTrigger", "1")
            .checkpoint(folder.resolve("checkpoint").toString())
            .startAvailableNow(pipeline, topic)) {
      return run.awaitEnd().coverage();
    }
  }
}
