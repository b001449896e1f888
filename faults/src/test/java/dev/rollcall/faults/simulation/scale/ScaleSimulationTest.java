package dev.rollcall.faults.simulation.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.faults.simulation.scale.ScaleRun.Measured;
import dev.rollcall.faults.simulation.scale.ScaleRun.Shape;
import org.junit.jupiter.api.Test;

/** More partitions and workers: T13 ({@link ScaleSimulation}). */
class ScaleSimulationTest {

  private static Measured run(int partitions, int workers, boolean together) {
    return ScaleRun.of(new Shape(partitions, workers, 42, 3, 30, together, false), 1);
  }

  @Test
  void writesOfAWorkerGrowWithDocumentsNotWithPartitions() {
    Measured few = run(8, 1, true);
    Measured many = run(64, 1, true);
    assertThat(few.violations()).isEmpty();
    assertThat(many.violations()).isEmpty();
    assertThat(few.refused() + many.refused()).isZero();
    assertThat(many.writesPerRound()).isLessThan(2 * few.writesPerRound());
    Measured byThemselves = run(64, 1, false);
    assertThat(byThemselves.violations()).isEmpty();
    assertThat(byThemselves.writesPerRound()).isGreaterThan(10 * many.writesPerRound());
  }

  @Test
  void workersThatContendLoseNothing() {
    Measured measured = run(64, 8, true);
    assertThat(measured.violations()).isEmpty();
    assertThat(measured.refused()).isPositive();
  }

  @Test
  void aStoreThatComparesNothingIsSeen() {
    assertThat(ScaleRun.of(new Shape(8, 2, 42, 3, 30, true, true), 1).violations()).isNotEmpty();
  }
}
