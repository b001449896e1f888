package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.workload.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of a benchmark.
 *
 * @param subject the contestant that the ratios are of
 * @param rounds by contestant, in the order in which they took turns: of each round what was
 *     measured per record
 */
record Outcome(Benchmark benchmark, String subject, Map<String, List<Map<Metric, Double>>> rounds) {

  /** A median, and the least and greatest of what it is of. */
  record Spread(double median, double min, double max) {

    static Spread of(List<Double> figures) {
      List<Double> sorted = figures.stream().sorted().toList();
      int last = sorted.size() - 1;
      double median = (sorted.get(last / 2) + sorted.get((last + 1) / 2)) / 2;
      return new Spread(median, sorted.get(0), sorted.get(last));
    }
  }

  /** The contestants that the subject is compared with. */
  List<String> peers() {
    return rounds.keySet().stream().filter(name -> !name.equals(subject)).toList();
  }

  /** How many rounds there were. */
  int count() {
    return of(subject).size();
  }

  /** Those metrics that were measured of the subject. */
  List<Metric> metrics() {
    return of(subject).get(0).keySet().stream().sorted().toList();
  }

  /** A metric of a contestant over the rounds, per record. */
  Spread figures(String contestant, Metric metric) {
    return Spread.of(of(contestant).stream().map(round -> value(round, metric)).toList());
  }

  /**
   * How many times as good as its peer the subject is: the peer's figure over the subject's in the
   * same round, over all rounds. Above 1 the subject is faster, or allocates less.
   */
  Spread ratios(String peer, Metric metric) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < count(); round++) {
      ratios.add(value(of(peer).get(round), metric) / value(of(subject).get(round), metric));
    }
    return Spread.of(ratios);
  }

  private List<Map<Metric, Double>> of(String contestant) {
    return rounds.getOrDefault(contestant, List.of());
  }

  private static double value(Map<Metric, Double> measured, Metric metric) {
    return measured.getOrDefault(metric, Double.NaN);
  }
}
