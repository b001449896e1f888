package dev.rollcall.cli.console;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.record.Texts;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns errors into messages and exit codes: what is wrong, what may have been meant, where help
 * is. Prints a stack trace only for an error in rollcall itself.
 */
public final class ErrorHandler implements IParameterExceptionHandler, IExecutionExceptionHandler {

  /** The exit code of a process stopped by SIGPIPE, as pipelines expect: {@value}. */
  static final int BROKEN_PIPE = 141;

  /** Messages begin with this: {@value}. */
  static final String NAME = "rollcall:";

  private final Console console;

  public ErrorHandler(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    if (!command.getSubcommands().isEmpty() && !(error instanceof UnmatchedArgumentException)) {
      // without a command there is nothing to do
      command.usage(console.err());
      return CommandLine.ExitCode.USAGE;
    }
    print(message(error));
    return wrongUse(command);
  }

  @Override
  public int handleExecutionException(Exception error, CommandLine command, ParseResult result)
      throws Exception {
    if (error instanceof ConfigurationException) {
      print(String.valueOf(error.getMessage()));
      return wrongUse(command);
    }
    if (error instanceof IOException output) {
      int code = codeOf(output);
      if (code != BROKEN_PIPE) {
        print("reading or writing failed: " + output.getMessage());
      }
      return code;
    }
    if (error instanceof RollcallException) {
      print(String.valueOf(error.getMessage()));
    } else {
      print("an error in rollcall itself; please report it with the lines below");
      error.printStackTrace(console.err());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** The exit code for an error of a stream; a closed pipe is no error. */
  public static int codeOf(IOException error) {
    String message = String.valueOf(error.getMessage());
    return message.contains("Broken pipe") ? BROKEN_PIPE : CommandLine.ExitCode.SOFTWARE;
  }

  /** What is wrong and, for a wrong name, what may have been meant. */
  private static String message(ParameterException error) {
    if (!(error instanceof UnmatchedArgumentException unmatched)) {
      return String.valueOf(error.getMessage());
    }
    CommandLine command = error.getCommandLine();
    String got = unmatched.getUnmatched().get(0);
    if (unmatched.isUnknownOption()) {
      String name = got.replaceFirst("=.*", "");
      return "unknown option '%s'%s"
          .formatted(name, Texts.didYouMean(name, command.getCommandSpec().optionsMap().keySet()));
    }
    return command.getSubcommands().isEmpty()
        ? "unexpected argument '" + got + "'"
        : "unknown command '%s'%s"
            .formatted(got, Texts.didYouMean(got, command.getSubcommands().keySet()));
  }

  private int wrongUse(CommandLine command) {
    console
        .err()
        .println(
            "Try '" + command.getCommandSpec().qualifiedName() + " --help' for how to use it.");
    return CommandLine.ExitCode.USAGE;
  }

  private void print(String message) {
    Ansi ansi = console.colouredErr() ? Ansi.ON : Ansi.OFF;
    console
        .err()
        .println(ansi.string("@|bold,red " + NAME + "|@ ") + TerminalText.printable(message));
  }
}
