package dev.rollcall.benchmarks;

import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@link Bench}, and what they come to. */
final class BenchOptions {

  private static final int QUICK_USERS = 2_000;
  private static final int QUICK_UP_TO = 10_000;

  @Option(
      names = "--list",
      description = "print the benchmarks and what they need, measure nothing")
  private boolean list;

  @Option(names = "--only", paramLabel = "NAME", description = "this benchmark; may be repeated")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--against",
      paramLabel = "FOLDER",
      description =
          "compare with Rollcall as built in this other checkout ('before') in place of the peers")
  private @Nullable Path against;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "how many times each program runs (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--users",
      paramLabel = "N",
      description =
          "how many distinct records there are in the topic (default: 200000; of partitions"
              + " 100000) or in the file (160000); a step of core has 16384 at most")
  private int users;

  @Option(
      names = "--up-to",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "the most users that growth goes to, 10000000 at most (default: ${DEFAULT-VALUE})")
  private int upTo;

  @Option(
      names = "--quick",
      description = "one short round of 2000 users: shows that all works; its figures mean nothing")
  private boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "write all results here; without it each goes to docs/results/bench-NAME.json, from"
              + " which docs/performance.md is made anew (with --against, to"
              + " bench-NAME-before-after.json), and those of --quick nowhere")
  private @Nullable Path json;

  @Option(
      names = "--page",
      description = "make docs/performance.md from docs/results, measure nothing")
  private boolean page;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this help")
  private boolean help;

  boolean list() {
    return list;
  }

  List<String> only() {
    return only;
  }

  int rounds() {
    return quick ? 1 : positive("--rounds", rounds);
  }

  boolean page() {
    return page;
  }

  /** How many records a benchmark has. */
  int users(Benchmark benchmark) {
    if (quick) {
      return QUICK_USERS;
    }
    int wanted = users == 0 ? benchmark.users() : positive("--users", users);
    return benchmark.needs() == Benchmark.Needs.NOTHING
        ? Math.min(wanted, benchmark.users()) // a step's records are all in memory
        : wanted;
  }

  /** Those that run; of growth, up to a size. */
  List<Program> programs(Benchmark benchmark) {
    int most = quick ? QUICK_UP_TO : positive("--up-to", upTo);
    return benchmark.programs().stream()
        .filter(program -> program.users() <= Math.max(most, benchmark.users()))
        .toList();
  }

  /** How often JMH iterates to warm up, and again to measure. */
  int iterations() {
    return quick ? 1 : 5;
  }

  int iterationMillis() {
    return quick ? 200 : 1_000;
  }

  private static int positive(String option, int value) {
    if (value < 1) {
      throw new ConfigurationException(option + ": got " + value + ", expected 1 or more");
    }
    return value;
  }

  @Nullable Build against() {
    return against == null ? null : Build.at(against);
  }

  /** What measures it again; the folder of the other build is a matter of this machine. */
  String command() {
    String names = only.isEmpty() ? "" : " --only " + String.join(" --only ", only);
    String counts = quick ? " --quick" : " --rounds " + rounds;
    if (!quick && users > 0) {
      counts += " --users " + users;
    }
    if (!quick && upTo != 1_000_000) {
      counts += " --up-to " + upTo;
    }
    return "./rollcall bench" + names + (against == null ? "" : " --against FOLDER") + counts;
  }

  /** Writes the results so far where they are to be; only the last of them is new. */
  void write(List<Map<String, Object>> results, Path root, PrintWriter progress)
      throws IOException {
    if (json != null) {
      ResultFile.write(json, results);
      progress.println("Wrote " + json);
    } else if (!quick) {
      Map<String, Object> result = results.get(results.size() - 1);
      String name = result.get("benchmark") + (against == null ? "" : "-before-after");
      Path file = root.resolve("docs/results/bench-" + name + ".json");
      ResultFile.write(file, result);
      progress.println("Wrote " + file);
      if (against == null) {
        progress.println("Wrote " + new PerformancePage(root).write());
      }
    }
  }
}
