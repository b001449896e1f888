package dev.rollcall.benchmarks.micro;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
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

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private long before;

  /** CPU time of this process so far, of all its threads, in nanoseconds. */
  public static long ofProcess() {
    return SYSTEM.getProcessCpuTime();
  }

  @Override
  public String getDescription() {
    return "process CPU time";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = ofProcess();
  }

  @Override
  public List<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double nanos = (double) (ofProcess() - before) / result.getMetadata().getAllOps();
    return List.of(new ScalarResult(METRIC, nanos, "ns/op", AggregationPolicy.AVG));
  }
}
