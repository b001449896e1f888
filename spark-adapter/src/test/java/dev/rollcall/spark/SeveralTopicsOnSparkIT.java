package dev.rollcall.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.MessageField;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.SourceRecord.Header;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.server.TestServers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several topics and what their messages say: the same on Spark, in this JVM and in memory. */
class SeveralTopicsOnSparkIT {

  private static final String SERVERS = TestServers.kafka().bootstrapServers();
  private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

  private final String name = "s" + UUID.randomUUID().toString().replace("-", "");
  private final String eu = name + "-eu";
  private final String us = name + "-us";
  private final InMemorySource memory = InMemorySource.named(eu, 8).topic(us, 2);
  private final Producer<byte[], byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", SERVERS),
          new ByteArraySerializer(),
          new ByteArraySerializer());
  private int number;
  @TempDir Path folder;

  @AfterEach
  void close() {
    producer.close();
  }

  @Test
  void whatAMessageSaysIsTheSameOnBothEnginesAndInMemory() {
    create(eu, 4);
    create(us, 2);
    for (int i = 0; i < 120; i++) {
      send(i % 3 == 0 ? us : eu, i % 2, "k" + i % 20, "{\"amount\":" + i + "}", "t" + i);
    }
    send(eu, 0, "bad", "{", null);
    send(eu, 1, null, "{\"amount\":1}", null);
    send(us, 1, "k1", null, null);
    KafkaTopicSet both = KafkaTopicSet.named(eu, us).bootstrapServers(SERVERS);

    RunReport onSpark = stream(pipeline("spark"), both);
    RunReport onThisJvm;
    try (PipelineRunner run =
        PipelineRunner.start(pipeline("jvm"), KafkaSource.of(both).group(name))) {
      onThisJvm = run.awaitCaughtUp();
    }
    RunReport inMemory = PipelineRunner.runUntilCaughtUp(pipeline("memory"), memory);

    assertThat(onSpark).isEqualTo(onThisJvm).isEqualTo(inMemory);
    assertThat(onSpark.read()).isEqualTo(123);
    assertThat(onSpark.deadLettered()).isEqualTo(2);
    assertThat(rows("spark")).isEqualTo(rows("jvm")).isEqualTo(rows("memory")).isNotEmpty();
    assertThat(rows("spark")).anyMatch(row -> row.contains("2026-11-01T00:00:00.119Z"));
    assertThat(results("spark")).isEqualTo(results("jvm")).isEqualTo(results("memory"));
    assertThat(rows("batch")).isEmpty();
    SparkPipelines.on(TestSpark.session()).runBatch(pipeline("batch"), both);
    assertThat(rows("batch")).isEqualTo(rows("spark"));
  }

  @Test
  void aTopicThatIsMadeLaterAndPartitionsThatAreAddedJoinTheStream() throws Exception {
    KafkaTopicSet all = KafkaTopicSet.matching(name + "-.*").bootstrapServers(SERVERS);
    try (SparkRun run = spark().start(pipeline("spark"), all)) {
      run.awaitCaughtUp();
      create(eu, 4);
      for (int i = 0; i < 80; i++) {
        send(eu, i % 4, "k" + i, "{\"amount\":" + i + "}", "t");
      }
      until(run, 80);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", SERVERS))) {
        admin.createPartitions(Map.of(eu, NewPartitions.increaseTo(8))).all().get();
      }
      // only a partition with a leader takes a producer's first batch for sure
      KafkaTopic grown = KafkaTopic.named(eu).bootstrapServers(SERVERS);
      while (KafkaRecords.ends(grown).size() < 8) {
        Thread.sleep(50);
      }
      create(us, 2);
      for (int i = 0; i < 80; i++) {
        send(eu, i % 8, "n" + i, "{\"amount\":" + i + "}", "t");
        send(us, i % 2, "n" + i, "{\"amount\":" + i + "}", "t");
      }
      until(run, 240);
    }
    // goes on with the checkpoint, where both are known now
    send(us, 0, "last", "{\"amount\":7}", "t");
    assertThat(stream(pipeline("spark"), all).read()).isEqualTo(1);
    PipelineRunner.runUntilCaughtUp(pipeline("memory"), memory);
    assertThat(rows("spark")).isEqualTo(rows("memory")).hasSize(241);
    assertThat(results("spark")).isEqualTo(results("memory"));
  }

  @Test
  void aCheckpointOfOneTopicIsGoneOnWithAndOneOfSeveralKnowsThemAll() throws Exception {
    create(eu, 1);
    create(us, 1);
    send(eu, 0, "a", "{\"amount\":1}", null);
    KafkaTopic one = KafkaTopic.named(eu).bootstrapServers(SERVERS);
    try (SparkRun run = spark().startAvailableNow(pipeline("spark"), one)) {
      assertThat(run.awaitEnd().read()).isEqualTo(1);
    }
    send(eu, 0, "b", "{\"amount\":1}", null);
    send(us, 0, "a", "{\"amount\":1}", null);
    KafkaTopicSet both = KafkaTopicSet.named(eu, us).bootstrapServers(SERVERS);
    assertThat(stream(pipeline("spark"), both).read()).isEqualTo(2);

    create(name + "-asia", 1);
    KafkaTopicSet others = KafkaTopicSet.named(eu, name + "-asia").bootstrapServers(SERVERS);
    assertThatThrownBy(() -> stream(pipeline("spark"), others))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("positions of [" + us + "]", "new checkpoint");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", SERVERS))) {
      admin.deleteTopics(List.of(us)).all().get();
    }
    create(us, 1);
    assertThatThrownBy(() -> stream(pipeline("spark"), both))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("topic '" + us + "'", "made again");
  }

  @Test
  void rowsInSparkSqlHaveWhatTheMessageSaysToo() {
    create(us, 1);
    send(us, 0, "k", "{\"amount\":1}", "trace");
    List<Row> rows =
        SparkRows.flatten(
                TestSpark.session()
                    .read()
                    .format("kafka")
                    .option("kafka.bootstrap.servers", SERVERS)
                    .option("subscribe", us)
                    .option("includeHeaders", "true")
                    .load(),
                type())
            .select("topic", "id", "trace", "pos")
            .collectAsList();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).mkString("|")).isEqualTo(us + "|k|trace|0");
  }

  private void until(SparkRun run, long read) throws InterruptedException {
    long end = System.nanoTime() + 120_000_000_000L;
    while (run.report().read() < read) {
      run.awaitCaughtUp();
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(50);
    }
    assertThat(run.report().read()).isEqualTo(read);
  }

  private SparkPipelines spark() {
    return SparkPipelines.on(TestSpark.session()).checkpoint(folder.resolve("c").toString());
  }

  private RunReport stream(Pipeline pipeline, KafkaTopicSet topics) {
    try (SparkRun run = spark().startAvailableNow(pipeline, topics)) {
      return run.awaitEnd();
    }
  }

  private static RecordType type() {
    return RecordType.named("order")
        .key("topic", "id")
        .column("topic", ColumnType.STRING)
        .from(MessageField.TOPIC)
        .column("id", ColumnType.STRING)
        .fromKey()
        .column("amount", ColumnType.INT64)
        .column("at", ColumnType.TIMESTAMP)
        .from(MessageField.TIMESTAMP)
        .column("part", ColumnType.INT64)
        .from(MessageField.PARTITION)
        .column("pos", ColumnType.INT64)
        .from(MessageField.OFFSET)
        .column("trace", ColumnType.STRING)
        .fromHeader("trace-id")
        .tombstoneKey("topic")
        .tombstoneKey("id")
        .build();
  }

  private Pipeline pipeline(String engine) {
    return Pipeline.named("several")
        .records(type())
        .rows(InMemoryRows.named(name + engine))
        .aggregate(Aggregation.named("counts").groupBy("topic", "part").count().sum("amount"))
        .into(InMemoryAggregates.named(name + engine))
        .deadLetters(InMemoryDeadLetters.named(name + engine))
        .build();
  }

  private void create(String topic, int partitions) {
    KafkaTopics.create(KafkaTopic.named(topic).bootstrapServers(SERVERS), partitions);
  }

  /** Sends to Kafka, and adds the same to the log in memory. */
  private void send(
      String topic,
      int partition,
      @Nullable String key,
      @Nullable String value,
      @Nullable String trace) {
    Instant time = BEGIN.plusMillis(number++);
    byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
    byte[] valueBytes = value == null ? null : value.getBytes(UTF_8);
    List<Header> headers = new ArrayList<>();
    if (trace != null) {
      headers.add(new Header("trace-id", "former".getBytes(UTF_8)));
      headers.add(new Header("trace-id", trace.getBytes(UTF_8)));
    }
    producer.send(
        new ProducerRecord<>(
            topic,
            partition,
            time.toEpochMilli(),
            keyBytes,
            valueBytes,
            headers.stream()
                .map(
                    each ->
                        (org.apache.kafka.common.header.Header)
                            new RecordHeader(each.name(), each.value()))
                .toList()));
    producer.flush();
    memory.add(topic, partition, time, keyBytes, valueBytes, headers);
  }

  private List<String> rows(String engine) {
    return InMemoryRows.named(name + engine).rows().stream()
        .map(
            row ->
                row.schema().names().stream()
                    .map(column -> column + "=" + row.get(column))
                    .collect(Collectors.joining(" ")))
        .sorted()
        .toList();
  }

  private Map<String, Object> results(String engine) {
    return InMemoryAggregates.named(name + engine).results("counts").stream()
        .collect(
            Collectors.toMap(
                each -> each.get("topic") + "-" + each.get("part"),
                each -> each.get("count") + " " + each.get("sum_amount"),
                (one, two) -> one,
                TreeMap::new));
  }
}
