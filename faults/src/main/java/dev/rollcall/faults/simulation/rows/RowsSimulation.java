package dev.rollcall.faults.simulation.rows;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.simulation.SeedRuns;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import picocli.CommandLine.Option;

/**
 * T11: rows and deletes of two definitions in a simulated store that decides by the row or by the
 * cell, with workers of both at once. A seed is a run; runs go on all cores.
 */
public final class RowsSimulation extends FaultTest {

  @Option(names = "--seeds", description = "Simulated runs.")
  private long seeds = 200_000;

  @Option(names = "--plant-seeds", description = "Runs with each planted bug.")
  private long plantSeeds = 1_000;

  @Option(names = "--threads", description = "Runs at a time.")
  private int threads = Runtime.getRuntime().availableProcessors();

  public RowsSimulation() {
    super(
        "T11",
        "rows and deletes of two definitions, stores simulated by the row and by the cell: workers of"
            + " both, crashes, late writes, rollback, damage by hand",
        "--seeds=3000",
        "--plant-seeds=300");
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) throws Exception {
    for (RowsBug bug : RowsBug.values()) {
      if (bug != RowsBug.NONE) {
        result.planted(
            FaultResult.words(bug),
            SeedRuns.run(world(bug), seed, plantSeeds, threads, line -> {}).violated);
      }
    }
    SeedRuns<RowsWorld.Fault> runs =
        SeedRuns.run(world(RowsBug.NONE), seed, seeds, threads, progress);
    for (RowsWorld.Fault fault : RowsWorld.Fault.values()) {
      result.fault(fault, runs.faults.getOrDefault(fault, 0L));
    }
    runs.firstViolations.forEach(result::violation);
    result
        .figure("runs, one seed each", seeds)
        .figure("runs violated", runs.violated)
        .figure("runs with each planted bug", plantSeeds);
  }

  private static LongFunction<SeedRuns.Outcome<RowsWorld.Fault>> world(RowsBug bug) {
    return seed -> {
      RowsWorld world = RowsWorld.after(seed, bug);
      return new SeedRuns.Outcome<>(world.violations, 0, world.faults);
    };
  }
}
