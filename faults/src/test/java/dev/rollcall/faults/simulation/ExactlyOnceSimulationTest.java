package dev.rollcall.faults.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guarantee, attacked: the real processor and merger over a store that times out, applies
 * writes late or loses acknowledgements, with workers that crash between any two steps and zombies
 * that do not know yet. After all is quiet the documents and rows must equal a plain recount. More
 * runs: {@code -Drollcall.simulation.seeds=100000}.
 */
public class ExactlyOnceSimulationTest {

  private static final Logger LOG = LoggerFactory.getLogger(ExactlyOnceSimulationTest.class);

  private static final int SEEDS = Integer.getInteger("rollcall.simulation.seeds", 1_500);

  /** Enough for each planted bug to show; how often each does is for the long run to say. */
  private static final int PLANT_SEEDS = 150;

  @Test
  void nothingIsLostOrCountedTwiceWhateverFails() {
    Map<SimulatedWorld.Fault, Integer> faults = new EnumMap<>(SimulatedWorld.Fault.class);
    List<String> violations = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      SimulatedWorld world = SimulatedWorld.after(seed, PlantedBug.NONE);
      for (String violation : SimulationOracle.violations(world)) {
        violations.add("seed " + seed + ": " + violation);
      }
      world.faults.forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
    }
    LOG.info("{} simulated runs; faults that hit: {}", SEEDS, faults);
    assertThat(violations).isEmpty();
    // a run without faults would prove nothing
    assertThat(faults).containsOnlyKeys(SimulatedWorld.Fault.values());
  }

  @Test
  void aSeedNobodyHasTriedIsRightToo() {
    long seed = new Random().nextLong();
    assertThat(SimulationOracle.violations(SimulatedWorld.after(seed, PlantedBug.NONE)))
        .as("seed %d", seed)
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "DRIVER_FLUSHES_AND_COMMITS_ON_LOST"})
  void aPlantedBugIsSeen(PlantedBug plant) {
    OptionalLong seen =
        LongStream.range(0, PLANT_SEEDS)
            .filter(
                seed -> !SimulationOracle.violations(SimulatedWorld.after(seed, plant)).isEmpty())
            .findFirst();

    LOG.info("{}: first seen with seed {}", plant, seen);
    assertThat(seen).isPresent();
  }

  @Test
  void aFlushOfWhatIsLostIsHarmless() {
    for (long seed = 0; seed < PLANT_SEEDS; seed++) {
      SimulatedWorld world =
          SimulatedWorld.after(seed, PlantedBug.DRIVER_FLUSHES_AND_COMMITS_ON_LOST);
      assertThat(SimulationOracle.violations(world)).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void oneSeedIsOneRun() {
    for (long seed = 0; seed < 20; seed++) {
      SimulatedWorld once = SimulatedWorld.after(seed, PlantedBug.NONE);
      SimulatedWorld again = SimulatedWorld.after(seed, PlantedBug.NONE);
      assertThat(again.steps()).isEqualTo(once.steps());
      assertThat(again.faults).isEqualTo(once.faults);
    }
  }
}
