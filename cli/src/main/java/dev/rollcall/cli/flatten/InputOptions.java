package dev.rollcall.cli.flatten;

import dev.rollcall.cli.console.Choice;
import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.TerminalText;
import dev.rollcall.cli.input.CsvOptions;
import dev.rollcall.cli.input.InputFile;
import dev.rollcall.cli.input.InputFiles;
import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.record.RecordType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.function.IORunnable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options for what is read, as which type, and where its dead letters go. */
final class InputOptions {

  /** Done, but not every element could be used. */
  static final int SOME_DEAD_LETTERS = 3;

  /** Files that are named as not read. */
  private static final int SHOWN = 20;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = {
        "API replies, JSON arrays, single objects, objects one behind the other, NDJSON (one record"
            + " per line; told by the ending .ndjson or .jsonl, else by the first lines), or CSV"
            + " with a header (.csv, .tsv). In UTF-8 or UTF-16, also packed by gzip or Zstandard. A"
            + " folder stands for the .json, .ndjson and .jsonl files below it, '-' or no FILE for"
            + " standard input."
      })
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "The record type: user (the default; all versions of randomuser.me), commerce-event (what"
              + " visitors of a shop do, in the form of REES46), order, or a YAML file that declares"
              + " one; 'rollcall infer' writes such a file from samples.")
  private String typeName = RecordTypes.DEFAULT;

  private @Nullable RecordType type;

  @Option(
      names = "--input",
      paramLabel = "KIND",
      description =
          "json, csv, or auto (the default): CSV if the name ends with .csv or .tsv, else JSON."
              + " With csv, a folder stands for the .csv and .tsv files below it.")
  private String kind = "auto";

  @Mixin private CsvOptions csv = new CsvOptions();

  @Option(
      names = "--dead-letters",
      paramLabel = "FILE",
      description =
          "Write a JSON line for each element that cannot be used (file, ordinal, line, stage,"
              + " reason, reason_class) to this file. Without it the first 20 are shown on"
              + " standard error.")
  private @Nullable Path deadLetters;

  /** A file is read once. */
  RecordType type() {
    if (type == null) {
      type = RecordTypes.named(typeName);
    }
    return type;
  }

  /**
   * Reads it all, and calls {@code end} once all rows were read; returns the exit code.
   *
   * @param writesRows true if rows are written as they are read
   */
  int run(Console console, boolean writesRows, RowUse rows, IORunnable end) throws IOException {
    InputFiles inputs =
        InputFiles.of(
            files, Choice.of("--input", kind, InputFiles.KINDS), csv, deadLetters, console);
    int threads = Runtime.getRuntime().availableProcessors();
    try (DeadLetterLog log = new DeadLetterLog(deadLetters);
        ReadProgress progress =
            new ReadProgress(inputs.files(), console, writesRows, System::nanoTime);
        FileFlattener flattening =
            new FileFlattener(type(), console, rows, log, progress, threads)) {
      for (InputFile input : inputs.files()) {
        flattening.file(input);
      }
      flattening.finish();
      progress.end();
      end.run();
      console.out().flush();
      notRead(inputs.unread(), console.err());
      flattening.notes().forEach(note -> say("note: " + note, console));
      log.show(console.err());
      Coverage coverage = flattening.coverage();
      coverage.remarks().forEach(remark -> say(remark, console));
      console.err().println(flattening.summary());
      return log.count() == 0 ? 0 : SOME_DEAD_LETTERS;
    }
  }

  private static void say(String line, Console console) {
    console.err().println(TerminalText.printable(line));
  }

  private static void notRead(List<String> unread, PrintWriter err) {
    unread.stream()
        .limit(SHOWN)
        .forEach(file -> err.println(TerminalText.printable("not read: " + file)));
    if (unread.size() > SHOWN) {
      err.println("not read: … and " + (unread.size() - SHOWN) + " more files");
    }
  }
}
