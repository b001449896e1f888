package dev.rollcall.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.testkit.server.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.spark.TaskContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Spark does again, and what its users are told when it cannot. */
@Tag("long")
class SparkFailuresIT {

  private static final int USERS = 900;
  private static final int BAD = 6;

  /** Calls that the hooks of a test have seen; hooks are copied to tasks, so they share by name. */
  private static final Map<String, AtomicInteger> CALLS = new ConcurrentHashMap<>();

  private final String name = "f" + UUID.randomUUID().toString().replace("-", "");
  private KafkaTopic topic;
  @TempDir Path folder;

  @BeforeEach
  void aTopicOfUsersAndAFewThatAreNone() {
    topic = KafkaTopic.named(name).bootstrapServers(TestServers.kafka().bootstrapServers());
    KafkaTopics.create(topic, 3);
    Parity.load(topic, "first", 0, USERS, BAD);
  }

  @ParameterizedTest
  @EnumSource
  void aTaskThatFailsAfterAStepTookEffectAndIsTriedAgainHasItsEffectOnce(StoreHook.Step failing) {
    String calls = name;
    StoreHook once =
        step -> {
          // rows so late that one of the two tasks has flushed before
          int failingCall = failing == StoreHook.Step.ROWS ? 5 : 2;
          if (step == failing && calls(calls).incrementAndGet() == failingCall) {
            throw new IllegalStateException("the executor is lost");
          }
          if (TaskContext.get().attemptNumber() > 0) {
            calls(calls + "again").incrementAndGet();
          }
        };

    RunReport report = stream(hooked(once).build(), "checkpoint", 600);

    // a second attempt writes rows and letters again, but no document that holds its part
    assertThat(calls(name + "again").get() > 0)
        .as("steps of second attempts")
        .isEqualTo(failing != StoreHook.Step.AGGREGATES);
    assertThat(report.read()).as("a task is counted as it ended").isEqualTo(USERS + BAD);
    assertThat(report.coverage())
        .as("what the columns were made of, and the names")
        .isEqualTo(assertSameAsWithoutSpark().coverage());
  }

  @Test
  void aRunThatFailedInMidBatchGoesOnWithBatchesOfOtherContent() throws IOException {
    StoreHook broken = new GoneAfterThree(name);
    assertThatThrownBy(() -> stream(hooked(broken).build(), "checkpoint", 300))
        .isInstanceOf(FatalException.class);
    Path offsets = folder.resolve("checkpoint").resolve("offsets");
    long planned;
    try (Stream<Path> plans = Files.list(offsets)) {
      planned =
          plans
              .map(plan -> plan.getFileName().toString())
              .filter(plan -> plan.matches("\\d+"))
              .mapToLong(Long::parseLong)
              .max()
              .orElseThrow();
    }
    // Spark would run the batch again as planned; without its plan it makes another one
    Files.delete(offsets.resolve(Long.toString(planned)));
    Files.deleteIfExists(offsets.resolve("." + planned + ".crc"));

    RunReport report = stream(hooked(step -> {}).build(), "checkpoint", 420);

    assertThat(report.aggregations().get("by_nationality").alreadyApplied()).isPositive();
    assertThat(report.aggregations().get("by_nationality").applied()).isPositive();
    assertSameAsWithoutSpark();
  }

  /** The documents of one task of a batch are written, those of the other are not. */
  private record GoneAfterThree(String test) implements StoreHook {
    @Override
    public void after(Step step) {}

    @Override
    public void beforeAggregates() {
      if (calls(test).incrementAndGet() > 3) {
        throw new IllegalStateException("the store is gone");
      }
    }
  }

  @Test
  void aBatchIsReadAgainIfAnotherRunHasMergedPartOfItMeanwhile() {
    StoreHook overtaken = new Overtaken(name, topic);

    RunReport report = stream(hooked(overtaken).build(), "checkpoint", 600);

    assertThat(calls(name).get()).as("the other run has been there").isEqualTo(1);
    assertThat(report.read()).isEqualTo(USERS + BAD);
    assertThat(report.aggregations().get("by_nationality").alreadyApplied())
        .as("what the other run has merged")
        .isPositive();
    assertSameAsWithoutSpark();
  }

  /** Another run merges some records of the batch once its tasks have counted them. */
  private record Overtaken(String store, KafkaTopic topic) implements StoreHook {
    @Override
    public void after(Step step) {}

    @Override
    public void beforeAggregates() {
      if (calls(store).compareAndSet(0, 1)) {
        Parity.takeFirst(
            50,
            topic,
            Parity.pipeline(
                    InMemoryRows.named(store + "spark"),
                    InMemoryAggregates.named(store + "spark"),
                    InMemoryDeadLetters.named(store + "spark"))
                .build());
      }
    }
  }

  @Test
  void whatWasAppliedIsNotAppliedAgainWhenTheCheckpointIsDeleted() throws IOException {
    Pipeline pipeline = hooked(step -> {}).build();
    RunReport first = stream(pipeline, "checkpoint", 300);
    Map<AggregateKey, String> before = states("spark");
    try (Stream<Path> files = Files.walk(folder.resolve("checkpoint"))) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    Parity.load(topic, "second", USERS, 50, 0);

    RunReport second = stream(pipeline, "checkpoint", 420);

    assertThat(second.read()).isEqualTo(first.read() + 50);
    assertThat(second.aggregations().values())
        .allSatisfy(
            counted -> {
              assertThat(counted.alreadyApplied()).isEqualTo(first.written());
              assertThat(counted.applied()).isEqualTo(second.written() - first.written());
            });
    assertThat(states("spark")).isNotEqualTo(before);
    assertSameAsWithoutSpark();
    // stopped and started again with its checkpoint: nothing at all
    assertThat(stream(pipeline, "checkpoint", 300)).isEqualTo(RunReport.EMPTY);
  }

  @Test
  void allTasksOfARunInOneJvmUseTheSameOpenStores() {
    Pipeline pipeline =
        Parity.pipeline(
                new Sink(name, Kind.COUNTING),
                InMemoryAggregates.named(name),
                InMemoryDeadLetters.named(name))
            .build();

    stream(pipeline, "checkpoint", 300);

    assertThat(calls(name + "opened").get()).isEqualTo(1);
    assertThat(calls(name + "written").get()).as("tasks that wrote").isGreaterThanOrEqualTo(9);
    assertThat(calls(name + "closed").get()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"BREAKING", "BREAKING_UNSERIALIZABLY", "AWAY"})
  void aSinkThatFailsIsReportedWithTheRecordsItFailedAt(Kind kind) {
    Pipeline pipeline =
        Parity.pipeline(
                new Sink(name, kind),
                InMemoryAggregates.named(name),
                InMemoryDeadLetters.named(name))
            .retry(RetryPolicy.NONE)
            .build();
    Class<?> expected = kind == Kind.AWAY ? TransientException.class : FatalException.class;

    assertThatThrownBy(() -> stream(pipeline, "checkpoint", 300))
        .isInstanceOf(expected)
        .hasMessageMatching("(?s)" + name + "-\\d@\\d+\\.\\.\\d+: .*")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> SparkPipelines.on(TestSpark.session()).runBatch(pipeline, topic))
        .isInstanceOf(expected)
        .hasMessageMatching("(?s)" + name + "-\\d@\\d+\\.\\.\\d+: .*");
  }

  @Test
  void nothingIsStoredOfATopicThatIsMadeAgainWhileABatchReadsIt() {
    String calls = name;
    KafkaTopic source = topic;
    Pipeline pipeline =
        hooked(step -> {})
            .where(
                row -> {
                  // in a task, after the driver looked and before any of them stores anything
                  synchronized (calls(calls)) {
                    if (calls(calls).incrementAndGet() == 1) {
                      makeAgain(source);
                      Parity.load(source, "again", USERS, USERS, BAD);
                    }
                  }
                  return true;
                })
            .flushAt(10_000, 32L << 20)
            .build();

    assertThatThrownBy(() -> stream(pipeline, "checkpoint", 10_000))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("made again while the run was going on");

    assertThat(calls(name).get()).as("the topic was made again in a task").isPositive();
    assertThat(InMemoryRows.named(name + "spark").rows().size()).as("rows").isZero();
    assertThat(states("spark")).isEmpty();
    assertThat(letters("spark")).isEmpty();
  }

  private static void makeAgain(KafkaTopic topic) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", topic.bootstrapServers()))) {
      admin.deleteTopics(List.of(topic.name())).all().get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    KafkaTopics.create(topic, 3);
  }

  private static AtomicInteger calls(String name) {
    return CALLS.computeIfAbsent(name, any -> new AtomicInteger());
  }

  /** How a sink behaves. */
  enum Kind {
    COUNTING,
    BREAKING,
    BREAKING_UNSERIALIZABLY,
    AWAY
  }

  /** A cause as drivers have them: it holds what cannot be serialized. */
  private static final class Unserializable extends RuntimeException {
    @SuppressWarnings("unused")
    private final Object connection = new Object();

    Unserializable() {
      super("secret");
    }
  }

  private record Sink(String name, Kind kind) implements RowTarget {
    @Override
    public SinkPlan plan(Schema schema) {
      return new SinkPlan(name, "", List.of(), List.of());
    }

    @Override
    public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
      calls(name + "opened").incrementAndGet();
      return new RowSink() {
        @Override
        public RowSink.Result write(List<RowSink.VersionedRow> rows) {
          calls(name + "written").incrementAndGet();
          return switch (kind) {
            case COUNTING -> RowSink.Result.WRITTEN;
            case BREAKING -> throw new IllegalStateException("secret");
            case BREAKING_UNSERIALIZABLY ->
                throw new FatalException("broken", new Unserializable());
            case AWAY -> throw new TransientException("all nodes are away", new Unserializable());
          };
        }

        @Override
        public void close() {
          calls(name + "closed").incrementAndGet();
        }
      };
    }
  }

  private PipelineBuilder hooked(StoreHook hook) {
    String store = name + "spark";
    return Parity.pipeline(
            hook.rows(InMemoryRows.named(store)),
            hook.aggregates(InMemoryAggregates.named(store)),
            hook.letters(InMemoryDeadLetters.named(store)))
        .flushAt(40, 1 << 20);
  }

  private RunReport stream(Pipeline pipeline, String checkpoint, int recordsPerBatch) {
    try (SparkRun run =
        SparkPipelines.on(TestSpark.session())
            .option("maxOffsetsPerTrigger", Integer.toString(recordsPerBatch))
            .checkpoint(folder.resolve(checkpoint).toString())
            .startAvailableNow(pipeline, topic)) {
      return run.awaitEnd();
    }
  }

  private RunReport assertSameAsWithoutSpark() {
    String store = name + "reference";
    RunReport reference =
        Parity.reference(
            Parity.pipeline(
                    InMemoryRows.named(store),
                    InMemoryAggregates.named(store),
                    InMemoryDeadLetters.named(store))
                .build(),
            topic);
    assertThat(reference.deadLettered()).isEqualTo(BAD);
    assertThat(rows("spark")).isEqualTo(rows("reference")).hasSize((int) reference.written());
    assertThat(states("spark")).isEqualTo(states("reference")).isNotEmpty();
    assertThat(letters("spark")).isEqualTo(letters("reference")).hasSize(BAD);
    return reference;
  }

  private Map<Object, Row> rows(String stores) {
    return InMemoryRows.named(name + stores).rows().stream()
        .collect(Collectors.toMap(row -> row.get("user_id"), row -> row));
  }

  private Map<AggregateKey, String> states(String stores) {
    return InMemoryAggregates.named(name + stores).documents().stream()
        .collect(
            Collectors.toMap(
                AggregateStore.Write::key,
                write -> write.result() + HexFormat.of().formatHex(write.state())));
  }

  private List<String> letters(String stores) {
    return InMemoryDeadLetters.named(name + stores).letters().stream()
        .map(letter -> letter.id() + " " + letter.reason())
        .sorted()
        .toList();
  }
}
