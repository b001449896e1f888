package dev.rollcall.faults.simulation.parts;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.simulation.SeedRuns;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import picocli.CommandLine.Option;

/**
 * T12: branches and parts, the real processor over simulated stores that tell live parts from
 * others by the row, by the cell or in memory. A seed is a run; runs go on all cores.
 */
public final class PartsSimulation extends FaultTest {

  @Option(names = "--seeds", description = "Simulated runs.")
  private long seeds = 100_000;

  @Option(names = "--plant-seeds", description = "Runs with each planted bug.")
  private long plantSeeds = 1_000;

  @Option(names = "--threads", description = "Runs at a time.")
  private int threads = Runtime.getRuntime().availableProcessors();

  public PartsSimulation() {
    super(
        "T12",
        "orders and their lines in branches, stores simulated by the row, by the cell and in memory:"
            + " sent again with other lines, crashes between branches, late writes and removals,"
            + " replays, letters repaired and sent again",
        "--seeds=3000",
        "--plant-seeds=300");
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) throws Exception {
    for (PartsBug bug : PartsBug.values()) {
      if (bug != PartsBug.NONE) {
        result.planted(
            FaultResult.words(bug),
            SeedRuns.run(world(bug), seed, plantSeeds, threads, line -> {}).violated);
      }
    }
    SeedRuns<PartsWorld.Fault> runs =
        SeedRuns.run(world(PartsBug.NONE), seed, seeds, threads, progress);
    for (PartsWorld.Fault fault : PartsWorld.Fault.values()) {
      result.fault(fault, runs.faults.getOrDefault(fault, 0L));
    }
    runs.firstViolations.forEach(result::violation);
    result
        .figure("runs, one seed each", seeds)
        .figure("runs violated", runs.violated)
        .figure("runs with each planted bug", plantSeeds);
  }

  private static LongFunction<SeedRuns.Outcome<PartsWorld.Fault>> world(PartsBug bug) {
    return seed -> {
      PartsWorld world = PartsWorld.after(seed, bug);
      return new SeedRuns.Outcome<>(world.violations, 0, world.faults);
    };
  }
}
