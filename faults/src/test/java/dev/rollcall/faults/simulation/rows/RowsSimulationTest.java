package dev.rollcall.faults.simulation.rows;

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

/** More seeds: T11 ({@link RowsSimulation}). */
class RowsSimulationTest {

  private static final Logger LOG = LoggerFactory.getLogger(RowsSimulationTest.class);
  private static final int SEEDS = 3_000;

  /** Enough for each planted bug to show. */
  private static final int PLANT_SEEDS = 300;

  @Test
  void theHigherDefinitionIsStoredWhateverFails() {
    Map<RowsWorld.Fault, Integer> faults = new EnumMap<>(RowsWorld.Fault.class);
    List<String> violations = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      RowsWorld world = RowsWorld.after(seed, RowsBug.NONE);
      for (String violation : world.violations) {
        violations.add("seed " + seed + ": " + violation);
      }
      world.faults.forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
    }
    LOG.info("{} simulated runs; faults that hit: {}", SEEDS, faults);
    assertThat(violations).isEmpty();
    // a run without faults would prove nothing
    assertThat(faults).containsOnlyKeys(RowsWorld.Fault.values());
  }

  @Test
  void aSeedNobodyHasTriedIsRightToo() {
    long seed = new Random().nextLong();
    assertThat(RowsWorld.after(seed, RowsBug.NONE).violations).as("seed %d", seed).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsSeen(RowsBug bug) {
    OptionalLong seen =
        LongStream.range(0, PLANT_SEEDS)
            .filter(seed -> !RowsWorld.after(seed, bug).violations.isEmpty())
            .findFirst();

    LOG.info("{}: first seen with seed {}", bug, seen);
    assertThat(seen).isPresent();
  }
}
