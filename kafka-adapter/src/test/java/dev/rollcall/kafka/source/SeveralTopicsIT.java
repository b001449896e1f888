package dev.rollcall.kafka.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.MessageField;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.deadletter.DeadLetterTopic;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.LogRange;
import dev.rollcall.kafka.replay.ConsumerGroupReset;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.server.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several topics in one run of the engine in this JVM; all is counted again apart from it. */
class SeveralTopicsIT {

  private static final String SERVERS = TestServers.kafka().bootstrapServers();
  private static final Duration SOON = Duration.ofMinutes(2);

  private final String prefix = "several-" + UUID.randomUUID();
  private final InMemoryRows rows = InMemoryRows.named(prefix);
  private final InMemoryAggregates counts = InMemoryAggregates.named(prefix);
  private final Producer<byte[], byte[]> producer = KafkaClients.producer(topic("any"));

  /** What was sent: amounts by topic and key, the last of a key. */
  private final Map<String, Long> sent = new TreeMap<>();

  private final Map<String, Long> sums = new TreeMap<>();

  private KafkaTopic topic(String name) {
    return KafkaTopic.named(prefix + "-" + name).bootstrapServers(SERVERS);
  }

  @AfterEach
  void close() {
    producer.close();
  }

  @Test
  void aListOfTopicsIsReadInOneRun() {
    create("eu", 4);
    create("us", 2);
    send("eu", 0, 4, 100);
    send("us", 0, 2, 60);
    KafkaTopicSet both =
        KafkaTopicSet.named(prefix + "-eu", prefix + "-us").bootstrapServers(SERVERS);
    try (PipelineRunner run = PipelineRunner.start(pipeline().build(), source(both))) {
      run.awaitCaughtUp();
      assertRecounted();
      send("us", 0, 2, 10);
      run.awaitCaughtUp();
      assertRecounted();
      assertThat(run.status().lag()).isZero();
    }
    assertThatThrownBy(() -> ConsumerGroupReset.toBeginning(source(both)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("each topic alone");
  }

  @Test
  void aTopicThatIsMadeLaterAndPartitionsThatAreAddedJoinTheRun() throws Exception {
    create("eu", 4);
    send("eu", 0, 4, 100);
    // names that match, and must not be read: its own dead letters, and one that is excepted
    DeadLetterTopic letters =
        DeadLetterTopic.named(prefix + "-letters").bootstrapServers(SERVERS).autoCreate();
    create("test", 1);
    unrecorded("test", "none", "{\"amount\":1}");
    KafkaTopicSet all =
        KafkaTopicSet.matching(prefix + "-.*")
            .except(prefix + "-test")
            .bootstrapServers(SERVERS)
            .property("metadata.max.age.ms", "500");
    try (PipelineRunner run =
        PipelineRunner.start(pipeline().deadLetters(letters).build(), source(all))) {
      run.awaitCaughtUp();
      assertRecounted();
      unrecorded("eu", "bad", "{");
      create("us", 2);
      send("us", 0, 2, 40);
      try (Admin admin = KafkaClients.admin(topic("eu"))) {
        admin.createPartitions(Map.of(prefix + "-eu", NewPartitions.increaseTo(8))).all().get();
        // only a partition with a leader takes a producer's first batch for sure
        LogRange.of(admin, topic("eu"), 8);
      }
      send("eu", 0, 8, 200);
      until(() -> rows.rows().size() == sent.size());
      run.awaitCaughtUp();
      assertRecounted();
      assertThat(run.status().report().deadLettered()).isEqualTo(1);
      assertThat(run.status().partitions()).hasSize(10);
    }
    // and goes on with what was committed
    send("us", 0, 2, 10);
    try (PipelineRunner run =
        PipelineRunner.start(pipeline().deadLetters(letters).build(), source(all))) {
      until(() -> run.status().report().read() == 10);
      run.awaitCaughtUp();
      assertRecounted();
      assertThat(run.status().report().read()).isEqualTo(10);
    }
  }

  @Test
  void whereNothingMatchesYetTheRunWaits() {
    KafkaTopicSet all =
        KafkaTopicSet.matching(prefix + "-.*")
            .bootstrapServers(SERVERS)
            .property("metadata.max.age.ms", "500");
    try (PipelineRunner run = PipelineRunner.start(pipeline().build(), source(all))) {
      create("eu", 1);
      send("eu", 0, 1, 20);
      until(() -> rows.rows().size() == sent.size());
      run.awaitCaughtUp();
      assertRecounted();
    }
    KafkaTopicSet missing =
        KafkaTopicSet.named(prefix + "-eu", prefix + "-missing").bootstrapServers(SERVERS);
    assertThatThrownBy(() -> source(missing).open())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("there is no such topic");
  }

  @Test
  void aRebuildBeginsATopicThatJoinsItAtItsFirstOffset() {
    create("eu", 2);
    send("eu", 0, 2, 50);
    KafkaTopicSet all =
        KafkaTopicSet.matching(prefix + "-.*")
            .bootstrapServers(SERVERS)
            .property("metadata.max.age.ms", "500");
    try (PipelineRunner run = PipelineRunner.start(pipeline().build(), source(all))) {
      run.awaitCaughtUp();
    }
    Pipeline second = pipeline().version(2).rebuild().build();
    try (PipelineRunner run =
        PipelineRunner.start(second, KafkaSource.of(all).group(prefix + "-2"))) {
      run.awaitCaughtUp();
      create("us", 2);
      send("us", 0, 2, 30);
      until(() -> run.status().report().read() == 80);
      run.awaitCaughtUp();
      assertRecounted();
    }
  }

  @Test
  void deadLettersOfAnotherPipelineAreNotTakenForRecords() {
    create("eu", 1);
    unrecorded("eu", "bad", "{");
    DeadLetterTopic letters =
        DeadLetterTopic.named(prefix + "-letters").bootstrapServers(SERVERS).autoCreate();
    Pipeline other = pipeline().deadLetters(letters).build();
    try (PipelineRunner run =
        PipelineRunner.start(other, KafkaSource.of(topic("eu")).group(prefix + "-other"))) {
      run.awaitCaughtUp();
      assertThat(run.status().report().deadLettered()).isEqualTo(1);
    }
    KafkaTopicSet all = KafkaTopicSet.matching(prefix + "-.*").bootstrapServers(SERVERS);
    try (PipelineRunner run = PipelineRunner.start(pipeline().build(), source(all))) {
      assertThatThrownBy(run::awaitEnd)
          .isInstanceOf(FatalException.class)
          .hasMessageContainingAll("dead letters of Rollcall", ".except(\"" + prefix + "-letters");
    }
  }

  @Test
  void aTopicOfSeveralThatIsMadeAgainIsANamedHalt() throws Exception {
    create("eu", 1);
    create("us", 1);
    send("us", 0, 1, 5);
    KafkaTopicSet both =
        KafkaTopicSet.named(prefix + "-eu", prefix + "-us").bootstrapServers(SERVERS);
    try (PipelineRunner run = PipelineRunner.start(pipeline().build(), source(both))) {
      run.awaitCaughtUp();
      try (Admin admin = KafkaClients.admin(topic("eu"))) {
        admin.deleteTopics(List.of(prefix + "-eu")).all().get();
      }
      create("eu", 1);
      assertThatThrownBy(run::awaitEnd)
          .isInstanceOf(FatalException.class)
          .hasMessageContaining(prefix + "-eu")
          .hasMessageContaining("while it was read");
    }
  }

  private KafkaSource source(KafkaTopicSet topics) {
    return KafkaSource.of(topics).group(prefix);
  }

  private PipelineBuilder pipeline() {
    return Pipeline.named("several")
        .records(
            RecordType.named("order")
                .key("topic", "id")
                .column("topic", ColumnType.STRING)
                .from(MessageField.TOPIC)
                .column("id", ColumnType.STRING)
                .fromKey()
                .column("amount", ColumnType.INT64)
                .build())
        .rows(rows)
        .aggregate(Aggregation.named("counts").groupBy("topic").count().sum("amount"))
        .into(counts);
  }

  private void create(String name, int partitions) {
    KafkaTopics.create(topic(name), partitions);
  }

  /** Keys from all partitions, each sent again now and then. */
  private void send(String name, int from, int partitions, int records) {
    for (int i = 0; i < records; i++) {
      int partition = from + i % (partitions - from);
      String key = partition + "-" + i / 3;
      long amount = i * 7L + partition;
      String topic = prefix + "-" + name;
      producer.send(
          new ProducerRecord<>(
              topic,
              partition,
              key.getBytes(UTF_8),
              "{\"amount\":%d}".formatted(amount).getBytes(UTF_8)));
      sent.put(topic + " " + key, amount);
      sums.merge(topic, amount, Long::sum);
    }
    producer.flush();
  }

  private void unrecorded(String name, String key, String value) {
    producer.send(
        new ProducerRecord<>(prefix + "-" + name, 0, key.getBytes(UTF_8), value.getBytes(UTF_8)));
    producer.flush();
  }

  private void assertRecounted() {
    Map<String, Object> stored = new TreeMap<>();
    rows.rows()
        .forEach(row -> stored.put(row.get("topic") + " " + row.get("id"), row.get("amount")));
    assertThat(stored).isEqualTo(sent);
    Map<String, String> summed = new TreeMap<>();
    counts
        .results("counts")
        .forEach(
            result ->
                summed.put(
                    String.valueOf(result.get("topic")), String.valueOf(result.get("sum_amount"))));
    Map<String, String> expected = new TreeMap<>();
    sums.forEach((topic, sum) -> expected.put(topic, String.valueOf(sum)));
    assertThat(summed).isEqualTo(expected);
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within %s", SOON).isLessThan(end);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
