package dev.rollcall.benchmarks;

import static dev.rollcall.benchmarks.Program.step;

import java.util.List;

/** Steps of core, each alone, under JMH. */
final class StepBenchmarks {

  private static final int USERS = 16_384;

  private StepBenchmarks() {}

  static List<Benchmark> all() {
    return List.of(
        of(
            "decode",
            "one user as JSON to a row whose 30 values are read",
            rollcall("DecodeBenchmark.rollcall"),
            step("unread", "Rollcall, whose values nobody reads", "DecodeBenchmark.rollcallUnread"),
            step("tokens", "Jackson's tokens, dropped", "DecodeBenchmark.tokens"),
            step("readTree", "columns out of a tree", "DecodeBenchmark.readTree"),
            step("fastjson2", "columns out of a bound object", "DecodeBenchmark.fastjson2"),
            step("dsl-json", "columns out of a bound object", "DecodeBenchmark.dslJson")),
        of(
            "decode-pruned",
            "one user through a pipeline whose table has 5 of the 30 columns",
            rollcall("PrunedBenchmark.rollcall"),
            step("tokens", "Jackson's tokens, dropped", "DecodeBenchmark.tokens"),
            step("readTree", "5 values out of a tree", "PrunedBenchmark.readTree")),
        of(
            "decode-mixed",
            "users with \\u escapes, spaces, other orders of fields, fields too many or absent",
            rollcall("ShapesBenchmark.rollcallMixed"),
            step("tokens", "Jackson's tokens, dropped", "ShapesBenchmark.tokensMixed"),
            step("readTree", "columns out of a tree", "ShapesBenchmark.readTreeMixed")),
        of(
            "decode-shop",
            "one event of a shop to its row of 13 columns",
            rollcall("ShapesBenchmark.rollcallShop"),
            step("tokens", "Jackson's tokens, dropped", "ShapesBenchmark.tokensShop"),
            step("readTree", "columns out of a tree", "ShapesBenchmark.readTreeShop")),
        of(
            "decode-arrays",
            "one order to the rows of its 1 to 5 lines: a type of one's own with an array",
            rollcall("ShapesBenchmark.rollcallArrays"),
            step("tokens", "Jackson's tokens, dropped", "ShapesBenchmark.tokensArrays"),
            step("readTree", "rows out of a tree", "ShapesBenchmark.readTreeArrays")),
        of(
            "envelope",
            "a reply with 100 users to their rows, per user",
            rollcall("DecodeBenchmark.rollcallReply"),
            step("readTree", "columns out of a tree", "DecodeBenchmark.readTreeReply")),
        of(
            "aggregate",
            "a row into three groupings by day: count, mean, distinct, quantiles",
            rollcall("AggregateBenchmark.rollcall"),
            step("sketches", "HashMap, HLL and KLL", "AggregateBenchmark.sketches")),
        of(
            "aggregate-many",
            "a row into a group of its own, of 100,000: count, mean, distinct, quantiles",
            rollcall("AggregateBenchmark.rollcallMany"),
            step("sketches", "HashMap, HLL and KLL", "AggregateBenchmark.sketchesMany")),
        of(
            "state-write",
            "the state of one group to bytes",
            rollcall("StateBenchmark.rollcallWrite"),
            step("sketches", "HLL and KLL", "StateBenchmark.sketchesWrite")),
        of(
            "state-read",
            "the state of one group from bytes",
            rollcall("StateBenchmark.rollcallRead"),
            step("sketches", "HLL and KLL", "StateBenchmark.sketchesRead")));
  }

  private static Program rollcall(String method) {
    return step(Benchmark.ROLLCALL, "Rollcall", method);
  }

  private static Benchmark of(String name, String title, Program... programs) {
    return new Benchmark(name, title, Benchmark.Needs.NOTHING, USERS, List.of(programs));
  }
}
