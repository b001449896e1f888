package dev.rollcall.benchmarks.subject;

import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.GrowingUsers;
import dev.rollcall.benchmarks.workload.Measured;
import dev.rollcall.benchmarks.workload.Memory;
import dev.rollcall.benchmarks.workload.Metric;
import dev.rollcall.benchmarks.workload.ProcessCpu;
import dev.rollcall.benchmarks.workload.SampleUsers;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.PipelineBuilder;
import dev.rollcall.core.pipeline.PipelineRunner;
import dev.rollcall.core.user.Users;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Any number of users, each with an id of its own, to rows and three aggregations, and the memory
 * that is in use at the end. A small number is done again and again, each time from nothing, so
 * that there is enough to time.
 */
public final class Growth {

  /** Users of all repetitions together, at least. */
  private static final int ENOUGH = 500_000;

  private static final GrowingUsers USERS = new GrowingUsers();

  /** What was taken so far, and when the current repetition began to. */
  private static final class Clock {
    private long wall;
    private long cpu;
    private long began;
    private long begun;

    void start() {
      began = System.nanoTime();
      begun = ProcessCpu.nanos();
    }

    void stop() {
      wall += System.nanoTime() - began;
      cpu += ProcessCpu.nanos() - begun;
    }

    Measured per(int users, int times, Map<Metric, Double> memory) {
      Map<Metric, Double> figures = new EnumMap<>(memory);
      figures.put(Metric.WALL_NANOS, (double) wall / users / times);
      figures.put(Metric.CPU_NANOS, (double) cpu / users / times);
      return new Measured(users, figures);
    }
  }

  private Growth() {}

  private static int times(ForkInput input) {
    return input.iterations() == 1 ? 1 : Math.max(1, ENOUGH / input.users());
  }

  /** On one thread, without an engine. */
  public static Measured steps(ForkInput input, String table) {
    Clock clock = new Clock();
    CoreSteps steps = new CoreSteps();
    for (int time = 0; time < times(input); time++) {
      steps.clear();
      clock.start();
      for (int i = 0; i < input.users(); i++) {
        Instant recordTime = SampleUsers.recordTime(i);
        steps.aggregate(steps.row(USERS.user(i), recordTime), recordTime);
      }
      clock.stop();
    }
    Map<Metric, Double> memory = Memory.inUse();
    steps.clear(); // not before: it is what the memory is of
    return clock.per(input.users(), times(input), memory);
  }

  /** By the engine; its start and its end are not counted. */
  public static Measured engine(ForkInput input, String table) {
    Clock clock = new Clock();
    Map<Metric, Double> memory = Map.of();
    for (int time = 0; time < times(input); time++) {
      InMemoryAggregates groups = InMemoryAggregates.named("bench-" + UUID.randomUUID());
      GeneratedSource source = new GeneratedSource(input.users(), USERS, clock::start);
      try (PipelineRunner run = PipelineRunner.start(pipeline(groups), source)) {
        long read = run.awaitCaughtUp().read();
        clock.stop();
        if (read != input.users()) {
          throw new IllegalStateException("got %d of %d".formatted(read, input.users()));
        }
        memory = Memory.inUse();
      } finally {
        groups.clear();
      }
    }
    return clock.per(input.users(), times(input), memory);
  }

  private static Pipeline pipeline(InMemoryAggregates groups) {
    PipelineBuilder builder =
        Pipeline.named("bench-" + UUID.randomUUID())
            .records(Users.recordType())
            .rows(new NoOpRows());
    for (List<String> grouping : GroupsPipeline.GROUPINGS) {
      builder.aggregate(GroupsPipeline.aggregation(grouping));
    }
    return builder.into(groups).deadLetters(InMemoryDeadLetters.named("bench")).build();
  }
}
