package dev.rollcall.cli.demo.report;

import dev.rollcall.cli.demo.DemoResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where time went.
 *
 * @param seconds per phase, in order
 * @param total what was measured as the total, else all phases together
 */
record DemoPhases(Map<String, Double> seconds, double total) {

  /** The name that a total has among the phases: {@value}. */
  static final String TOTAL = "total";

  static DemoPhases of(DemoResult result) {
    Map<String, Double> phases = new LinkedHashMap<>(result.seconds());
    Double total = phases.remove(TOTAL);
    double sum = phases.values().stream().mapToDouble(Double::doubleValue).sum();
    return new DemoPhases(Collections.unmodifiableMap(phases), total == null ? sum : total);
  }

  /** Seconds of the longest phase. */
  double longest() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
