package dev.rollcall.faults;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Suggestions;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ./rollcall faults}: runs the fault tests and writes their results. */
public final class Faults {

  private static final String HELP =
      """
      Usage: rollcall faults --test ID [--NAME VALUE]...
             rollcall faults --test all-short
             rollcall faults --list | --tables | --help

      Attacks the guarantee that nothing is lost or counted twice, and says what came of it.

        --test ID        the test to run; its result is written to docs/results/ID.json
        --test all-short every test in its short form; a few minutes, no file is written
        --NAME VALUE     a parameter of the test; every test has --seed
        --results DIR    where the result is written, in place of docs/results
        --list           the tests, their parameters and their short forms
        --tables         makes the tables of docs/reliability.md anew from docs/results

      A run counts only if every fault that had to hit did hit.

      Exit codes:
        0  good
        1  something was lost, doubled or wrong, a fault did not hit, or a planted bug was not seen
        2  wrong use: the message says what to change

      Examples:
        rollcall faults --test T1 --seeds 10_000
        rollcall faults --test T6 --inputs 1000000 --seed 7
      """;

  private final List<FaultTest> tests;
  private final Path root;
  private final PrintStream out;
  private final PrintStream err;

  Faults(List<FaultTest> tests, Path root, PrintStream out, PrintStream err) {
    this.tests = tests;
    this.root = root;
    this.out = out;
    this.err = err;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    Path root = Path.of(System.getProperty("rollcall.root", "")).toAbsolutePath();
    System.exit(new Faults(FaultTests.all(), root, out, err).execute(List.of(args)));
  }

  /** Returns the exit code. */
  int execute(List<String> args) {
    try {
      return run(args);
    } catch (ConfigurationException e) {
      err.println("rollcall faults: " + e.getMessage());
      err.println("'rollcall faults --help' tells more.");
      return 2;
    } catch (Exception e) {
      err.println("rollcall faults: the test itself failed, so there is no result");
      e.printStackTrace(err);
      return 1;
    }
  }

  private int run(List<String> args) throws Exception {
    if (args.isEmpty()) {
      err.print(HELP);
      return 2;
    }
    if (args.contains("--help") || args.contains("-h")) {
      out.print(HELP);
      return 0;
    }
    if (args.contains("--list")) {
      list();
      return 0;
    }
    if (args.contains("--tables")) {
      Path page = new ResultTables(root).write();
      out.println("Wrote " + page);
      return 0;
    }
    Map<String, String> given = pairs(args);
    String id = given.remove("test");
    if (id == null) {
      throw new ConfigurationException("no test is named, expected --test with " + ids());
    }
    String folder = given.remove("results");
    if (id.equals("all-short")) {
      return allShort(given);
    }
    Path results = folder == null ? root.resolve("docs/results") : Path.of(folder);
    return one(test(id), given, results, "./rollcall faults " + String.join(" ", args));
  }

  private int allShort(Map<String, String> given) throws Exception {
    if (!given.isEmpty()) {
      throw new ConfigurationException(
          "got parameter '--%s' with all-short, expected none: each test has its own"
              .formatted(given.keySet().iterator().next()));
    }
    int code = 0;
    for (FaultTest test : tests.stream().filter(test -> !test.shortForm().isEmpty()).toList()) {
      code = Math.max(code, one(test, test.shortForm(), null, ""));
    }
    return code;
  }

  private int one(
      FaultTest test,
      Map<String, String> given,
      @org.jspecify.annotations.Nullable Path results,
      String command)
      throws Exception {
    Parameters parameters = Parameters.of(test, given);
    parameters.seed();
    out.println(test.id() + ": " + test.title());
    ResultFile file = new ResultFile(root, Clock.systemUTC());
    long start = System.nanoTime();
    FaultResult result = test.run(parameters, line -> out.println("  " + line));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    print(result, took);
    if (results != null) {
      out.println("  " + file.write(results, test, result, parameters, command, took));
    }
    return result.ok() ? 0 : 1;
  }

  private void print(FaultResult result, Duration took) {
    out.println("  faults that hit: " + result.faults());
    if (!result.planted().isEmpty()) {
      long caught = result.planted().values().stream().filter(times -> times > 0).count();
      out.printf("  planted bugs caught: %d/%d%n", caught, result.planted().size());
    }
    result.figures().forEach((name, value) -> out.println("  " + name + ": " + value));
    out.printf("  lost %d, doubled %d%n", result.lost(), result.doubled());
    List<String> reasons = Verdict.of(result);
    reasons.stream().limit(20).forEach(reason -> out.println("  NOT GOOD: " + reason));
    if (reasons.size() > 20) {
      out.printf("  … and %d more%n", reasons.size() - 20);
    }
    out.printf("  %s in %.1f s%n", reasons.isEmpty() ? "good" : "NOT GOOD", took.toMillis() / 1e3);
  }

  private void list() {
    for (FaultTest test : tests) {
      List<String> names = new ArrayList<>(test.parameters());
      names.add("seed");
      out.println(test.id() + "  " + test.title());
      out.println("    parameters: --" + String.join(", --", names));
      out.println("    short form: " + (test.shortForm().isEmpty() ? "-" : test.shortForm()));
    }
  }

  private FaultTest test(String id) {
    return tests.stream()
        .filter(test -> test.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "got test '%s', expected %s%s"
                        .formatted(
                            id,
                            ids(),
                            Suggestions.suggestion(
                                id, tests.stream().map(FaultTest::id).toList()))));
  }

  private String ids() {
    return "one of " + String.join(", ", tests.stream().map(FaultTest::id).toList());
  }

  private static Map<String, String> pairs(List<String> args) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < args.size(); i += 2) {
      String name = args.get(i);
      if (!name.startsWith("--") || name.length() == 2) {
        throw new ConfigurationException("got '%s', expected --NAME VALUE".formatted(name));
      }
      if (i + 1 == args.size()) {
        throw new ConfigurationException("got '%s' without a value".formatted(name));
      }
      if (pairs.put(name.substring(2), args.get(i + 1)) != null) {
        throw new ConfigurationException("got '%s' twice, expected it once".formatted(name));
      }
    }
    return pairs;
  }
}
