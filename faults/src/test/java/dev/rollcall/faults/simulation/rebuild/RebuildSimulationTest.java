package dev.rollcall.faults.simulation.rebuild;

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
 * A rebuild among workers of the version before, attacked with the real core: in the end the
 * documents are those of the second version, counted anew. More runs: {@code
 * -Drollcall.simulation.seeds=100000}.
 */
class RebuildSimulationTest {

  private static final Logger LOG = LoggerFactory.getLogger(RebuildSimulationTest.class);

  private static final int SEEDS = Integer.getInteger("rollcall.simulation.seeds", 1_500);

  /** Enough for each planted bug to show; how often each does is for the long run to say. */
  private static final int PLANT_SEEDS = 1_000;

  @Test
  void aRebuildIsExactWhoeverStillRuns() {
    Map<RebuildWorld.Fault, Integer> faults = new EnumMap<>(RebuildWorld.Fault.class);
    List<String> violations = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      RebuildWorld world = RebuildWorld.after(seed, RebuildBug.NONE);
      for (String violation : world.violations) {
        violations.add("seed " + seed + ": " + violation);
      }
      world.faults.forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
    }
    LOG.info("{} simulated runs; faults that hit: {}", SEEDS, faults);
    assertThat(violations).isEmpty();
    // a run without faults would prove nothing
    assertThat(faults).containsOnlyKeys(RebuildWorld.Fault.values());
  }

  @Test
  void aSeedNobodyHasTriedIsRightToo() {
    long seed = new Random().nextLong();
    assertThat(RebuildWorld.after(seed, RebuildBug.NONE).violations).as("seed %d", seed).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsSeen(RebuildBug plant) {
    OptionalLong seen =
        LongStream.range(0, PLANT_SEEDS)
            .filter(seed -> !RebuildWorld.after(seed, plant).violations.isEmpty())
            .findFirst();

    LOG.info("{}: first seen with seed {}", plant, seen);
    assertThat(seen).isPresent();
  }

  @Test
  void oneSeedIsOneRun() {
    for (long seed = 0; seed < 20; seed++) {
      RebuildWorld once = RebuildWorld.after(seed, RebuildBug.NONE);
      RebuildWorld again = RebuildWorld.after(seed, RebuildBug.NONE);
      assertThat(again.steps()).isEqualTo(once.steps());
      assertThat(again.faults).isEqualTo(once.faults);
    }
  }
}
