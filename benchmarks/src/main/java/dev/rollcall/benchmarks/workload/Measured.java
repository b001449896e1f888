package dev.rollcall.benchmarks.workload;

import java.util.Map;

/**
 * What a program tells of one pass.
 *
 * @param records how many it got
 * @param figures what it measured itself, besides the time of the pass or in its place
 */
public record Measured(long records, Map<Metric, Double> figures) {
  public Measured {
    figures = Map.copyOf(figures);
  }

  /** A pass whose time is all there is to measure. */
  public static Measured of(long records) {
    return new Measured(records, Map.of());
  }
}
