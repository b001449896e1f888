package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.micro.CpuTime;
import dev.rollcall.benchmarks.micro.SampleCycle;
import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.Metric;
import java.util.Map;
import java.util.Objects;
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

/** Measures a step by JMH, in this JVM. */
final class StepRun {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private StepRun() {}

  /** Per record. */
  static Map<Metric, Double> measure(String method, ForkInput input) throws RunnerException {
    System.setProperty(SampleCycle.COUNT, Integer.toString(input.users()));
    TimeValue time = TimeValue.milliseconds(input.iterationMillis());
    Options options =
        new OptionsBuilder()
            .include("\\." + method.replace(".", "\\.") + "$")
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
}
