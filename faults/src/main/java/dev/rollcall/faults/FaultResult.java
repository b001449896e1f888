package dev.rollcall.faults;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a test found. Immutable; made by {@link FaultResultBuilder}.
 *
 * @param test the id of the test
 * @param lost elements that should have had an effect and had none
 * @param doubled elements that had their effect more than once
 * @param figures what was measured, in the order it is to be shown; the name says the unit
 * @param violations what was wrong, in one line each; empty if nothing was
 * @param faults how often each kind of fault hit
 * @param required the faults that must have hit for the run to count
 * @param planted for each planted bug, in how many runs it was caught
 */
public record FaultResult(
    String test,
    long lost,
    long doubled,
    Map<String, Object> figures,
    List<String> violations,
    Map<String, Long> faults,
    Set<String> required,
    Map<String, Long> planted) {

  /** Copies, and keeps the order. */
  public FaultResult {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    violations = List.copyOf(violations);
    faults = Collections.unmodifiableMap(new LinkedHashMap<>(faults));
    required = Collections.unmodifiableSet(new LinkedHashSet<>(required));
    planted = Collections.unmodifiableMap(new LinkedHashMap<>(planted));
  }

  /** Of the test with this id. */
  public static FaultResultBuilder of(String test) {
    return new FaultResultBuilder(test);
  }

  /** True if nothing was wrong and every fault that had to hit did: see {@link Verdict}. */
  public boolean ok() {
    return Verdict.of(this).isEmpty();
  }
}
