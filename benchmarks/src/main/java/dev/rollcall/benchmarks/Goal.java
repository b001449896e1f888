package dev.rollcall.benchmarks;

import static dev.rollcall.benchmarks.workload.Metric.ALLOCATED_BYTES;
import static dev.rollcall.benchmarks.workload.Metric.CPU_NANOS;
import static dev.rollcall.benchmarks.workload.Metric.HEAP_BYTES;
import static dev.rollcall.benchmarks.workload.Metric.WALL_NANOS;

import dev.rollcall.benchmarks.workload.Metric;
import java.util.List;

/**
 * What Rollcall is meant to reach.
 *
 * @param benchmark in whose result it is looked up
 * @param peer the program that the ratio is to; empty for the figure itself
 * @param bound the least of a ratio, or the most
 */
record Goal(String benchmark, String peer, Metric metric, boolean atLeast, double bound) {

  private static final double FLAT = 1.1;

  /** All goals, in the order of the benchmarks. */
  static List<Goal> all() {
    return List.of(
        times("decode", "readTree", CPU_NANOS, 3.3),
        times("decode", "tokens", CPU_NANOS, 1.15),
        figure("decode", ALLOCATED_BYTES, 1_100),
        times("decode-pruned", "readTree", CPU_NANOS, 5),
        times("decode-pruned", "tokens", CPU_NANOS, 1.7),
        figure("decode-pruned", ALLOCATED_BYTES, 256),
        times("aggregate", "sketches", CPU_NANOS, 4),
        times("kafka", "touch", WALL_NANOS, 0.7),
        times("kafka-aggregates", "touch", WALL_NANOS, 0.5),
        times("workers", "1", WALL_NANOS, 1.8),
        times("postgres", "readTree", WALL_NANOS, 1.2),
        times("postgres", "spark", WALL_NANOS, 2.5),
        times("cassandra", "readTree", WALL_NANOS, 1),
        times("partitions", "8", WALL_NANOS, 0.8),
        times("spark-postgres", "spark", WALL_NANOS, 1.5),
        times("spark-groups", "from_json", CPU_NANOS, 10),
        times("flatten", "duckdb", WALL_NANOS, 1),
        times("aggregate-file", "duckdb", WALL_NANOS, 1),
        growth("growth", "1000000", CPU_NANOS),
        growth("growth", "1000000", HEAP_BYTES),
        growth("growth", "10000000", CPU_NANOS),
        growth("growth", "10000000", HEAP_BYTES),
        growth("growth-engine", "1000000", CPU_NANOS),
        growth("growth-engine", "1000000", HEAP_BYTES),
        growth("growth-engine", "10000000", CPU_NANOS),
        growth("growth-engine", "10000000", HEAP_BYTES));
  }

  private static Goal times(String benchmark, String peer, Metric metric, double least) {
    return new Goal(benchmark, peer, metric, true, least);
  }

  private static Goal figure(String benchmark, Metric metric, double most) {
    return new Goal(benchmark, "", metric, false, most);
  }

  private static Goal growth(String benchmark, String size, Metric metric) {
    return new Goal(benchmark, size, metric, false, FLAT);
  }

  /** By how much a measured value misses it, as a part of the bound; 0 or less if it is met. */
  double missedBy(double measured) {
    return atLeast ? 1 - measured / bound : measured / bound - 1;
  }
}
