package dev.rollcall.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what a test finds. Not threadsafe. */
public final class FaultResultBuilder {

  private final String test;
  private long lost;
  private long doubled;
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Long> faults = new LinkedHashMap<>();
  private final Set<String> required = new LinkedHashSet<>();
  private final Map<String, Long> planted = new LinkedHashMap<>();

  FaultResultBuilder(String test) {
    this.test = test;
  }

  /** Adds to the elements without their effect; 0 by default. */
  public FaultResultBuilder lost(long elements) {
    lost += elements;
    return this;
  }

  /** Adds to the elements whose effect came more than once; 0 by default. */
  public FaultResultBuilder doubled(long elements) {
    doubled += elements;
    return this;
  }

  /** A figure to publish: a number, a text, or a list of such; its name says the unit. */
  public FaultResultBuilder figure(String name, Object value) {
    figures.put(name, value);
    return this;
  }

  /** Something that must not be, in one line. */
  public FaultResultBuilder violation(String what) {
    violations.add(what);
    return this;
  }

  /** Adds to the times a fault hit that must hit for the run to count; call it with 0 as well. */
  public FaultResultBuilder fault(String name, long times) {
    required.add(name);
    return sideFault(name, times);
  }

  /** Adds to the times a fault hit that is worth telling, but need not hit. */
  public FaultResultBuilder sideFault(String name, long times) {
    faults.merge(name, times, Long::sum);
    return this;
  }

  /** A planted bug and in how many runs it was caught; one that is never caught is a failure. */
  public FaultResultBuilder planted(String bug, long caught) {
    planted.merge(bug, caught, Long::sum);
    return this;
  }

  /** The result. */
  public FaultResult build() {
    return new FaultResult(test, lost, doubled, figures, violations, faults, required, planted);
  }
}
