package dev.rollcall.faults.simulation;

import dev.rollcall.core.pipeline.Simulation;
import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultResultBuilder;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.Parameters;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * T1: the real processor and merger over simulated stores, with workers that crash between any two
 * steps, zombies, and writes that are late or lost. A seed is a run; runs go on all cores.
 */
public final class SimulationTest implements FaultTest {

  private static final long SEEDS = 100_000;
  private static final long PLANT_SEEDS = 1_000;

  @Override
  public String id() {
    return "T1";
  }

  @Override
  public String title() {
    return "processor and store simulated: crashes between any two steps, zombies, late and lost"
        + " acknowledgements, changed batch limits";
  }

  @Override
  public Set<String> parameters() {
    return Set.of("seeds", "plant-seeds", "threads");
  }

  @Override
  public Map<String, String> shortForm() {
    return Map.of("seeds", "2000", "plant-seeds", "150");
  }

  @Override
  public FaultResult run(Parameters parameters, Consumer<String> progress) throws Exception {
    long first = parameters.seed();
    long seeds = parameters.getLong("seeds", SEEDS);
    long plantSeeds = parameters.getLong("plant-seeds", PLANT_SEEDS);
    int threads =
        Math.max(1, parameters.getInt("threads", Runtime.getRuntime().availableProcessors()));
    FaultResultBuilder result = FaultResult.of(id());
    for (String bug : Simulation.planted()) {
      SeedRuns runs =
          new SeedRuns(seed -> Simulation.run(seed, bug), threads, line -> {})
              .run(first, plantSeeds);
      progress.accept(
          "planted: %s: seen in %d of %d runs".formatted(bug, runs.violated(), plantSeeds));
      result.planted(bug, runs.violated());
    }
    for (String change : Simulation.harmless()) {
      SeedRuns runs =
          new SeedRuns(seed -> Simulation.run(seed, change), threads, line -> {})
              .run(first, plantSeeds);
      result.figure("runs with '" + change + "' (harmless by design), violated", runs.violated());
      runs.firstViolations().forEach(what -> result.violation(change + ": " + what));
    }
    long start = System.nanoTime();
    SeedRuns runs = new SeedRuns(Simulation::run, threads, progress).run(first, seeds);
    double seconds = (System.nanoTime() - start) / 1e9;
    Simulation.faults()
        .forEach(fault -> result.fault(fault, runs.faults().getOrDefault(fault, 0L)));
    runs.firstViolations().forEach(result::violation);
    return result
        .figure("runs, one seed each", seeds)
        .figure("runs violated", runs.violated())
        .figure("points at which something could happen", runs.steps())
        .figure("runs per second", Math.round(seeds / seconds))
        .figure("runs with each planted bug", plantSeeds)
        .build();
  }
}
