package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.Rounds.Contestant;
import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./rollcall bench}. */
@Command(
    name = "rollcall bench",
    description = {
      "Measures Rollcall against programs that do the same work, or against another build of"
          + " itself. Contestants take turns, each time in a new process; a ratio compares two of the"
          + " same round, and above 1 Rollcall is the faster. Measure on a machine that does"
          + " nothing else."
    },
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured",
      "1:a program failed",
      "2:wrong usage: the message says what to change"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rollcall bench --list",
      "  rollcall bench --only decode --only kafka",
      "  rollcall bench --against ../rollcall-before",
      "  rollcall bench --only growth --up-to 10000000"
    })
final class Bench implements Callable<Integer> {

  @Mixin private final BenchOptions options = new BenchOptions();
  private final Build build;
  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
  private final PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);

  Bench(Build build) {
    this.build = build;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new Bench(Build.current()).execute(arguments));
  }

  /** Returns the exit code. */
  int execute(String... arguments) {
    return new CommandLine(this)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              err.println("rollcall bench: " + failure.getMessage());
              return failure instanceof ConfigurationException
                  ? CommandLine.ExitCode.USAGE
                  : CommandLine.ExitCode.SOFTWARE;
            })
        .execute(arguments);
  }

  @Override
  public Integer call() throws Exception {
    List<Benchmark> benchmarks = Benchmarks.named(options.only());
    if (options.list()) {
      benchmarks.forEach(benchmark -> benchmark.describe().forEach(out::println));
      return CommandLine.ExitCode.OK;
    }
    if (options.page()) {
      out.println("Wrote " + new PerformancePage(build.root()).write());
      return CommandLine.ExitCode.OK;
    }
    Build other = options.against();
    ResultFile results = new ResultFile(options.command(), commits(other));
    Consumer<String> progress = message -> err.println("  " + message);
    Rounds rounds = new Rounds(options.rounds(), progress);
    benchmarks.forEach(options::users); // before servers start
    List<Map<String, Object>> contents = new ArrayList<>();
    try (Inputs inputs = Inputs.open(benchmarks, options, progress)) {
      for (Benchmark benchmark : benchmarks) {
        List<Contestant> contestants = contestants(benchmark, other, inputs, progress);
        Outcome outcome = rounds.run(benchmark, contestants);
        new OutcomeTable(outcome).lines().forEach(out::println);
        contents.add(results.content(outcome, contestants.get(0).input().users()));
        options.write(contents, build.root(), err);
      }
    }
    return CommandLine.ExitCode.OK;
  }

  /** Rollcall of both builds, or all programs of this one; the first is what ratios are of. */
  private List<Contestant> contestants(
      Benchmark benchmark, @Nullable Build other, Inputs inputs, Consumer<String> progress)
      throws IOException {
    List<Program> programs = options.programs(benchmark);
    if (other != null) {
      Program first = programs.get(0);
      ForkInput input = inputs.of(benchmark, first);
      return List.of(
          new Contestant("after", build, first.work(), input),
          new Contestant("before", other, first.work(), input));
    }
    List<Contestant> contestants = new ArrayList<>();
    for (Program program : programs) {
      if (program.work() instanceof Work.WholeProcess process
          && !process.tool().isEmpty()
          && !ProcessRun.isInstalled(process.tool())) {
        progress.accept(
            "%s: skipped %s, which is not installed".formatted(benchmark.name(), process.tool()));
      } else {
        contestants.add(
            new Contestant(program.name(), build, program.work(), inputs.of(benchmark, program)));
      }
    }
    return contestants;
  }

  private Map<String, String> commits(@Nullable Build other) {
    Map<String, String> commits = new LinkedHashMap<>();
    commits.put(other == null ? Benchmark.ROLLCALL : "after", build.commit());
    if (other != null) {
      commits.put("before", other.commit());
    }
    return commits;
  }
}
