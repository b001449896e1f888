package dev.rollcall.faults;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Texts;
import dev.rollcall.faults.input.BadInput;
import dev.rollcall.faults.kill.BrokenServers;
import dev.rollcall.faults.kill.FrozenWorkers;
import dev.rollcall.faults.kill.KilledWorkers;
import dev.rollcall.faults.kill.SlowSink;
import dev.rollcall.faults.kill.StoppedWorkers;
import dev.rollcall.faults.log.LogCases;
import dev.rollcall.faults.secret.HiddenSecrets;
import dev.rollcall.faults.simulation.ExactlyOnceSimulation;
import dev.rollcall.faults.simulation.parts.PartsSimulation;
import dev.rollcall.faults.simulation.rows.RowsSimulation;
import dev.rollcall.faults.simulation.scale.ScaleSimulation;
import dev.rollcall.faults.spark.HaltedDrivers;
import dev.rollcall.testkit.process.Checkout;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code ./rollcall faults}: runs the fault tests and writes their results. */
@Command(
    name = "rollcall faults",
    sortOptions = false,
    customSynopsis = {
      "rollcall faults --test ID [--NAME NUMBER]... [--results DIR]",
      "       rollcall faults --test all-short",
      "       rollcall faults --list | --tables | --help"
    },
    description = {
      "Attacks the guarantee that nothing is lost or counted twice, and reports the outcome.",
      "A run counts only if every fault that had to hit did hit.%n"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:good",
      "1:something was lost, doubled or wrong, a fault did not hit, or a planted bug was not caught",
      "2:wrong usage: the message says what to change"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rollcall faults --test T1 --seeds 10_000",
      "  rollcall faults --test T6 --inputs 1000000 --seed 7",
      "  rollcall faults --test T2 --help",
    })
public final class Faults implements Callable<Integer> {

  private static final String ALL_SHORT = "all-short";

  private final List<FaultTest> tests;
  private final Path root;
  private final PrintWriter out;
  private final PrintWriter err;
  private List<String> arguments = List.of();

  @Option(
      names = "--test",
      paramLabel = "ID",
      description =
          "The test to run; or all-short: every test in its short form, which takes a few minutes"
              + " and writes no file.")
  private @Nullable String id;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Write ID.json there. Default: docs/results.")
  private @Nullable Path results;

  @Option(names = "--list", description = "List the tests, their parameters and short forms.")
  private boolean list;

  @Option(
      names = "--tables",
      description = "Write the tables of docs/reliability.md anew from docs/results.")
  private boolean tables;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;

  Faults(List<FaultTest> tests, Path root, PrintWriter out, PrintWriter err) {
    this.tests = tests;
    this.root = root;
    this.out = out;
    this.err = err;
  }

  /** All tests there are, in the order of their ids; new ones, because a test is used once. */
  static List<FaultTest> tests() {
    return List.of(
        new ExactlyOnceSimulation(),
        new KilledWorkers(),
        new FrozenWorkers(),
        BrokenServers.spoilingAnswers(),
        BrokenServers.killingPostgres(),
        BrokenServers.killingMariaDb(),
        new LogCases(),
        new BadInput(),
        new SlowSink(),
        new StoppedWorkers(),
        new HaltedDrivers(),
        new HiddenSecrets(),
        new RowsSimulation(),
        new PartsSimulation(),
        new ScaleSimulation());
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Path root = Path.of(System.getProperty("rollcall.root", "")).toAbsolutePath();
    System.exit(new Faults(tests(), root, out, err).execute(args));
  }

  /** Returns the exit code. */
  int execute(String... args) {
    arguments = List.of(args);
    CommandLine line =
        FaultTest.commandLine(this).setOut(out).setErr(err).setUnmatchedArgumentsAllowed(true);
    try {
      line.parseArgs(args); // for the test, on which the other options depend
    } catch (ParameterException wrong) {
      id = null; // which is said below
    }
    named().ifPresent(test -> test.addParametersTo(line.getCommandSpec()));
    return line.setUnmatchedArgumentsAllowed(false)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler((error, all) -> refuse(error))
        .setExecutionExceptionHandler((error, command, parsed) -> explain(error))
        .execute(args);
  }

  private Optional<FaultTest> named() {
    return tests.stream().filter(test -> test.id().equals(id)).findFirst();
  }

  @Override
  public Integer call() throws Exception {
    if (list) {
      tests.forEach(this::list);
      return 0;
    }
    if (tables) {
      out.println("Wrote " + new ResultTables(root).write());
      return 0;
    }
    if (id == null) {
      FaultTest.commandLine(this).setUsageHelpWidth(100).usage(err);
      return 2;
    }
    if (id.equals(ALL_SHORT)) {
      int code = 0;
      for (FaultTest test : tests.stream().filter(each -> !each.shortForm().isEmpty()).toList()) {
        test.parse(test.shortForm());
        code = Math.max(code, run(test, null));
      }
      return code;
    }
    if (named().isEmpty()) {
      return wrongUse(unknownTest(id));
    }
    return run(named().get(), results == null ? root.resolve("docs/results") : results);
  }

  private int run(FaultTest test, @Nullable Path folder) throws Exception {
    out.println(test.id() + ": " + test.title());
    String commit = Checkout.commit(root); // before the test runs, because commits go on
    FaultResult result = new FaultResult();
    long start = System.nanoTime();
    test.run(result, line -> out.println("  " + line));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    result.lines().forEach(line -> out.println("  " + line));
    out.printf("  %s in %.1f s%n", result.ok() ? "good" : "NOT GOOD", took.toMillis() / 1e3);
    if (folder != null) {
      String command = "./rollcall faults " + String.join(" ", arguments);
      ResultFile file = new ResultFile(test, result, command, took, commit, Instant.now());
      out.println("  " + file.write(folder));
    }
    return result.ok() ? 0 : 1;
  }

  private void list(FaultTest test) {
    List<String> shortForm = test.shortForm();
    out.println(test.id() + "  " + test.title());
    out.println("    parameters: --" + String.join(", --", test.parameters().keySet()));
    out.println("    short form: " + (shortForm.isEmpty() ? "-" : String.join(" ", shortForm)));
  }

  private int refuse(ParameterException error) {
    if (id != null && !id.equals(ALL_SHORT) && named().isEmpty()) {
      return wrongUse(unknownTest(id));
    }
    if (error instanceof UnmatchedArgumentException unmatched) {
      String got = unmatched.getUnmatched().get(0);
      List<String> known =
          error.getCommandLine().getCommandSpec().options().stream()
              .map(OptionSpec::longestName)
              .toList();
      return wrongUse(
          (unmatched.isUnknownOption() ? "unknown option '" : "unexpected argument '")
              + (got + "'" + Texts.didYouMean(got, known)));
    }
    return wrongUse(String.valueOf(error.getMessage()));
  }

  private String unknownTest(String got) {
    List<String> ids = tests.stream().map(FaultTest::id).toList();
    return "got test '%s', expected one of %s%s"
        .formatted(got, String.join(", ", ids), Texts.didYouMean(got, ids));
  }

  private int wrongUse(String message) {
    err.println("rollcall faults: " + message);
    err.println("Try 'rollcall faults --help' for how to use it.");
    return 2;
  }

  private int explain(Exception error) {
    if (error instanceof ConfigurationException) {
      return wrongUse(String.valueOf(error.getMessage()));
    }
    err.println("rollcall faults: the test itself failed, so there is no result");
    error.printStackTrace(err);
    return 1;
  }
}
