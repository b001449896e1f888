package dev.rollcall.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What one run of the command gave. */
public record CommandRun(int code, String out, String err) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The command with nothing on standard input. */
  public static CommandRun of(String... arguments) {
    return with("", Map.of(), arguments);
  }

  public static CommandRun with(
      String stdin, Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintWriter(err, true),
            false,
            false,
            false,
            Console.DEFAULT_WIDTH,
            environment);
    int code = Rollcall.commandLine(console).execute(arguments);
    return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString());
  }

  /** The output read as NDJSON. */
  public List<JsonNode> rows() {
    return lines(out);
  }

  public static List<JsonNode> lines(String ndjson) {
    return ndjson.lines().map(CommandRun::json).toList();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last line on standard error, without the time that it took. */
  public String summary() {
    List<String> lines = err.lines().toList();
    return lines.get(lines.size() - 1).replaceFirst(", [0-9.]+ s$", "");
  }
}
