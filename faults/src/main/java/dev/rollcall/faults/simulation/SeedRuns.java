package dev.rollcall.faults.simulation;

import dev.rollcall.faults.simulation.SimulatedWorld.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Runs seeds on several threads and adds up what became of them. To be used once. */
final class SeedRuns {

  /** Violations that are kept word by word; the rest is counted. */
  private static final int KEPT = 20;

  private static final long REPORT_EVERY = 10_000;

  final List<String> firstViolations = new ArrayList<>();
  final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  long violated;
  long steps;

  private final Consumer<String> progress;
  private long done;

  private SeedRuns(Consumer<String> progress) {
    this.progress = progress;
  }

  /** Runs the seeds {@code first} to {@code first + seeds - 1}. */
  static SeedRuns run(
      PlantedBug bug, long first, long seeds, int threads, Consumer<String> progress)
      throws Exception {
    SeedRuns runs = new SeedRuns(progress);
    ForkJoinPool pool = new ForkJoinPool(Math.max(1, threads));
    try {
      pool.submit(
              () ->
                  LongStream.range(first, first + seeds)
                      .parallel()
                      .forEach(seed -> runs.add(seed, SimulatedWorld.after(seed, bug), seeds)))
          .get();
    } finally {
      pool.shutdownNow();
    }
    return runs;
  }

  private void add(long seed, SimulatedWorld world, long seeds) {
    List<String> violations = SimulationOracle.violations(world);
    synchronized (this) {
      done++;
      steps += world.steps();
      world.faults.forEach((fault, times) -> faults.merge(fault, (long) times, Long::sum));
      if (!violations.isEmpty()) {
        violated++;
        if (firstViolations.size() < KEPT) {
          firstViolations.add("seed " + seed + ": " + violations);
        }
      }
      if (done % REPORT_EVERY == 0) {
        progress.accept("%,d of %,d runs; %d violated".formatted(done, seeds, violated));
      }
    }
  }
}
