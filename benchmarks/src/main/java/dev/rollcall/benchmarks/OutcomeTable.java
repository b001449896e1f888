package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.Outcome.Spread;
import dev.rollcall.benchmarks.workload.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** An outcome for people: the medians per record, then the ratios with their spread. */
record OutcomeTable(Outcome outcome) {

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(outcome.benchmark().name() + ": " + outcome.benchmark().title());
    lines.add(row("", Metric::label) + "   records/s");
    for (String contestant : outcome.rounds().keySet()) {
      double nanos = outcome.figures(contestant, Metric.WALL_NANOS).median();
      lines.add(
          row(contestant, metric -> number(outcome.figures(contestant, metric).median()))
              + "  %10s".formatted(number(1e9 / nanos)));
    }
    for (String peer : outcome.peers()) {
      lines.add(
          row(outcome.subject() + " is × " + peer, metric -> ratio(outcome.ratios(peer, metric))));
    }
    return lines;
  }

  private String row(String label, Function<Metric, String> cell) {
    StringBuilder line = new StringBuilder("  %-22s".formatted(label));
    for (Metric metric : outcome.metrics()) {
      line.append("  %20s".formatted(cell.apply(metric)));
    }
    return line.toString();
  }

  private static String ratio(Spread spread) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f..%.2f)", spread.median(), spread.min(), spread.max());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
