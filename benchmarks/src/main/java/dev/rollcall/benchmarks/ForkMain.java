package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.micro.CpuTime;
import dev.rollcall.benchmarks.micro.SampleCycle;
import dev.rollcall.benchmarks.peer.CassandraInserts;
import dev.rollcall.benchmarks.peer.ConsumerLoop;
import dev.rollcall.benchmarks.peer.JdbcUpserts;
import dev.rollcall.benchmarks.peer.ProfileBatches;
import dev.rollcall.benchmarks.subject.ProfilePipeline;
import dev.rollcall.benchmarks.subject.RowWrites;
import dev.rollcall.benchmarks.workload.ForkInput;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The child JVM: measures one program and prints what it took. */
final class ForkMain {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private ForkMain() {}

  /** Measures what {@link Fork#INPUT} says. */
  public static void main(String[] arguments) throws Exception {
    ForkInput input = Fork.JSON.readValue(System.getenv(Fork.INPUT), ForkInput.class);
    System.out.println(Fork.LINE + Fork.JSON.writeValueAsString(measure(input)));
    System.exit(0);
  }

  /** Measures in this JVM; per record. */
  static Map<Metric, Double> measure(ForkInput input) throws Exception {
    Benchmark benchmark = Benchmarks.named(List.of(input.benchmark())).get(0);
    return benchmark.isPipeline() ? pipeline(input) : step(benchmark, input);
  }

  private static Map<Metric, Double> step(Benchmark benchmark, ForkInput input)
      throws RunnerException {
    System.setProperty(SampleCycle.COUNT, Integer.toString(input.users()));
    TimeValue time = TimeValue.milliseconds(input.iterationMillis());
    String method = benchmark.program(input.program()).method().replace(".", "\\.");
    Options options =
        new OptionsBuilder()
            .include("\\." + method + "$")
            .forks(0) // this JVM is the fork
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .warmupIterations(input.iterations())
            .warmupTime(time)
            .measurementIterations(input.iterations())
            .measurementTime(time)
            .addProfiler(CpuTime.class)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    RunResult result = new Runner(options).runSingle();
    return Map.of(
        Metric.CPU_NANOS, secondary(result, CpuTime.METRIC),
        Metric.WALL_NANOS, result.getPrimaryResult().getScore(),
        Metric.ALLOCATED_BYTES, secondary(result, ALLOCATED));
  }

  private static double secondary(RunResult result, String metric) {
    return Objects.requireNonNull(result.getSecondaryResults().get(metric)).getScore();
  }

  /** Does all of it twice; the first time is for warming up. */
  private static Map<Metric, Double> pipeline(ForkInput input) throws Exception {
    pass(input);
    return pass(input);
  }

  /** From nothing open to all stored, committed and closed again. */
  private static Map<Metric, Double> pass(ForkInput input) throws Exception {
    String table = "bench_" + UUID.randomUUID().toString().replace("-", "");
    try {
      long wall = System.nanoTime();
      long cpu = CpuTime.ofProcess();
      long records = run(input, table);
      double cpuNanos = CpuTime.ofProcess() - cpu;
      double wallNanos = System.nanoTime() - wall;
      if (records != input.users()) {
        throw new IllegalStateException(
            "%s %s: got %d records, expected %d"
                .formatted(input.benchmark(), input.program(), records, input.users()));
      }
      return Map.of(Metric.CPU_NANOS, cpuNanos / records, Metric.WALL_NANOS, wallNanos / records);
    } finally {
      drop(input.store(), table);
    }
  }

  private static long run(ForkInput input, String table) throws Exception {
    return switch (input.program()) {
      case Benchmark.ROLLCALL ->
          input.benchmark().equals(Benchmark.ROW_WRITES)
              ? RowWrites.run(input, table)
              : ProfilePipeline.run(input, table);
      case "upserts" -> ProfileBatches.write(input, table);
      case "touch" -> ConsumerLoop.touch(input);
      case "readTree" -> ConsumerLoop.readTree(input, table);
      default -> throw new IllegalArgumentException("no such program: " + input.program());
    };
  }

  private static void drop(String store, String table) throws Exception {
    if (store.startsWith("jdbc:")) {
      JdbcUpserts.drop(store, table);
    } else if (!store.isEmpty()) {
      CassandraInserts.drop(store, table);
    }
  }
}
