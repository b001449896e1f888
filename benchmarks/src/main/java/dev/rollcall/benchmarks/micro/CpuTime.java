package dev.rollcall.benchmarks.micro;

import dev.rollcall.benchmarks.workload.ProcessCpu;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Adds {@value #METRIC} to a result: CPU nanoseconds of the process per operation. */
public final class CpuTime implements InternalProfiler {

  /** Name of the secondary result. */
  public static final String METRIC = "cpu";

  private long before;

  @Override
  public String getDescription() {
    return "process CPU time";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = ProcessCpu.nanos();
  }

  @Override
  public List<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double nanos = (double) (ProcessCpu.nanos() - before) / result.getMetadata().getAllOps();
    return List.of(new ScalarResult(METRIC, nanos, "ns/op", AggregationPolicy.AVG));
  }
}
