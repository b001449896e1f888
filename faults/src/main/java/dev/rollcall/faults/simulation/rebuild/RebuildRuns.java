package dev.rollcall.faults.simulation.rebuild;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.simulation.SeedRuns;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** The runs of T1 in which aggregates are rebuilt. */
public final class RebuildRuns {

  /** Stands before the names of faults, bugs and figures. */
  private static final String REBUILD = "rebuild: ";

  /** Some of these bugs need a long chain of events, so more runs of each are made. */
  private static final int PLANTED = 4;

  private RebuildRuns() {}

  /** Runs each planted bug, then what is to be shown. */
  public static void run(
      FaultResult result,
      long seed,
      long seeds,
      long plantSeeds,
      int threads,
      Consumer<String> progress)
      throws Exception {
    long plantedRuns = PLANTED * plantSeeds;
    for (RebuildBug bug : RebuildBug.values()) {
      if (bug != RebuildBug.NONE) {
        long seen = SeedRuns.run(world(bug), seed, plantedRuns, threads, line -> {}).violated;
        String name = REBUILD + FaultResult.words(bug);
        progress.accept("planted: %s: seen in %d of %d runs".formatted(name, seen, plantedRuns));
        result.planted(name, seen);
      }
    }
    SeedRuns<RebuildWorld.Fault> runs =
        SeedRuns.run(
            world(RebuildBug.NONE), seed, seeds, threads, line -> progress.accept(REBUILD + line));
    for (RebuildWorld.Fault fault : RebuildWorld.Fault.values()) {
      result.fault(REBUILD + FaultResult.words(fault), runs.faults.getOrDefault(fault, 0L));
    }
    runs.firstViolations.forEach(what -> result.violation(REBUILD + what));
    result
        .figure(REBUILD + "runs, one seed each", seeds)
        .figure(REBUILD + "runs violated", runs.violated)
        .figure(REBUILD + "points at which something could happen", runs.steps)
        .figure(REBUILD + "runs with each planted bug", plantedRuns);
  }

  private static LongFunction<SeedRuns.Outcome<RebuildWorld.Fault>> world(RebuildBug bug) {
    return seed -> {
      RebuildWorld world = RebuildWorld.after(seed, bug);
      return new SeedRuns.Outcome<>(world.violations, world.steps(), world.faults);
    };
  }
}
