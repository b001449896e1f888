package dev.rollcall.cli.demo;

import dev.rollcall.cli.console.Choice;
import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.OutputFile;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.demo.report.HtmlReport;
import dev.rollcall.cli.demo.report.JsonReport;
import dev.rollcall.cli.demo.report.TextReport;
import dev.rollcall.cli.engine.Engine;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.cli.produce.UserOriginOptions;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rollcall demo}: the whole way on real servers, checked. */
@Command(
    name = "demo",
    description = {
      "Runs the example 'profile-analytics' on real servers, and checks its results.",
      "Starts Kafka, Cassandra and a MongoDB-compatible stand-in, brings users into Kafka, runs the"
          + " pipeline until all is processed, reads both stores back and compares them with the"
          + " source.",
      "Servers named by ROLLCALL_KAFKA, ROLLCALL_CASSANDRA and ROLLCALL_MONGODB are used instead.",
      ""
    },
    exitCodeList = {
      "0:everything agrees with the source",
      "1:it does not, or something failed",
      "2:wrong usage: the message says what to change"
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

  private final Console console;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "What runs the pipeline: spark, or jvm (this JVM); same results. Default: spark.")
  private String engine = "spark";

  @Mixin private UserOriginOptions users = new UserOriginOptions();

  @Option(
      names = "--keep",
      description =
          "Keep the data in .rollcall/demo (or ROLLCALL_HOME/demo) and start from what is there:"
              + " the same load adds nothing, and the replay changes nothing.")
  private boolean keep;

  @Option(names = "--report", paramLabel = "DIR", description = "Write an HTML report there.")
  private @Nullable Path report;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there as JSON.")
  private @Nullable Path json;

  /** Reads from and writes to this console. */
  public DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    UserOrigin origin = users.origin();
    OutputFile.require("--json", json);
    OutputFile.requireFolder("--report", report);
    Engine.Kind kind = Choice.of("--engine", engine, Engine.Kind.class);
    Progress progress = new Progress(console);
    Thread farewell = new Thread(() -> progress.say("Stopping the servers …"), "rollcall-farewell");
    Runtime.getRuntime().addShutdownHook(farewell);
    AtomicBoolean agrees = new AtomicBoolean();
    try {
      new Demo(kind, origin, keep ? console.home().resolve("demo") : null, progress)
          .run(
              result -> {
                show(result);
                agrees.set(result.agrees());
              });
      LoadedClasses.archive(progress);
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
      JsonReport.write(result, json);
    }
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(console.out(), StandardCharsets.UTF_8), false);
    TextReport.print(result, out, console.colouredOut());
    if (report != null) {
      out.println("Report: " + HtmlReport.write(result, report));
    }
    out.flush();
  }
}
