package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.Benchmark.Needs;
import dev.rollcall.benchmarks.subject.Growth;
import java.util.List;
import java.util.stream.IntStream;

/** What a record costs, and what stays in memory, by the number of records. */
final class GrowthBenchmarks {

  private static final int FIRST = 10_000;
  private static final int SIZES = 4;
  private static final int WARM_UP = 1_000_000;

  private GrowthBenchmarks() {}

  static List<Benchmark> all() {
    return List.of(
        of("growth", "users to rows to three aggregations, without an engine", Growth::steps),
        of("growth-engine", "the same by the engine in this JVM, rows dropped", Growth::engine));
  }

  private static Benchmark of(String name, String title, Work.Task task) {
    List<Program> sizes =
        IntStream.iterate(FIRST, size -> size * 10)
            .limit(SIZES)
            .mapToObj(size -> size(size, task))
            .toList();
    return new Benchmark(name, title + ", by the number of users", Needs.NOTHING, FIRST, sizes);
  }

  private static Program size(int users, Work.Task task) {
    Work work = new Work.Pass(task, WARM_UP, false);
    String title = "%,d users".formatted(users);
    return new Program(Integer.toString(users), title, work, users, Program.PARTITIONS);
  }
}
