package dev.rollcall.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.cli.CommandRun;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.server.TestServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandIT {

  private static final int RECORDS = 30;

  private final String brokers = TestServers.kafka().bootstrapServers();
  private final String name = "replay-" + UUID.randomUUID();
  private final KafkaTopic topic = KafkaTopic.named(name).bootstrapServers(brokers);
  private final InMemoryRows rows = InMemoryRows.named(name);
  private final InMemoryAggregates aggregates = InMemoryAggregates.named(name);

  @TempDir Path folder;

  @BeforeEach
  void load() {
    KafkaTopics.create(topic, 2);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        byte[] guest =
            "{\"id\":\"g%d\",\"country\":\"%s\"}"
                .formatted(i, i % 3 == 0 ? "de" : "fr")
                .getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(name, i % 2, null, guest));
      }
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "nothing else has /dev/full")
  void figuresThatCannotBeWrittenDoNotHideThatTheOffsetsMoved() throws Exception {
    run();

    CommandRun command = replay("--from-beginning", "--json", "/dev/full");

    assertThat(command.code()).isEqualTo(2);
    assertThat(command.err()).contains("--json: cannot be written").contains("the offsets moved");
    assertThat(run().read()).isEqualTo(RECORDS);
  }

  @Test
  void afterAReplayTheSamePipelineAppliesNothingTwice() throws Exception {
    RunReport first = run();
    List<Map<String, Object>> results = List.copyOf(aggregates.results("by_country"));
    assertThat(first.aggregations().get("by_country")).isEqualTo(new RunReport.Applied(RECORDS, 0));
    assertThat(run().read()).as("committed, so nothing is left").isZero();

    Path json = folder.resolve("plan.json");
    CommandRun dry = replay("--from-beginning", "--dry-run", "--json", json.toString());
    assertThat(dry.code()).isZero();
    assertThat(dry.err()).contains("30 records would be read again at most; nothing was changed");
    JsonNode plan = new ObjectMapper().readTree(json.toFile());
    assertThat(plan.get("applied").asBoolean()).isFalse();
    assertThat(plan.get("read_again").asLong()).isEqualTo(RECORDS);
    assertThat(plan.get("partitions")).hasSize(2);
    assertThat(run().read()).as("a dry run changes nothing").isZero();

    CommandRun replay = replay("--from-beginning");
    assertThat(replay.code()).isZero();
    assertThat(replay.out().lines().map(line -> line.strip().split(" +")))
        .containsExactly(
            new String[] {"partition", "log_start", "log_end", "committed", "target", "read_again"},
            new String[] {"0", "0", "15", "15", "0", "15"},
            new String[] {"1", "0", "15", "15", "0", "15"});
    RunReport again = run();

    assertThat(again.read()).isEqualTo(RECORDS);
    assertThat(again.aggregations().get("by_country")).isEqualTo(new RunReport.Applied(0, RECORDS));
    assertThat(List.copyOf(aggregates.results("by_country"))).isEqualTo(results);
    assertThat(rows.rows()).hasSize(RECORDS);
  }

  @Test
  void offsetsAndTimesThatMakeNoSenseAreWrongUse() {
    run();
    assertWrong("got '1', expected partition:offset", "--from-offsets", "1");
    assertWrong("partition 0 comes twice", "--from-offsets", "0:1,0:2");
    assertWrong("partition 9: there is none", "--from-offsets", "9:1");
    assertWrong("expected a time with its zone", "--from-timestamp", "yesterday");
    assertWrong("--from-timestamp", "--dry-run");
    assertThat(run().read()).isZero();
  }

  private void assertWrong(String message, String... options) {
    CommandRun run = replay(options);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  private CommandRun replay(String... options) {
    return CommandRun.with(
        "",
        Map.of("ROLLCALL_KAFKA", brokers),
        Stream.concat(Stream.of("replay", "--topic", name, "--group", name), Stream.of(options))
            .toArray(String[]::new));
  }

  private RunReport run() {
    Pipeline pipeline =
        Pipeline.named("guest-list")
            .records(
                RecordType.named("guest")
                    .key("id")
                    .column("id", ColumnType.STRING)
                    .from("id")
                    .column("country", ColumnType.STRING)
                    .from("country")
                    .build())
            .rows(rows)
            .aggregate(Aggregation.named("by_country").groupBy("country").count())
            .into(aggregates)
            .deadLetters(InMemoryDeadLetters.named(name))
            .build();
    try (RecordSource source = KafkaSource.of(topic).group(name).open()) {
      return PipelineRunner.runUntilCaughtUp(pipeline, source);
    }
  }
}
