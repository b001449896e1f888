package dev.rollcall.benchmarks;

import dev.rollcall.core.error.ConfigurationException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** All that there are: steps of core, whole pipelines, Spark, files, growth. */
final class Benchmarks {

  private static final List<Benchmark> ALL =
      Stream.of(
              StepBenchmarks.all(),
              PipelineBenchmarks.all(),
              SparkBenchmarks.all(),
              FileBenchmarks.all(),
              GrowthBenchmarks.all())
          .flatMap(List::stream)
          .toList();

  private Benchmarks() {}

  static List<Benchmark> all() {
    return ALL;
  }

  /**
   * Those of these names, in their order here; all if none is named.
   *
   * @throws ConfigurationException that lists the names, if there is none of a name
   */
  static List<Benchmark> named(Collection<String> names) {
    List<String> known = ALL.stream().map(Benchmark::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new ConfigurationException(
            "--only: got '%s', expected one of %s".formatted(name, String.join(", ", known)));
      }
    }
    return ALL.stream()
        .filter(benchmark -> names.isEmpty() || names.contains(benchmark.name()))
        .toList();
  }
}
