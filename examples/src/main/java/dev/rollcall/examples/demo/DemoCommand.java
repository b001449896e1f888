package dev.rollcall.examples.demo;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.examples.command.Choice;
import dev.rollcall.examples.command.Console;
import dev.rollcall.examples.demo.report.DemoJson;
import dev.rollcall.examples.demo.report.DemoReport;
import dev.rollcall.examples.demo.report.DemoTables;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rollcall demo}: the whole way on real servers, checked. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts Kafka and Cassandra (real ones) and a MongoDB-compatible stand-in, brings users into"
          + " Kafka, runs the pipeline 'profile-analytics' on Spark, or in this JVM, until all is"
          + " processed, reads both stores back and checks them against the source.",
      "Servers named by ROLLCALL_KAFKA, ROLLCALL_CASSANDRA and ROLLCALL_MONGODB are used instead.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything agrees with the source",
      "1:it does not, or something failed",
      "2:wrong use: the message says what to change"
    },
    footer = {
      "%nExamples:",
      "  rollcall demo",
      "  rollcall demo --engine jvm",
      "  rollcall demo --users 20000 --report report --json out.json",
      "  rollcall demo --from replies/ --keep",
      "  rollcall demo --live --users 500"
    })
public final class DemoCommand implements Callable<Integer> {

  private static final Map<String, DemoEngine.Kind> ENGINES =
      Map.of("spark", DemoEngine.Kind.SPARK, "jvm", DemoEngine.Kind.JVM);

  private static final long MAX_USERS = 5_000_000;
  private static final long MAX_LIVE = 20_000;

  private final Console console;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "What runs the pipeline: spark or jvm, with the same results. Default: spark.")
  private String engine = "spark";

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "How many users to fetch. Default: 1000.")
  private long users = 1_000;

  @Option(
      names = "--live",
      description = "From the real API, over the internet, instead of the offline one.")
  private boolean live;

  @Option(
      names = "--from",
      paramLabel = "FILE|DIR",
      description = "Load captured replies instead: a file, or all .json files of a folder.")
  private @Nullable Path from;

  @Option(
      names = "--keep",
      description =
          "Keep the servers' data in .rollcall/demo (or ROLLCALL_HOME) and go on from what is"
              + " there: the same load adds nothing, and the replay changes nothing.")
  private boolean keep;

  @Option(names = "--report", paramLabel = "DIR", description = "Write an HTML report there.")
  private @Nullable Path report;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there.")
  private @Nullable Path json;

  /** Reads from and writes to this console. */
  public DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    DemoOptions options = options();
    ConsoleProgress progress = new ConsoleProgress(console);
    Thread farewell = new Thread(() -> progress.say("Stopping the servers …"), "rollcall-farewell");
    Runtime.getRuntime().addShutdownHook(farewell);
    AtomicBoolean agrees = new AtomicBoolean();
    try {
      new Demo(options, progress)
          .run(
              result -> {
                show(result);
                agrees.set(result.agrees());
              });
    } finally {
      unlessInterrupted(farewell);
    }
    return agrees.get() ? 0 : 1;
  }

  /** Takes the hook back; when the JVM is ending already it is at work. */
  private static void unlessInterrupted(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // it has said so
    }
  }

  private void show(DemoResult result) {
    if (json != null) {
      DemoJson.write(result, json);
    }
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(console.out(), StandardCharsets.UTF_8), false);
    DemoTables.print(result, out, console.colouredOut());
    if (report != null) {
      out.println("Report: " + DemoReport.write(result, report));
    }
    out.flush();
  }

  private DemoOptions options() {
    if (users < 1 || users > MAX_USERS) {
      throw new ConfigurationException(
          "--users: got %d, expected 1 to %,d".formatted(users, MAX_USERS));
    }
    if (live && users > MAX_LIVE) {
      throw new ConfigurationException(
          "--users: got " + users + " with --live; the API gives an address 20,000 in 5 minutes");
    }
    if (from != null && live) {
      throw new ConfigurationException("--from and --live: expected one of them");
    }
    if (from != null && !Files.isReadable(from)) {
      throw new ConfigurationException("--from: cannot read '" + from + "'");
    }
    requireWritable("--json", json == null ? null : json.toAbsolutePath().getParent());
    requireWritable("--report", report);
    if (json != null && Files.isDirectory(json)) {
      throw new ConfigurationException("--json: '" + json + "' is a folder, expected a file");
    }
    String home = console.environment().getOrDefault("ROLLCALL_HOME", "");
    Path folder =
        home.isEmpty() ? Path.of(System.getProperty("rollcall.home", ".rollcall")) : Path.of(home);
    return new DemoOptions(
        Objects.requireNonNull(ENGINES.get(Choice.of("--engine", engine, ENGINES.keySet()))),
        users,
        live,
        from,
        keep,
        folder);
  }

  /** Found now rather than when all is done. The folder is made if it is not there. */
  private static void requireWritable(String option, @Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ConfigurationException(option + ": cannot make the folder '" + folder + "'");
    }
    if (!Files.isWritable(folder)) {
      throw new ConfigurationException(option + ": cannot write to the folder '" + folder + "'");
    }
  }
}
