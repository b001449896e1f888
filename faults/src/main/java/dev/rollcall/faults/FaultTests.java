package dev.rollcall.faults;

import dev.rollcall.faults.simulation.SimulationTest;
import java.util.List;

/** All tests there are, in the order of their ids. */
final class FaultTests {

  private FaultTests() {}

  static List<FaultTest> all() {
    return List.of(new SimulationTest());
  }
}
