package dev.rollcall.cli.letters;

import dev.rollcall.cli.console.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code rollcall dead-letters}: the head of {@code list} and {@code redrive}. */
@Command(
    name = "dead-letters",
    synopsisSubcommandLabel = "COMMAND",
    description = {"Lists the dead letters of a pipeline and sends them again, each once.", ""},
    footer = {
      "%nExamples:",
      "  rollcall dead-letters list",
      "  rollcall dead-letters list --reason-class wrong-type --json letters.json",
      "  rollcall dead-letters redrive --dry-run",
      "  rollcall dead-letters redrive --id 3f2a9c01d4e5"
    })
public final class DeadLettersCommand {

  private DeadLettersCommand() {}

  /** With its subcommands. */
  public static CommandLine commandLine(Console console) {
    return new CommandLine(new DeadLettersCommand())
        .addSubcommand(new ListCommand(console))
        .addSubcommand(new RedriveCommand(console));
  }
}
