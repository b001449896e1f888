package dev.rollcall.faults.simulation;

import dev.rollcall.faults.simulation.SimulatedWorld.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Runs seeds on several threads and adds up what became of them. To be used once. */
final class SeedRuns {

  /** Violations that are kept word by word; the rest is counted. */
  private static final int KEPT = 20;

  private static final long REPORT_EVERY = TimeUnit.SECONDS.toNanos(10);

  private final PlantedBug bug;
  private final int threads;
  private final Consumer<String> progress;
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final List<String> firstViolations = new ArrayList<>();
  private long violated;
  private long steps;
  private long done;
  private long reported = System.nanoTime();

  SeedRuns(PlantedBug bug, int threads, Consumer<String> progress) {
    this.bug = bug;
    this.threads = threads;
    this.progress = progress;
  }

  /** Runs the seeds {@code first} to {@code first + seeds - 1}. */
  SeedRuns run(long first, long seeds) throws Exception {
    AtomicLong next = new AtomicLong();
    long start = System.nanoTime();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(
            pool.submit(
                () -> {
                  for (long at = next.getAndIncrement(); at < seeds; at = next.getAndIncrement()) {
                    add(first + at, SimulatedWorld.after(first + at, bug), start, seeds);
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
    return this;
  }

  private void add(long seed, SimulatedWorld world, long start, long seeds) {
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
      report(start, seeds);
    }
  }

  private void report(long start, long seeds) {
    long now = System.nanoTime();
    if (now - reported > REPORT_EVERY) {
      reported = now;
      double rate = done / ((now - start) / 1e9);
      progress.accept(
          "%,d of %,d runs, %,.0f a second, %,.0f s to go; %d violated"
              .formatted(done, seeds, rate, (seeds - done) / rate, violated));
    }
  }

  synchronized long violated() {
    return violated;
  }

  synchronized long steps() {
    return steps;
  }

  synchronized long faults(Fault fault) {
    return faults.getOrDefault(fault, 0L);
  }

  synchronized List<String> firstViolations() {
    return List.copyOf(firstViolations);
  }
}
