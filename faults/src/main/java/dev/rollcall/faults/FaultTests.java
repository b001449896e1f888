package dev.rollcall.faults;

import java.util.List;

/** All tests there are, in the order of their ids. */
final class FaultTests {

  private FaultTests() {}

  static List<FaultTest> all() {
    return List.of();
  }
}
