package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.workload.ForkInput;
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

  private static final int STEP_USERS = 16_384;
  private static final int QUICK_USERS = 2_000;

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
      defaultValue = "200000",
      description =
          "distinct users in the topic (default: ${DEFAULT-VALUE}); a benchmark without Kafka takes"
              + " the first 16384")
  private int users;

  @Option(
      names = "--quick",
      description = "one short round of 2000 users: shows that all works; its figures mean nothing")
  private boolean quick;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "write all results here; without it each goes to docs/results/bench-NAME.json (with"
              + " --against, bench-NAME-before-after.json), and those of --quick nowhere")
  private @Nullable Path json;

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

  int users() {
    return quick ? QUICK_USERS : positive("--users", users);
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

  /** What a benchmark without servers measures. */
  ForkInput input(String benchmark) {
    int count = Math.min(users(), STEP_USERS);
    return new ForkInput(benchmark, "", count, quick ? 1 : 5, quick ? 200 : 1_000, "", "", "");
  }

  /** What measures it again; the folder of the other build is a matter of this machine. */
  String command() {
    String names = only.isEmpty() ? "" : " --only " + String.join(" --only ", only);
    String counts = quick ? " --quick" : " --rounds %d --users %d".formatted(rounds, users);
    return "./rollcall bench" + names + (against == null ? "" : " --against FOLDER") + counts;
  }

  /** Writes the results where they are to be. */
  void write(List<Map<String, Object>> results, Path root, PrintWriter progress)
      throws IOException {
    if (json != null) {
      ResultFile.write(json, results);
      progress.println("Wrote " + json);
    } else if (!quick) {
      for (Map<String, Object> result : results) {
        String name = result.get("benchmark") + (against == null ? "" : "-before-after");
        Path file = root.resolve("docs/results/bench-" + name + ".json");
        ResultFile.write(file, result);
        progress.println("Wrote " + file);
      }
    }
  }
}
