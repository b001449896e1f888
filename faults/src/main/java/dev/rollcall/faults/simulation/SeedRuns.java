package dev.rollcall.faults.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Runs seeds on several threads and adds up what became of them. To be used once.
 *
 * @param <F> the faults that can hit a run
 */
public final class SeedRuns<F extends Enum<F>> {

  /** Violations that are kept word by word; the rest is counted. */
  private static final int KEPT = 20;

  private static final long REPORT_EVERY = 10_000;

  public final List<String> firstViolations = new ArrayList<>();
  public final Map<F, Long> faults = new TreeMap<>();
  public long violated;
  public long steps;

  private final Consumer<String> progress;
  private long done;

  private SeedRuns(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * What became of one seed.
   *
   * @param steps points at which something could happen
   * @param faults how often each fault hit
   */
  public record Outcome<F>(List<String> violations, long steps, Map<F, Integer> faults) {}

  /** Runs the seeds {@code first} to {@code first + seeds - 1}. */
  public static <F extends Enum<F>> SeedRuns<F> run(
      LongFunction<Outcome<F>> world,
      long first,
      long seeds,
      int threads,
      Consumer<String> progress)
      throws Exception {
    SeedRuns<F> runs = new SeedRuns<>(progress);
    ForkJoinPool pool = new ForkJoinPool(Math.max(1, threads));
    try {
      pool.submit(
              () ->
                  LongStream.range(first, first + seeds)
                      .parallel()
                      .forEach(seed -> runs.add(seed, world.apply(seed), seeds)))
          .get();
    } finally {
      pool.shutdownNow();
    }
    return runs;
  }

  private synchronized void add(long seed, Outcome<F> outcome, long seeds) {
    done++;
    steps += outcome.steps();
    outcome.faults().forEach((fault, times) -> faults.merge(fault, (long) times, Long::sum));
    if (!outcome.violations().isEmpty()) {
      violated++;
      if (firstViolations.size() < KEPT) {
        firstViolations.add("seed " + seed + ": " + outcome.violations());
      }
    }
    if (done % REPORT_EVERY == 0) {
      progress.accept("%,d of %,d runs; %d violated".formatted(done, seeds, violated));
    }
  }
}
