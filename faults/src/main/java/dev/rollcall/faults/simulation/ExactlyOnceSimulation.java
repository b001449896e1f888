package dev.rollcall.faults.simulation;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.simulation.rebuild.RebuildRuns;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import picocli.CommandLine.Option;

/**
 * T1: the real processor and merger over simulated stores, with workers that crash between any two
 * steps, zombies, and writes that are late or lost. A seed is a run; runs go on all cores.
 */
public final class ExactlyOnceSimulation extends FaultTest {

  @Option(names = "--seeds", description = "Simulated runs.")
  private long seeds = 100_000;

  @Option(names = "--rebuild-seeds", description = "Simulated runs with a rebuild.")
  private long rebuildSeeds = 100_000;

  @Option(names = "--plant-seeds", description = "Runs with each planted bug.")
  private long plantSeeds = 1_000;

  @Option(names = "--threads", description = "Runs at a time.")
  private int threads = Runtime.getRuntime().availableProcessors();

  public ExactlyOnceSimulation() {
    super(
        "T1",
        "processor and store simulated: crashes between any two steps, zombies, late and lost"
            + " acknowledgements, changed batch limits; a rebuild beside workers of the version before",
        "--seeds=2000",
        "--rebuild-seeds=2000",
        "--plant-seeds=150");
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) throws Exception {
    for (PlantedBug bug : PlantedBug.values()) {
      if (bug == PlantedBug.NONE) {
        continue;
      }
      SeedRuns<SimulatedWorld.Fault> runs =
          SeedRuns.run(world(bug), seed, plantSeeds, threads, line -> {});
      String name = FaultResult.words(bug);
      if (bug.isBug()) {
        progress.accept(
            "planted: %s: seen in %d of %d runs".formatted(name, runs.violated, plantSeeds));
        result.planted(name, runs.violated);
      } else {
        result.figure("runs with '" + name + "' (harmless by design), violated", runs.violated);
        runs.firstViolations.forEach(what -> result.violation(name + ": " + what));
      }
    }
    long start = System.nanoTime();
    SeedRuns<SimulatedWorld.Fault> runs =
        SeedRuns.run(world(PlantedBug.NONE), seed, seeds, threads, progress);
    double seconds = (System.nanoTime() - start) / 1e9;
    for (SimulatedWorld.Fault fault : SimulatedWorld.Fault.values()) {
      result.fault(fault, runs.faults.getOrDefault(fault, 0L));
    }
    runs.firstViolations.forEach(result::violation);
    result
        .figure("runs, one seed each", seeds)
        .figure("runs violated", runs.violated)
        .figure("points at which something could happen", runs.steps)
        .figure("runs per second", Math.round(seeds / seconds))
        .figure("runs with each planted bug", plantSeeds);
    RebuildRuns.run(result, seed, rebuildSeeds, plantSeeds, threads, progress);
  }

  private static LongFunction<SeedRuns.Outcome<SimulatedWorld.Fault>> world(PlantedBug bug) {
    return seed -> {
      SimulatedWorld world = SimulatedWorld.after(seed, bug);
      return new SeedRuns.Outcome<>(
          SimulationOracle.violations(world), world.steps(), world.faults);
    };
  }
}
