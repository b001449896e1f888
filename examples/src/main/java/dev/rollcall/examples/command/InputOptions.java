package dev.rollcall.examples.command;

import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.user.Users;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is read, as what, and where the elements go that cannot be used. */
final class InputOptions {

  /** Done, but not every element could be used. */
  static final int SOME_DEAD_LETTERS = 3;

  private static final Map<String, RecordType> TYPES =
      Map.of(Users.recordType().name(), Users.recordType());

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = {
        "API replies, JSON arrays, single objects, or NDJSON (one record per line; told by the"
            + " ending .ndjson or .jsonl, else by the first lines). A folder stands for the .json,"
            + " .ndjson and .jsonl files below it, '-' or no FILE for standard input."
      })
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "user",
      description = "The record type: user (the default; all versions of randomuser.me).")
  private String type = "user";

  @Option(
      names = "--dead-letters",
      paramLabel = "FILE",
      description =
          "Write a JSON line for each element that cannot be used (file, ordinal, stage, reason,"
              + " reason_class) here. Without it the first 20 are shown on standard error.")
  private @Nullable Path deadLetters;

  RecordType type() {
    return Objects.requireNonNull(TYPES.get(Choice.of("--type", type, TYPES.keySet())));
  }

  /** Reads it all; returns the exit code. */
  int run(Console console, Flattening.RowSink rows, End end) throws IOException {
    List<InputFile> inputs = InputFile.of(files, deadLetters, console);
    try (DeadLetterLog log = new DeadLetterLog(deadLetters)) {
      Flattening flattening = new Flattening(type(), console, rows, log);
      for (InputFile input : inputs) {
        flattening.file(input);
      }
      end.reached();
      console.out().flush();
      log.show(console.err());
      console.err().println(flattening.summary());
      console.err().flush();
      return log.count() == 0 ? 0 : SOME_DEAD_LETTERS;
    }
  }

  /** What is to be done when all rows were read. */
  interface End {
    void reached() throws IOException;
  }
}
