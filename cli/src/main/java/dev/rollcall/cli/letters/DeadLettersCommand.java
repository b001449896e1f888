package dev.rollcall.cli.letters;

import dev.rollcall.cli.console.Console;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rollcall dead-letters}: the head of {@code list} and {@code redrive}. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {"Lists the dead letters of a pipeline and sends them again, each once.", ""},
    footer = {
      "%nExamples:",
      "  rollcall dead-letters list",
      "  rollcall dead-letters list --reason-class wrong-type --json letters.json",
      "  rollcall dead-letters redrive --dry-run",
      "  rollcall dead-letters redrive --id 3f2a9c01d4e5"
    })
public final class DeadLettersCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  /** With its subcommands. */
  public static CommandLine commandLine(Console console) {
    return new CommandLine(new DeadLettersCommand())
        .addSubcommand(new ListCommand(console))
        .addSubcommand(new RedriveCommand(console));
  }

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    line.usage(line.getErr());
    return CommandLine.ExitCode.USAGE;
  }
}
