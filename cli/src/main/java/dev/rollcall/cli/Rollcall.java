package dev.rollcall.cli;

import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.ErrorHandler;
import dev.rollcall.cli.demo.DemoCommand;
import dev.rollcall.cli.erase.EraseCommand;
import dev.rollcall.cli.flatten.AggregateCommand;
import dev.rollcall.cli.flatten.FlattenCommand;
import dev.rollcall.cli.infer.InferCommand;
import dev.rollcall.cli.letters.DeadLettersCommand;
import dev.rollcall.cli.produce.ProduceCommand;
import dev.rollcall.cli.replay.ReplayCommand;
import dev.rollcall.cli.system.RunCommand;
import dev.rollcall.core.user.Users;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The {@code rollcall} command: {@link #main} and the list of its subcommands. */
@Command(
    name = "rollcall",
    synopsisSubcommandLabel = "COMMAND",
    description = "Turns JSON records about people into flat typed rows and exact aggregates.",
    exitCodeList = {
      "0:success",
      "1:a failure of Kafka, of a store or of rollcall itself",
      "2:wrong usage: the message says what to change",
      "3:finished, but some elements became dead letters, or some letters are left"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rollcall api --port 8080 &",
      "  curl -s 'http://127.0.0.1:8080/api/1.4/?results=500&seed=demo' > users.json",
      "  rollcall flatten users.json > rows.ndjson",
      "  rollcall aggregate --by nationality,gender users.json",
      "  rollcall infer orders.ndjson > orders.yaml",
      "  rollcall flatten --type orders.yaml orders.ndjson",
      "",
      "Run 'rollcall COMMAND --help' for more. ROLLCALL_JAVA_OPTS passes options to",
      "the JVM, such as -Xmx8g; NO_COLOR=1 switches colours off."
    })
public final class Rollcall {

  private static final List<String> SUBCOMMANDS =
      List.of(
          "flatten",
          "aggregate",
          "infer",
          "api",
          "dead-letters",
          "replay",
          "erase",
          "produce",
          "run",
          "demo");

  private Rollcall() {}

  /** The command with all its subcommands. */
  public static CommandLine commandLine(Console console) {
    return commandLine(console, SUBCOMMANDS);
  }

  /**
   * The command for these arguments: with the subcommand that they begin with and no other, as each
   * takes a while to load; with all if they begin with none.
   */
  static CommandLine commandLine(Console console, String... arguments) {
    return arguments.length > 0 && SUBCOMMANDS.contains(arguments[0])
        ? commandLine(console, List.of(arguments[0]))
        : commandLine(console);
  }

  private static CommandLine commandLine(Console console, List<String> subcommands) {
    CommandLine line = new CommandLine(new Rollcall());
    subcommands.forEach(name -> line.addSubcommand(subcommand(name, console)));
    line.addSubcommand(new CommandLine.HelpCommand());
    ErrorHandler errors = new ErrorHandler(console);
    complete(line);
    return line.setOut(
            new PrintWriter(new OutputStreamWriter(console.out(), StandardCharsets.UTF_8), true))
        .setErr(console.err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(console.colouredOut() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.min(100, Math.max(80, console.width())))
        // a file may be called @users.json
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  private static Object subcommand(String name, Console console) {
    return switch (name) {
      case "flatten" -> new FlattenCommand(console);
      case "aggregate" -> AggregateCommand.commandLine(console);
      case "infer" -> new InferCommand(console);
      case "api" -> new ApiCommand(console);
      case "dead-letters" -> DeadLettersCommand.commandLine(console);
      case "replay" -> new ReplayCommand(console);
      case "erase" -> new EraseCommand(console);
      case "produce" -> new ProduceCommand(console);
      case "run" -> new RunCommand(console);
      case "demo" -> new DemoCommand(console);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** What is alike in all commands. */
  private static void complete(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    if (!spec.helpCommand()) {
      spec.mixinStandardHelpOptions(true).versionProvider(Rollcall::version);
      spec.usageMessage().sortOptions(false);
      if (!spec.usageMessage().exitCodeList().isEmpty()) {
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n");
      }
    }
    line.getSubcommands().values().forEach(Rollcall::complete);
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) throws IOException {
    Console console = Console.ofProcess();
    int code;
    try {
      code = commandLine(console, args).execute(args);
    } catch (OutOfMemoryError e) {
      code = CommandLine.ExitCode.SOFTWARE;
      console.err().println("rollcall: out of memory; give it more: ROLLCALL_JAVA_OPTS=-Xmx8g");
    } catch (NoClassDefFoundError e) {
      code = CommandLine.ExitCode.USAGE;
      console.err().println(missing(String.valueOf(e.getMessage())));
    }
    try {
      console.out().flush();
    } catch (IOException e) {
      code = code == 0 ? ErrorHandler.codeOf(e) : code;
    }
    System.exit(code);
  }

  /** Says which part of the distribution is not on the class path. */
  private static String missing(String name) {
    if (name.startsWith("org/apache/spark/") || name.startsWith("dev/rollcall/spark/")) {
      return "rollcall: Spark is not installed with this command; use --engine jvm";
    }
    return name.startsWith("dev/rollcall/testkit/") || name.startsWith("de/bwaldvogel/")
        ? "rollcall: what 'demo', 'run', 'produce' and 'api' need (lib/demo) is not installed with"
            + " this command"
        : "rollcall: the class " + name + " is missing; install the whole distribution again";
  }

  /** That of the jar of core. */
  private static String[] version() {
    String version = Users.class.getPackage().getImplementationVersion();
    return new String[] {
      "rollcall " + (version == null ? "(not packaged)" : version),
      "Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vm.name")
    };
  }
}
