package dev.rollcall.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for figures as JSON. */
public final class JsonOption {

  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description =
          "Write the figures there as JSON; - is standard output, which then holds nothing else.")
  private @Nullable String file;

  /** Whether it is standard output, which then holds nothing else. */
  public boolean isStandardOutput() {
    return STANDARD_OUTPUT.equals(file);
  }

  /**
   * Checks it before the command starts its work.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if it cannot be written
   */
  public void require() {
    OutputFile.require("--json", file == null || isStandardOutput() ? null : Path.of(file));
  }

  /** Writes the figures there, if they are asked for. */
  public void write(JsonNode figures, Console console) throws IOException {
    String text = figures.toPrettyString() + "\n";
    if (isStandardOutput()) {
      console.print(text);
    } else if (file != null) {
      Files.writeString(Path.of(file), text);
    }
  }
}
