package dev.rollcall.cli.infer;

import dev.rollcall.cli.console.Choice;
import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.OutputFile;
import dev.rollcall.cli.console.TerminalText;
import dev.rollcall.cli.input.CsvOptions;
import dev.rollcall.cli.input.InputFile;
import dev.rollcall.cli.input.InputFiles;
import dev.rollcall.cli.type.TypeFile;
import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rollcall infer}: samples in, a record type as YAML out. */
@Command(
    name = "infer",
    description = {
      "Writes a record type as YAML from samples: columns with their types, units of times, a key,"
          + " what is sometimes missing, what looks personal or secret.",
      "It is a beginning: read it, correct it, then give it to --type of flatten and aggregate."
          + " Comments show counts, shapes and ranges, never a personal value or a secret.",
      ""
    },
    footer = {
      "%nExit codes: 0 a type that takes every record of the samples, 3 some records could not be"
          + " read or would become dead letters, or there was none, 2 wrong usage.",
      "%nExamples:",
      "  rollcall infer orders.ndjson > orders.yaml",
      "  rollcall flatten --type orders.yaml orders.ndjson",
      "  rollcall infer --items lines orders.ndjson > lines.yaml",
      "  rollcall infer --name event --output event.yaml 2019-Oct.csv.gz",
      "  curl -s https://randomuser.me/api/?results=500 | rollcall infer --name user"
    })
public final class InferCommand implements Callable<Integer> {

  /** Not every record could be used. */
  private static final int SOME_LEFT = 3;

  private final Console console;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description =
          "As for flatten: JSON, NDJSON or CSV with a header, also packed by gzip or Zstandard; a"
              + " folder stands for the files below it, '-' or no FILE for standard input. All are"
              + " samples of one type.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--input",
      paramLabel = "KIND",
      description = "json, csv, or auto (the default): CSV if the name ends with .csv or .tsv.")
  private String kind = "auto";

  @Mixin private CsvOptions csv = new CsvOptions();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The name of the type. Default: that of the first file.")
  private @Nullable String name;

  @Option(
      names = "--items",
      paramLabel = "PATH",
      description =
          "Write a type whose rows are the items of this array of the records: lines, or"
              + " shipments.lines.")
  private @Nullable String items;

  @Option(
      names = "--records",
      paramLabel = "COUNT",
      description = "Look at this many records of each file. Default: ${DEFAULT-VALUE}.")
  private long records = 100_000;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write the type to this file instead of standard output.")
  private @Nullable Path output;

  public InferCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (records < 1) {
      throw new ConfigurationException("--records: got " + records + ", expected at least 1");
    }
    OutputFile.require("--output", output);
    InputFiles inputs =
        InputFiles.of(files, Choice.of("--input", kind, InputFiles.KINDS), csv, output, console);
    inputs.unread().forEach(file -> say("not read: " + file));
    try (SampleFiles samples = new SampleFiles(inputs.files(), records, console)) {
      Sample sample = Sample.of(samples, records);
      sample.remarks().forEach(this::say);
      Shape shape = Shape.of(sample.root());
      String nothing = sample.nothing(shape);
      if (nothing != null) {
        sample.problems().forEach(this::say);
        say("nothing to infer: " + nothing);
        return SOME_LEFT;
      }
      boolean isCsv = inputs.files().stream().allMatch(file -> file.csv() != null);
      TypeDraft type = withKey(TypeGuess.draft(name(inputs.files()), shape, isCsv), samples);
      if (items != null) {
        type = ItemsGuess.of(type, items, isCsv);
      }
      String text = TypeText.of(type, about(type, inputs.files()));
      write(text);
      Checked checked = Checked.of(TypeFile.parse("the type", text), samples, row -> {});
      checked.reasons().forEach(this::say);
      say("the type reads the samples: " + checked.summary());
      return sample.isClean() && checked.isClean() ? 0 : SOME_LEFT;
    }
  }

  /** Rows are read only for a key of several columns. */
  private static TypeDraft withKey(TypeDraft type, SampleFiles samples) throws IOException {
    KeySearch search = new KeySearch(type);
    TypeDraft first = search.oneColumn();
    if (!KeySearch.isOpen(first)) {
      return first;
    }
    Checked.of(TypeFile.parse("the type", TypeText.of(first, List.of())), samples, search::add);
    return search.severalColumns();
  }

  private String name(List<InputFile> inputs) {
    if (name != null) {
      return name;
    }
    Path first = inputs.get(0).path();
    String file =
        first == null || first.getFileName() == null ? "" : first.getFileName().toString();
    String stem = file.replaceFirst("(?i)(\\.(json|ndjson|jsonl|csv|tsv|gz|zst|zstd|txt))+$", "");
    String word = Names.column(List.of(stem)).replaceFirst("^_", "");
    return stem.isEmpty() || word.equals("column") ? "record" : word;
  }

  private List<String> about(TypeDraft type, List<InputFile> inputs) {
    String from =
        inputs.size() == 1
            ? inputs.get(0).name().equals("-") ? "standard input" : inputs.get(0).name()
            : inputs.size() + " files";
    return List.of(
        "Made by 'rollcall infer' of %d record%s in %s: a beginning, to be read and corrected."
            .formatted(
                type.records(), type.records() == 1 ? "" : "s", TerminalText.printable(from)),
        "The words are those of docs/types-in-files.md. 'in 9 of 10' says how many have a value.");
  }

  private void write(String text) throws IOException {
    if (output == null) {
      console.print(text);
    } else {
      Files.writeString(output, text);
    }
  }

  private void say(String line) {
    console.err().println(TerminalText.printable(line));
  }
}
