package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.Benchmark.Program;
import dev.rollcall.benchmarks.Benchmark.Store;
import dev.rollcall.core.error.ConfigurationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** All that there are. */
final class Benchmarks {

  private static final List<Benchmark> ALL =
      List.of(
          step(
              "decode",
              "one user as JSON to its row of 30 columns",
              rollcall("DecodeBenchmark.rollcall"),
              new Program("tokens", "Jackson's tokens, dropped", "DecodeBenchmark.tokens"),
              new Program("readTree", "columns out of a tree", "DecodeBenchmark.readTree")),
          step(
              "envelope",
              "a reply with 100 users to their rows, per user",
              rollcall("DecodeBenchmark.rollcallReply"),
              new Program("readTree", "columns out of a tree", "DecodeBenchmark.readTreeReply")),
          step(
              "aggregate",
              "a row into three groupings by day: count, mean, distinct, quantiles",
              rollcall("AggregateBenchmark.rollcall"),
              new Program("sketches", "HashMap, HLL and KLL", "AggregateBenchmark.sketches")),
          step(
              "aggregate-many",
              "a row into a group of its own, of 100,000: count, mean, distinct, quantiles",
              rollcall("AggregateBenchmark.rollcallMany"),
              new Program("sketches", "HashMap, HLL and KLL", "AggregateBenchmark.sketchesMany")),
          step(
              "state-write",
              "the state of one group to bytes",
              rollcall("StateBenchmark.rollcallWrite"),
              new Program("sketches", "HLL and KLL", "StateBenchmark.sketchesWrite")),
          step(
              "state-read",
              "the state of one group from bytes",
              rollcall("StateBenchmark.rollcallRead"),
              new Program("sketches", "HLL and KLL", "StateBenchmark.sketchesRead")),
          pipeline(
              "kafka",
              "Kafka to rows that are dropped",
              Store.NONE,
              new Program("touch", "a consumer loop that adds up the bytes", ""),
              new Program("readTree", "a consumer loop that makes rows out of trees", "")),
          pipeline(
              "postgres",
              "Kafka to a table of PostgreSQL",
              Store.POSTGRES,
              new Program("readTree", "a consumer loop with batched upserts", "")),
          pipeline(
              Benchmark.ROW_WRITES,
              "prepared rows to a table of PostgreSQL, 1,000 at a time",
              Store.POSTGRES,
              new Program("upserts", "batched upserts", "")),
          pipeline(
              "cassandra",
              "Kafka to a table of Cassandra",
              Store.CASSANDRA,
              new Program("readTree", "a consumer loop with asynchronous inserts", "")));

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

  private static Program rollcall(String method) {
    return new Program(Benchmark.ROLLCALL, "Rollcall", method);
  }

  private static Benchmark step(String name, String title, Program... programs) {
    return new Benchmark(name, title, null, List.of(programs));
  }

  private static Benchmark pipeline(String name, String title, Store store, Program... peers) {
    List<Program> programs = new ArrayList<>();
    programs.add(rollcall(""));
    programs.addAll(List.of(peers));
    return new Benchmark(name, title, store, List.copyOf(programs));
  }
}
