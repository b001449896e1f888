package dev.rollcall.benchmarks.workload;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The CPU time of this process. */
public final class ProcessCpu {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ProcessCpu() {}

  /** So far, of all its threads, in nanoseconds. */
  public static long nanos() {
    return SYSTEM.getProcessCpuTime();
  }
}
