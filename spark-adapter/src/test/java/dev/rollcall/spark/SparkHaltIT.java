package dev.rollcall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of T9: one of its rounds. */
class SparkHaltIT {

  private static final long SEED =
      Long.getLong("rollcall.spark.halt.seed", System.nanoTime() & 0xFFFFFF);

  @Test
  void aDriverThatIsHaltedAtEachPointLeavesWhatTheEngineInThisJvmMakesOfTheLog(@TempDir Path folder)
      throws Exception {
    HaltRounds.Round round = HaltRounds.play(folder, new Random(SEED));

    assertThat(round.problems()).as("-Drollcall.spark.halt.seed=%d", SEED).isEmpty();
    assertThat(round.halts()).isEqualTo(3);
    assertThat(round.replayed()).isPositive();
    assertThat(round.lost()).isZero();
    assertThat(round.doubled()).isZero();
  }
}
