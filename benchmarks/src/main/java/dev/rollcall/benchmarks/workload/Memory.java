package dev.rollcall.benchmarks.workload;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** The memory of this process. */
public final class Memory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final double KIB = 1024;

  private Memory() {}

  /** What the heap holds after a collection and, on Linux, what the process has. */
  public static Map<Metric, Double> inUse() {
    Map<Metric, Double> figures = new EnumMap<>(Metric.class);
    System.gc();
    double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    figures.put(Metric.HEAP_BYTES, heap);
    try {
      Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .map(line -> line.replaceAll("[^0-9]", ""))
          .forEach(kib -> figures.put(Metric.RESIDENT_BYTES, Double.parseDouble(kib) * KIB));
    } catch (IOException e) {
      // another system: the heap is all that is known
    }
    return figures;
  }
}
