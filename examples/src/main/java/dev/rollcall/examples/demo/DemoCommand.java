package dev.rollcall.examples.demo;

import dev.rollcall.core.error.ConfigurationException;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rollcall demo}: the whole way on real servers, checked. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts Kafka and Cassandra (real ones) and a MongoDB-compatible stand-in, brings users into"
          + " Kafka, runs the pipeline 'profile-analytics' on Spark until all is processed, reads"
          + " both stores back and checks them against the source.",
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
      "  rollcall demo --users 20000 --report report --json out.json",
      "  rollcall demo --from replies/ --keep",
      "  rollcall demo --live --users 500"
    })
public final class DemoCommand implements Callable<Integer> {

  private static final long MAX_LIVE = 20_000;

  private final Console console;

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
  public Integer call() throws IOException {
    DemoOptions options = options();
    DemoResult result = new Demo(options, new ConsoleProgress(console)).run();
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(console.out(), StandardCharsets.UTF_8), false);
    DemoTables.print(result, out, console.colouredOut());
    if (report != null) {
      out.println("Report: " + DemoReport.write(result, report));
    }
    if (json != null) {
      DemoJson.write(result, json);
    }
    out.flush();
    return result.agrees() ? 0 : 1;
  }

  private DemoOptions options() {
    if (users < 1) {
      throw new ConfigurationException("--users: got " + users + ", expected at least 1");
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
    if (json != null && Files.isDirectory(json)) {
      throw new ConfigurationException("--json: '" + json + "' is a folder, expected a file");
    }
    String home = console.environment().getOrDefault("ROLLCALL_HOME", "");
    Path folder =
        home.isEmpty() ? Path.of(System.getProperty("rollcall.home", ".rollcall")) : Path.of(home);
    return new DemoOptions(users, live, from, keep, folder);
  }
}
