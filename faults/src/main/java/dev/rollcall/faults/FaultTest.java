package dev.rollcall.faults;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One attack on the guarantee. Used by one thread; a test that needs more makes its own. */
public interface FaultTest {

  /**
   * Such as {@code T1}: its name on the command line, in {@code docs/results} and in the tables.
   */
  String id();

  /** What is attacked, and how, in one line. */
  String title();

  /** The names of its parameters; {@code seed} is always one and need not be named. */
  Set<String> parameters();

  /** Parameters with which it takes seconds: {@code --test all-short} and the build use these. */
  default Map<String, String> shortForm() {
    return Map.of();
  }

  /**
   * Runs the attack to its end.
   *
   * @param progress is told, in one line and every few seconds, how far it is
   * @throws Exception if the test itself cannot go on: no result, which is not a violation
   */
  FaultResult run(Parameters parameters, Consumer<String> progress) throws Exception;
}
