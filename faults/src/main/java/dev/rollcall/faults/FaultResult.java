package dev.rollcall.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Collects what a test finds, and says whether that counts as good. Not threadsafe. */
public final class FaultResult {

  long lost;
  long doubled;
  final Map<String, Object> figures = new LinkedHashMap<>();
  final List<String> violations = new ArrayList<>();
  final Map<String, Long> faults = new LinkedHashMap<>();
  final Set<String> required = new LinkedHashSet<>();
  final Map<String, Long> planted = new LinkedHashMap<>();

  /** Adds to the elements without their effect. */
  public FaultResult lost(long elements) {
    lost += elements;
    return this;
  }

  /** Adds to the elements whose effect came more than once. */
  public FaultResult doubled(long elements) {
    doubled += elements;
    return this;
  }

  /** A figure to publish: a number, a text, or a map of such; its name says the unit. */
  public FaultResult figure(String name, Object value) {
    figures.put(name, value);
    return this;
  }

  /** Something that must not be, in one line. */
  public FaultResult violation(String what) {
    violations.add(what);
    return this;
  }

  /** Adds to the times a fault hit that must hit for the run to count; call it with 0 as well. */
  public FaultResult fault(String name, long times) {
    required.add(name);
    return sideFault(name, times);
  }

  /** As {@link #fault(String, long)}, by the constant's name in words. */
  public FaultResult fault(Enum<?> fault, long times) {
    return fault(words(fault), times);
  }

  /** The constant's name in words, for results. */
  public static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Adds to the times a fault hit that is worth telling, but need not hit. */
  public FaultResult sideFault(String name, long times) {
    faults.merge(name, times, Long::sum);
    return this;
  }

  /** A planted bug and in how many runs it was caught; one that is never caught is a failure. */
  public FaultResult planted(String bug, long caught) {
    planted.merge(bug, caught, Long::sum);
    return this;
  }

  /**
   * Why the result is not good, in one line each; empty if it is. It is good if nothing was lost,
   * doubled or otherwise wrong, every required fault really hit, and every planted bug was caught:
   * a run without faults, or with a check that sees nothing, shows nothing.
   */
  public List<String> objections() {
    List<String> objections = new ArrayList<>();
    if (lost != 0) {
      objections.add(lost + " elements lost");
    }
    if (doubled != 0) {
      objections.add(doubled + " elements doubled");
    }
    objections.addAll(violations);
    if (required.isEmpty()) {
      objections.add("no fault was required to hit, so the run shows nothing");
    }
    required.stream()
        .filter(fault -> faults.getOrDefault(fault, 0L) <= 0)
        .map(fault -> "fault '" + fault + "' never hit, so the run does not count")
        .forEach(objections::add);
    planted.keySet().stream()
        .filter(bug -> planted.getOrDefault(bug, 0L) <= 0)
        .map(bug -> "planted bug '" + bug + "' was not caught")
        .forEach(objections::add);
    return objections;
  }

  /** True if there are no {@link #objections}. */
  public boolean ok() {
    return objections().isEmpty();
  }

  /** How many things were found wrong: what shows a planted bug. */
  public long wrong() {
    return lost + doubled + violations.size();
  }

  /** For people, a line each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("faults that hit: " + faults);
    if (!planted.isEmpty()) {
      long caught = planted.values().stream().filter(times -> times > 0).count();
      lines.add("planted bugs caught: " + caught + "/" + planted.size());
    }
    figures.forEach((name, value) -> lines.add(name + ": " + value));
    lines.add("lost " + lost + ", doubled " + doubled);
    List<String> objections = objections();
    objections.stream().limit(20).forEach(reason -> lines.add("NOT GOOD: " + reason));
    if (objections.size() > 20) {
      lines.add("… and " + (objections.size() - 20) + " more");
    }
    return lines;
  }
}
