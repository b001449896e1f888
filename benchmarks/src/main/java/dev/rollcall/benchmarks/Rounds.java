package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lets contestants take turns, A B C A B C …, each time in a new JVM. A ratio is made of two of the
 * same round, so that what changes on the machine from round to round changes both.
 */
record Rounds(int count, Consumer<String> progress) {

  /**
   * One program of one build.
   *
   * @param name as results show it: a program, or {@code before} and {@code after}
   */
  record Contestant(String name, Build build, Work work, ForkInput input) {

    Map<Metric, Double> measure() throws IOException, InterruptedException {
      if (work instanceof Work.WholeProcess process) {
        return ProcessRun.measure(build, process, input);
      }
      return Fork.measure(build, work instanceof Work.Pass pass && pass.withPeers(), input);
    }
  }

  /** Runs all rounds; the first contestant is the one that the ratios are of. */
  Outcome run(Benchmark benchmark, List<Contestant> contestants)
      throws IOException, InterruptedException {
    for (Contestant contestant : contestants) {
      if (contestant.work() instanceof Work.WholeProcess) {
        progress.accept("%s: %s, for warming up".formatted(benchmark.name(), contestant.name()));
        contestant.measure(); // the command is built then, and the files are in memory
      }
    }
    Map<String, List<Map<Metric, Double>>> rounds = new LinkedHashMap<>();
    for (int round = 1; round <= count; round++) {
      for (Contestant contestant : contestants) {
        progress.accept(
            "%s: round %d of %d, %s".formatted(benchmark.name(), round, count, contestant.name()));
        rounds
            .computeIfAbsent(contestant.name(), name -> new ArrayList<>())
            .add(contestant.measure());
      }
    }
    return new Outcome(benchmark, contestants.get(0).name(), rounds);
  }
}
