package dev.rollcall.core.pipeline;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The way into the simulation from outside its package. Threadsafe: one seed is one run, whatever
 * other runs there are at the same time.
 */
public final class Simulation {

  private Simulation() {}

  /**
   * What became of one run.
   *
   * @param violations what was wrong in the end; empty if nothing was
   * @param faults how often each kind of fault hit
   * @param steps points at which something could have happened
   */
  public record Outcome(List<String> violations, Map<String, Long> faults, int steps) {}

  /** One run without a planted bug. */
  public static Outcome run(long seed) {
    return run(seed, Plant.NONE);
  }

  /** One run with a bug, or a harmless change, of {@link #planted} or {@link #harmless}. */
  public static Outcome run(long seed, String plant) {
    return run(seed, Plant.valueOf(plant.toUpperCase(Locale.ROOT).replace(' ', '_')));
  }

  private static Outcome run(long seed, Plant plant) {
    SimulatedWorld world = new SimulatedWorld(seed, plant);
    world.run();
    Map<String, Long> faults = new TreeMap<>();
    world.faults.forEach((fault, times) -> faults.put(name(fault), times.longValue()));
    return new Outcome(SimulationOracle.violations(world), faults, world.steps());
  }

  /** The kinds of fault, each of which must hit for the runs to count. */
  public static List<String> faults() {
    return Stream.of(SimulatedWorld.Fault.values()).map(Simulation::name).toList();
  }

  /** The bugs that can be planted; each must be seen. */
  public static List<String> planted() {
    return Stream.of(Plant.values()).filter(Plant::isBug).map(Simulation::name).toList();
  }

  /** What looks like a bug and must not be one. */
  public static List<String> harmless() {
    return Stream.of(Plant.values())
        .filter(plant -> plant != Plant.NONE && !plant.isBug())
        .map(Simulation::name)
        .toList();
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
