package dev.rollcall.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.ErrorPolicy;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.TopicIdentity;
import dev.rollcall.kafka.source.KafkaRecords;
import dev.rollcall.kafka.source.KafkaSource;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.micrometer.PipelineMetrics;
import dev.rollcall.testkit.server.TestServers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a real broker; what a record becomes is tested in core. */
class SparkEngineIT {

  private static final int USERS = 1_200;
  private static final int BAD = 3;

  private final String name = "t" + UUID.randomUUID().toString().replace("-", "");
  private KafkaTopic topic;
  @TempDir Path folder;

  @BeforeEach
  void aTopicOfUsersAndAFewThatAreNone() {
    topic = KafkaTopic.named(name).bootstrapServers(TestServers.kafka().bootstrapServers());
    KafkaTopics.create(topic, 3);
    Parity.load(topic, "first", 0, USERS, BAD);
  }

  @Test
  void sparkAndTheEngineInThisJvmAgreeToTheByte() {
    Pipeline onSpark = pipeline("spark", builder -> builder);
    RunReport report = stream(onSpark, "checkpoint");

    assertThat(report.read()).isEqualTo(USERS + BAD);
    assertThat(report.deadLettered()).isEqualTo(BAD);
    assertThat(report.filtered()).isPositive();
    // other flush bounds: where flushes end must not matter
    Pipeline onThisJvm = pipeline("memory", builder -> builder.flushAt(97, 1 << 20));
    RunReport reference = onThisJvm(onThisJvm);
    assertThat(report).isEqualTo(reference);
    assertThat(rows("spark")).isEqualTo(rows("memory")).hasSize((int) report.written());
    assertSameDocuments();
    assertThat(letters("spark")).isEqualTo(letters("memory")).hasSize(BAD);
  }

  @Test
  void metersAreTheSameOnBothEngines() {
    SimpleMeterRegistry onSpark = new SimpleMeterRegistry();
    Pipeline pipeline = pipeline("spark", builder -> builder);
    try (SparkRun run =
        spark("checkpoint")
            .listener(PipelineMetrics.of(onSpark, pipeline))
            .startAvailableNow(pipeline, topic)) {
      run.awaitEnd();
    }
    SimpleMeterRegistry onThisJvm = new SimpleMeterRegistry();
    Pipeline reference = pipeline("memory", builder -> builder);
    try (PipelineRunner run =
        PipelineRunner.builder(reference)
            .listener(PipelineMetrics.of(onThisJvm, reference))
            .start(KafkaSource.of(topic).group(name))) {
      run.awaitCaughtUp();
    }

    assertThat(counters(onSpark)).isEqualTo(counters(onThisJvm));
    assertThat(counters(onSpark))
        .containsEntry("rollcall.elements.read {pipeline=parity}", USERS + BAD + 0.0)
        .containsEntry(
            "rollcall.elements.dead.lettered {pipeline=parity, reason=malformed-json}", BAD + 0.0);
    assertThat(targets(onSpark)).containsExactly("memory:" + name + "spark");
    assertThat(targets(onThisJvm)).containsExactly("memory:" + name + "memory");
  }

  /** Rows, documents and letters in memory go by one name. */
  private static List<String> targets(SimpleMeterRegistry registry) {
    return registry.get("rollcall.target").timers().stream()
        .filter(timer -> timer.count() > 0)
        .map(timer -> timer.getId().getTag("target"))
        .toList();
  }

  private static Map<String, Double> counters(SimpleMeterRegistry registry) {
    return registry.getMeters().stream()
        .filter(Counter.class::isInstance)
        .collect(
            Collectors.toMap(
                meter ->
                    meter.getId().getName()
                        + meter.getId().getTags().stream()
                            .map(tag -> tag.getKey() + "=" + tag.getValue())
                            .collect(Collectors.joining(", ", " {", "}")),
                meter -> ((Counter) meter).count()));
  }

  @Test
  void aListenerIsToldOfEveryBatchWhatTheCheckpointHoldsAndHowTheRunStands() {
    Map<SourcePartition, Long> flushed = new ConcurrentHashMap<>();
    Map<SourcePartition, Long> committed = new ConcurrentHashMap<>();
    List<Collection<SourcePartition>> assigned = new CopyOnWriteArrayList<>();
    List<RunStatus> seen = new CopyOnWriteArrayList<>();
    List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void deadLettered(DeadLetter letter) {
            letters.add(letter);
          }

          @Override
          public void assigned(Collection<SourcePartition> partitions) {
            assigned.add(partitions);
          }

          @Override
          public void flushed(SourcePartition partition, RunReport report, Duration took) {
            flushed.merge(partition, report.read(), Long::sum);
            throw new IllegalStateException("passed over");
          }

          @Override
          public void committed(Map<SourcePartition, Long> next) {
            committed.putAll(next);
          }

          @Override
          public void observed(RunStatus status) {
            seen.add(status);
          }
        };
    Pipeline pipeline = pipeline("spark", builder -> builder);
    try (SparkRun run = spark("checkpoint").listener(listener).start(pipeline, topic)) {
      run.awaitCaughtUp();

      assertThat(committed).isEqualTo(KafkaRecords.ends(topic));
      assertThat(run.status())
          .satisfies(
              status -> {
                assertThat(status.state()).isEqualTo(RunStatus.State.RUNNING);
                assertThat(status.lag()).isZero();
                assertThat(status.report().read()).isEqualTo(USERS + BAD);
                assertThat(status.partitions()).isEqualTo(committed.keySet());
              });
    }
    assertThat(letters).hasSize(BAD).allSatisfy(letter -> assertThat(letter.value()).isNull());
    assertThat(assigned).containsExactly(KafkaTopics.identify(topic).all());
    assertThat(flushed.values()).hasSize(3);
    assertThat(flushed.values().stream().mapToLong(read -> read).sum()).isEqualTo(USERS + BAD);
    assertThat(seen)
        .as("batches of 500: what the first left behind")
        .anyMatch(status -> status.lag() > 0);
    assertThat(seen.get(seen.size() - 1).state()).isEqualTo(RunStatus.State.STOPPED);
  }

  @Test
  void aListenerIsToldThatAStreamHasFailed() {
    List<RunStatus.State> states = new CopyOnWriteArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void observed(RunStatus status) {
            states.add(status.state());
          }
        };
    Pipeline pipeline = pipeline("spark", b -> b.onError(ErrorPolicy.failFast()));
    try (SparkRun run = spark("checkpoint").listener(listener).startAvailableNow(pipeline, topic)) {
      assertThatThrownBy(run::awaitEnd).isInstanceOf(FatalException.class);
    }
    assertThat(states).containsExactly(RunStatus.State.FAILED);
  }

  @Test
  void anErrorOfAListenerEndsTheStreamAndTheRunCloses() {
    RunListener listener =
        new RunListener() {
          @Override
          public void flushed(SourcePartition partition, RunReport report, Duration took) {
            throw new NoClassDefFoundError("org/example/Missing");
          }

          @Override
          public void observed(RunStatus status) {
            throw new NoClassDefFoundError("org/example/Missing");
          }
        };
    Pipeline pipeline = pipeline("spark", builder -> builder);
    try (SparkRun run = spark("checkpoint").listener(listener).startAvailableNow(pipeline, topic)) {
      assertThatThrownBy(run::awaitEnd)
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("the run's listener failed with java.lang.NoClassDefFoundError");
    }
  }

  @Test
  void aReplayWithoutCheckpointChangesNothing() {
    Pipeline pipeline = pipeline("spark", builder -> builder);
    RunReport first = stream(pipeline, "one");
    Map<AggregateKey, String> before = states("spark");

    RunReport second = stream(pipeline, "two");

    assertThat(second.read()).isEqualTo(first.read());
    assertThat(second.aggregations().values())
        .allSatisfy(
            applied -> {
              assertThat(applied.applied()).isZero();
              assertThat(applied.alreadyApplied()).isEqualTo(first.written());
            });
    assertThat(states("spark")).isEqualTo(before);
  }

  @Test
  void aRunGoesOnFromItsCheckpoint() {
    Pipeline pipeline = pipeline("spark", builder -> builder);
    stream(pipeline, "checkpoint");
    Parity.load(topic, "second", USERS, 300, 0);

    RunReport second = stream(pipeline, "checkpoint");

    assertThat(second.read()).isEqualTo(300);
    assertThat(second.aggregations().values())
        .allSatisfy(counted -> assertThat(counted.alreadyApplied()).isZero());
    onThisJvm(pipeline("memory", builder -> builder));
    assertThat(rows("spark")).isEqualTo(rows("memory"));
    assertSameDocuments();
  }

  @Test
  void aRebuildBeginsWithANewCheckpointAndGoesOnFromItNotFromTheMidstOfAnother() {
    stream(pipeline("spark", builder -> builder), "first");
    Pipeline corrected = pipeline("spark", builder -> builder.version(2).rebuild());

    stream(corrected, "second");
    Parity.load(topic, "more", USERS, 300, 0);
    assertThat(stream(corrected, "second").read()).isEqualTo(300);

    onThisJvm(pipeline("memory", builder -> builder.version(2)));
    assertSameDocuments();
    InMemoryAggregates.named(name + "spark").clear();
    assertThatThrownBy(() -> stream(corrected, "second"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("version 2", "first offset", "checkpoint");
  }

  @Test
  void aCheckpointOfATopicThatWasMadeAgainIsRefused() throws Exception {
    Pipeline pipeline = pipeline("spark", builder -> builder);
    stream(pipeline, "checkpoint");
    makeTopicAgain();
    // as many as before: the old positions fit, and would skip the new records
    Parity.load(topic, "second", 0, USERS, BAD);

    assertThatThrownBy(() -> stream(pipeline, "checkpoint"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("checkpoint")
        .hasMessageContaining("made again");
    assertThat(stream(pipeline, "fresh").read()).isEqualTo(USERS + BAD);
  }

  @Test
  void aCheckpointOfAnotherPipelineIsRefused() {
    stream(pipeline("spark", builder -> builder), "checkpoint");
    Pipeline other =
        Pipeline.named("other").records(Users.recordType()).rows(InMemoryRows.named(name)).build();

    assertThatThrownBy(() -> stream(other, "checkpoint"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("pipeline 'parity'");
  }

  @Test
  void aLogThatIsShorterThanWhatTheAggregatesHoldIsAHalt() throws Exception {
    topic = topic.sourceId("named-" + name);
    Pipeline pipeline = pipeline("spark", builder -> builder.onError(ErrorPolicy.deadLetter()));
    stream(pipeline, "one");
    Map<AggregateKey, String> before = states("spark");
    makeTopicAgain();
    Parity.load(topic, "second", USERS, 30, 0);

    assertThatThrownBy(() -> stream(pipeline, "two"))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("the log ends at");
    assertThatThrownBy(() -> SparkPipelines.on(TestSpark.session()).runBatch(pipeline, topic))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("sourceId");
    assertThat(states("spark")).isEqualTo(before);
  }

  @Test
  void aTopicThatWasMadeAgainInMidRunIsAHaltAlsoUnderANameOfTheUsers() {
    TopicIdentity now = KafkaTopics.identify(topic.sourceId("named"));
    TopicIdentity before = new TopicIdentity(name, "another-id", "named", now.partitions());
    BatchRunner runner =
        new BatchRunner(
            pipeline("spark", builder -> builder),
            KafkaTopicSet.of(topic.sourceId("named")),
            List.of(before),
            new RunListener() {});

    assertThatThrownBy(() -> runner.run(TestSpark.session().emptyDataFrame()))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("made again while the run was going on");
  }

  private void makeTopicAgain() throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", topic.bootstrapServers());
    try (Admin admin = Admin.create(settings)) {
      admin.deleteTopics(List.of(name)).all().get();
    }
    KafkaTopics.create(topic, 3);
  }

  @Test
  void aStreamThatGoesOnCatchesUp() {
    Pipeline pipeline = pipeline("spark", builder -> builder);
    try (SparkRun run = spark("checkpoint").start(pipeline, topic)) {
      assertThat(run.awaitCaughtUp().read()).isEqualTo(USERS + BAD);
      Parity.load(topic, "second", USERS, 100, 0);
      assertThat(run.awaitCaughtUp().read()).isEqualTo(USERS + BAD + 100);
      assertThat(run.isActive()).isTrue();
    }
  }

  @Test
  void aBatchReadsTheWholeTopic() {
    Pipeline pipeline = pipeline("spark", builder -> builder);
    RunReport report = SparkPipelines.on(TestSpark.session()).runBatch(pipeline, topic);
    assertThat(report).isEqualTo(onThisJvm(pipeline("memory", builder -> builder)));
  }

  @Test
  void aFailureSaysWhichRecordItWas() {
    Pipeline pipeline = pipeline("spark", b -> b.onError(ErrorPolicy.failFast()));
    assertThatThrownBy(() -> stream(pipeline, "checkpoint"))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("error policy")
        .hasMessageMatching("(?s).*" + name + "-\\d@\\d+#0.*");
  }

  @Test
  void aStreamThatFailsWhileOneWaitsSaysSoInTheSameWords() {
    Pipeline pipeline = pipeline("spark", b -> b.onError(ErrorPolicy.failFast()));
    try (SparkRun run = spark("checkpoint").start(pipeline, topic)) {
      assertThatThrownBy(run::awaitCaughtUp)
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("error policy");
    }
  }

  @Test
  void aTableThatDoesNotFitIsSaidBeforeAnythingRuns() {
    Pipeline pipeline =
        Pipeline.named("misfit").records(Users.recordType()).rows(new Misfit()).build();
    SparkPipelines spark = spark("checkpoint");

    assertThatThrownBy(() -> spark.start(pipeline, topic))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.problems()).containsExactly("column 'age' is not in the table"));
    assertThatThrownBy(() -> spark.runBatch(pipeline, topic))
        .isInstanceOf(ConfigurationException.class);
  }

  private record Misfit() implements RowTarget {
    @Override
    public String name() {
      return "misfit";
    }

    @Override
    public SinkPlan plan(Schema schema) {
      return new SinkPlan(name(), "", List.of(), List.of());
    }

    @Override
    public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
      throw new ConfigurationException("column 'age' is not in the table");
    }
  }

  @Test
  void whatWouldSplitARangeIsRefused() {
    Pipeline pipeline = pipeline("spark", builder -> builder);
    assertThatThrownBy(
            () ->
                SparkPipelines.on(TestSpark.session())
                    .option("minPartitions", "12")
                    .option("maxRecordsPerPartition", "5")
                    .option("startingOffsets", "latest")
                    .start(pipeline, topic))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.problems()).hasSize(4))
        .hasMessageContaining("minPartitions")
        .hasMessageContaining("checkpoint");
  }

  private void assertSameDocuments() {
    assertThat(states("spark")).isEqualTo(states("memory")).isNotEmpty();
    assertThat(results("spark")).isEqualTo(results("memory"));
  }

  private RunReport stream(Pipeline pipeline, String checkpoint) {
    try (SparkRun run = spark(checkpoint).startAvailableNow(pipeline, topic)) {
      return run.awaitEnd();
    }
  }

  private SparkPipelines spark(String checkpoint) {
    return SparkPipelines.on(TestSpark.session())
        .option("maxOffsetsPerTrigger", "500")
        .checkpoint(folder.resolve(checkpoint).toString());
  }

  private RunReport onThisJvm(Pipeline pipeline) {
    return Parity.reference(pipeline, topic);
  }

  private Pipeline pipeline(String stores, Function<PipelineBuilder, PipelineBuilder> more) {
    String store = name + stores;
    PipelineBuilder builder =
        Parity.pipeline(
            InMemoryRows.named(store),
            InMemoryAggregates.named(store),
            InMemoryDeadLetters.named(store));
    return more.apply(builder).build();
  }

  private Map<Object, Row> rows(String stores) {
    return InMemoryRows.named(name + stores).rows().stream()
        .collect(Collectors.toMap(row -> row.get("user_id"), row -> row));
  }

  private Map<AggregateKey, String> states(String stores) {
    return InMemoryAggregates.named(name + stores).documents().stream()
        .collect(
            Collectors.toMap(
                AggregateStore.Write::key, write -> HexFormat.of().formatHex(write.state())));
  }

  private Map<AggregateKey, Map<String, Object>> results(String stores) {
    return InMemoryAggregates.named(name + stores).documents().stream()
        .collect(Collectors.toMap(AggregateStore.Write::key, AggregateStore.Write::result));
  }

  private List<String> letters(String stores) {
    return InMemoryDeadLetters.named(name + stores).letters().stream()
        .map(letter -> letter.id() + " " + letter.reason())
        .sorted()
        .toList();
  }
}
