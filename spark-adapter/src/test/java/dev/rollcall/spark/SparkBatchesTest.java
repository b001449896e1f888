package dev.rollcall.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.memory.InMemoryRunLog;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.user.Users;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparkBatchesTest {

  private static final int PARTS = 6;
  private static final int USERS = 50;

  private final String name = UUID.randomUUID().toString();

  /** Users by part; the first of each part cannot be used. */
  private record Day() implements BatchRun.Origin {
    @Override
    public String name() {
      return "a day";
    }

    @Override
    public List<BatchRun.Part> parts() {
      return IntStream.range(0, PARTS)
          .mapToObj(i -> (BatchRun.Part) new TestPart(new SourcePartition("day", i)))
          .toList();
    }
  }

  private record TestPart(SourcePartition partition) implements BatchRun.Part {
    @Override
    public void read(Consumer<SourceRecord> action) {
      for (int i = 0; i < USERS; i++) {
        String user =
            "{\"id\":\"%s\",\"nat\":\"%s\",\"dob\":{\"age\":%d}}"
                .formatted(partition + "/" + i, i % 3 == 0 ? "FR" : "NO", 20 + i);
        byte[] bytes = (i == 0 ? "{" : user).getBytes(StandardCharsets.UTF_8);
        action.accept(new SourceRecord(partition, "day", i, Instant.EPOCH, null, bytes));
      }
    }
  }

  /** Throws when it is called for the first time, which is in a task. */
  private record FailsOnce(String name, Step at) implements StoreHook {
    private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

    @Override
    public void after(Step step) {
      if (step == at && FAILED.add(name)) {
        throw new TransientException("the store is away, once");
      }
    }
  }

  private Pipeline pipeline(String stores, StoreHook hook) {
    return Pipeline.named("day")
        .records(Users.recordType())
        .rows(hook.rows(InMemoryRows.named(name + stores)))
        .aggregate(Aggregation.named("by_nat").groupBy("nationality").count().mean("age"))
        .into(InMemoryAggregates.named(name + stores))
        .deadLetters(InMemoryDeadLetters.named(name + stores))
        .retry(RetryPolicy.NONE)
        .build();
  }

  private RunReport run(String stores, StoreHook hook, BatchRun.Engine engine) {
    return BatchRun.of(pipeline(stores, hook), new InMemoryRunLog()).run("day", new Day(), engine);
  }

  private Set<Map<String, Object>> results(String stores) {
    return InMemoryAggregates.named(name + stores).results("by_nat").stream()
        .collect(Collectors.toSet());
  }

  @Test
  void sparkAndThisJvmComeToTheSame() {
    RunReport onSpark = run("spark", step -> {}, SparkBatches.on(TestSpark.session()));
    RunReport here = run("here", step -> {}, BatchRun.Engine.here(2));

    assertThat(onSpark).isEqualTo(here);
    assertThat(onSpark.read()).isEqualTo(PARTS * USERS);
    assertThat(onSpark.deadLettered()).isEqualTo(PARTS);
    assertThat(results("spark")).isEqualTo(results("here")).hasSize(2);
    assertThat(InMemoryRows.named(name + "spark").rows())
        .containsExactlyInAnyOrderElementsOf(InMemoryRows.named(name + "here").rows());
  }

  @Test
  void aTaskThatFailsAfterItsRowsAreWrittenIsRunAgainAndCountsOnce() {
    FailsOnce hook = new FailsOnce(name, StoreHook.Step.ROWS);
    RunReport report = run("spark", hook, SparkBatches.on(TestSpark.session()));

    assertThat(FailsOnce.FAILED).contains(name);
    assertThat(report).isEqualTo(run("here", step -> {}, BatchRun.Engine.here(2)));
    assertThat(results("spark")).isEqualTo(results("here"));
  }

  @Test
  void whatCannotGoOnArrivesAsRollcallsOwnErrorWithItsPlace() {
    StoreHook never =
        step -> {
          throw new FatalException("the table was dropped");
        };

    assertThatThrownBy(() -> run("spark", never, SparkBatches.on(TestSpark.session())))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("the table was dropped")
        .hasMessageContaining("day-");
    assertThat(results("spark")).isEmpty();
  }
}
