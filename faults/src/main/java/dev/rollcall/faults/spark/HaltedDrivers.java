package dev.rollcall.faults.spark;

import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultResultBuilder;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.faults.Parameters;
import dev.rollcall.testkit.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * T9: a Spark driver halted at three points and started again, each time with other settings and a
 * plan of other batches; what is stored must equal what the engine in this JVM makes of the log.
 */
public final class HaltedDrivers implements FaultTest {

  private static final String PROGRAM = "dev.rollcall.spark.HaltRounds";

  /** Four drivers of three minutes at most, and the servers before the first. */
  private static final Duration ROUND = Duration.ofMinutes(20);

  private static final Duration END = Duration.ofMinutes(2);

  @Override
  public String id() {
    return "T9";
  }

  @Override
  public String title() {
    return "a Spark driver halted at three points, restarted with other batches and shuffle counts";
  }

  @Override
  public Set<String> parameters() {
    return Set.of("rounds");
  }

  /** None: one round is an integration test of the Spark adapter. */
  @Override
  public Map<String, String> shortForm() {
    return Map.of();
  }

  @Override
  public FaultResult run(Parameters parameters, Consumer<String> progress) throws Exception {
    int rounds = parameters.getInt("rounds", 10);
    Tally tally = new Tally();
    int code;
    try (ChildProcess process = start(rounds, parameters.seed())) {
      for (Optional<String> line = process.nextLine(ROUND);
          line.isPresent();
          line = process.nextLine(ROUND)) {
        if (tally.take(line.get())) {
          progress.accept("T9: %d of %d rounds, %s".formatted(tally.rounds, rounds, line.get()));
        }
      }
      code = process.awaitEnd(END);
    }
    if (code != 0 || tally.rounds != rounds) {
      throw new IllegalStateException(
          "%s ended with %d after %d of %d rounds".formatted(PROGRAM, code, tally.rounds, rounds));
    }
    return tally
        .result
        .figure("rounds", rounds)
        .figure("halts missed", tally.missed(rounds))
        .build();
  }

  private static ChildProcess start(int rounds, long seed) throws IOException {
    Path module = Path.of(System.getProperty("rollcall.root", "")).resolve("spark-adapter");
    Path target = module.resolve("target");
    Path libraries = target.resolve("test-classpath.txt");
    if (!Files.exists(libraries)) {
      throw new IllegalStateException(libraries + " is missing; ./rollcall faults builds it");
    }
    String classPath =
        target.resolve("test-classes")
            + ":"
            + target.resolve("classes")
            + ":"
            + Files.readString(libraries).strip();
    return ChildProcess.start(
        PROGRAM,
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Drollcall.servers=" + System.getProperty("rollcall.servers", ""),
                "-cp",
                classPath,
                PROGRAM,
                Integer.toString(rounds),
                Long.toString(seed))
            .directory(module.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT));
  }

  /** What the rounds came to. */
  private static final class Tally {
    private static final int HALTS = 3;
    private final FaultResultBuilder result = FaultResult.of("T9");
    private int rounds;
    private long halts;

    /** True if the line tells of a round. */
    boolean take(String line) {
      List<String> words = List.of(line.split(" "));
      if (words.get(0).equals("problem")) {
        result.violation("round " + (rounds + 1) + ": " + line.substring("problem ".length()));
      }
      if (!words.get(0).equals("round")) {
        return false;
      }
      rounds++;
      halts += Long.parseLong(words.get(1));
      result
          .fault("drivers halted", Long.parseLong(words.get(1)))
          .fault("elements replayed (already applied)", Long.parseLong(words.get(2)))
          .lost(Long.parseLong(words.get(3)))
          .doubled(Long.parseLong(words.get(4)));
      return true;
    }

    long missed(int expected) {
      return (long) HALTS * expected - halts;
    }
  }
}
