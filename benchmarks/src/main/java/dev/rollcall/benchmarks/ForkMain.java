package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.peer.ProfileTables;
import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.Measured;
import dev.rollcall.benchmarks.workload.Metric;
import dev.rollcall.benchmarks.workload.ProcessCpu;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The child JVM: measures one program and prints what it took. */
final class ForkMain {

  private ForkMain() {}

  /** Measures what {@link Fork#INPUT} says. */
  public static void main(String[] arguments) throws Exception {
    ForkInput input = Fork.JSON.readValue(System.getenv(Fork.INPUT), ForkInput.class);
    System.out.println(Fork.LINE + Fork.JSON.writeValueAsString(measure(input)));
    System.exit(0);
  }

  /** Measures in this JVM. */
  static Map<Metric, Double> measure(ForkInput input) throws Exception {
    Benchmark benchmark = Benchmarks.named(List.of(input.benchmark())).get(0);
    Work work = benchmark.program(input.program()).work();
    if (work instanceof Work.Step step) {
      return StepRun.measure(step.method(), input);
    }
    if (work instanceof Work.Pass pass) {
      if (pass.warmUp() != 0) {
        once(pass, pass.warmUp() == Work.Pass.SAME ? input : input.users(pass.warmUp()));
      }
      return once(pass, input);
    }
    throw new IllegalArgumentException(input.program() + " is a process of its own");
  }

  /** From nothing open to all stored, committed and closed again. */
  private static Map<Metric, Double> once(Work.Pass pass, ForkInput input) throws Exception {
    String table = "bench_" + UUID.randomUUID().toString().replace("-", "");
    try {
      long wall = System.nanoTime();
      long cpu = ProcessCpu.nanos();
      Measured measured = pass.task().run(input, table);
      double cpuNanos = ProcessCpu.nanos() - cpu;
      double wallNanos = System.nanoTime() - wall;
      if (measured.records() != input.users()) {
        throw new IllegalStateException(
            "%s %s: got %d records, expected %d"
                .formatted(input.benchmark(), input.program(), measured.records(), input.users()));
      }
      Map<Metric, Double> figures = new EnumMap<>(Metric.class);
      figures.put(Metric.CPU_NANOS, cpuNanos / measured.records());
      figures.put(Metric.WALL_NANOS, wallNanos / measured.records());
      figures.putAll(measured.figures());
      return figures;
    } finally {
      ProfileTables.drop(input.store(), table);
    }
  }
}
