package dev.rollcall.cli.console;

import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.apache.logging.log4j.core.config.Configurator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option for the format of standard error: text for people, or a JSON object per line. */
public final class LogOptions {

  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final String JSON_LOG = "/dev/rollcall/cli/console/log4j2-json.properties";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description =
          "The format of standard error: text, or json, an object per line with time, level,"
              + " message, run_id and pipeline. Default: text.")
  private String format = TEXT;

  /**
   * The console to go on with: this one, or one whose standard error is the log. Errors that end
   * the command go there too.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if there is no such format
   */
  public Console on(Console console) {
    if (Choice.of("--log-format", format, List.of(TEXT, JSON)).equals(TEXT)) {
      return console;
    }
    Configurator.reconfigure(URI.create(String.valueOf(LogOptions.class.getResource(JSON_LOG))));
    Console logged = console.withErr(new PrintWriter(new LogWriter(), true));
    Objects.requireNonNull(command)
        .root()
        .commandLine()
        .setExecutionExceptionHandler(new ErrorHandler(logged));
    return logged;
  }
}
