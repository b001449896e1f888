package dev.rollcall.cli.flatten;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.cli.console.TerminalText;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DeadLetter.Stage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logs the elements that gave no row: to a file as NDJSON if one is named, else the first of them
 * as lines for people. Not threadsafe.
 */
final class DeadLetterLog implements AutoCloseable {

  /** How many are shown without a file: {@value}. */
  static final int SHOWN = 20;

  private final @Nullable OutputStream file;
  private final List<String> shown = new ArrayList<>();
  private long count;

  /**
   * With a file, which is made anew, or null.
   *
   * @throws ConfigurationException if the file cannot be written
   */
  DeadLetterLog(@Nullable Path path) {
    this.file = path == null ? null : open(path);
  }

  private static OutputStream open(Path path) {
    try {
      return new BufferedOutputStream(Files.newOutputStream(path));
    } catch (IOException e) {
      throw new ConfigurationException(
          "--dead-letters: '" + path + "' cannot be written; name a file in a folder that exists");
    }
  }

  /**
   * One more.
   *
   * @param line the line of the file that its record begins in; 0 if the file is one record
   */
  void add(String name, long ordinal, long line, Stage stage, String reasonClass, String reason)
      throws IOException {
    count++;
    if (file != null) {
      ObjectNode letter =
          JsonNodeFactory.instance.objectNode().put("file", name).put("ordinal", ordinal);
      if (line > 0) {
        letter.put("line", line);
      }
      letter.put("stage", stage.label()).put("reason", reason).put("reason_class", reasonClass);
      file.write((letter + "\n").getBytes(StandardCharsets.UTF_8));
    } else if (shown.size() < SHOWN) {
      // most reasons of decoding name the place themselves
      String place = line == 0 || reason.contains(" line " + line) ? "" : " line " + line;
      shown.add(
          "dead letter: %s#%d%s %s: %s".formatted(name, ordinal, place, stage.label(), reason));
    }
  }

  /** How many there have been. */
  long count() {
    return count;
  }

  /** Prints what no file holds. */
  void show(PrintWriter err) {
    shown.forEach(line -> err.println(TerminalText.printable(line)));
    if (file == null && count > shown.size()) {
      err.println("… and " + (count - shown.size()) + " more; use --dead-letters FILE");
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
