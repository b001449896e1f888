package dev.rollcall.faults.simulation.parts;

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

/** More seeds: T12 ({@link PartsSimulation}). */
class PartsSimulationTest {

  private static final Logger LOG = LoggerFactory.getLogger(PartsSimulationTest.class);
  private static final int SEEDS = 3_000;

  /** Enough for each planted bug to show. */
  private static final int PLANT_SEEDS = 300;

  @Test
  void liveAreTheLinesOfTheStoredOrderWhateverFails() {
    Map<PartsWorld.Fault, Integer> faults = new EnumMap<>(PartsWorld.Fault.class);
    List<String> violations = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      PartsWorld world = PartsWorld.after(seed, PartsBug.NONE);
      for (String violation : world.violations) {
        violations.add("seed " + seed + ": " + violation);
      }
      world.faults.forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
    }
    LOG.info("{} simulated runs; faults that hit: {}", SEEDS, faults);
    assertThat(violations).isEmpty();
    // a run without faults would prove nothing
    assertThat(faults).containsOnlyKeys(PartsWorld.Fault.values());
  }

  @Test
  void aSeedNobodyHasTriedIsRightToo() {
    long seed = new Random().nextLong();
    assertThat(PartsWorld.after(seed, PartsBug.NONE).violations).as("seed %d", seed).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsSeen(PartsBug bug) {
    OptionalLong seen =
        LongStream.range(0, PLANT_SEEDS)
            .filter(seed -> !PartsWorld.after(seed, bug).violations.isEmpty())
            .findFirst();

    LOG.info("{}: first seen with seed {}", bug, seen);
    assertThat(seen).isPresent();
  }
}
