package dev.rollcall.cli.input;

import dev.rollcall.cli.console.Console;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.csv.CsvFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files that the arguments of a command stand for. Not threadsafe. */
public final class InputFiles {

  /** The names of the kinds. */
  public static final List<String> KINDS = List.of("auto", "json", "csv");

  private static final String STANDARD_INPUT = "-";

  private final String kind;
  private final CsvOptions csv;
  private final @Nullable Path except;
  private final List<InputFile> files = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private InputFiles(String kind, CsvOptions csv, @Nullable Path except) {
    this.kind = kind;
    this.csv = csv;
    this.except = except;
  }

  /**
   * In the order of the arguments; a directory stands for its files of the kind, by name, {@code
   * except} one.
   *
   * @param kind of {@link #KINDS}; auto is CSV for files named so, else JSON
   * @throws ConfigurationException with every argument that cannot be read
   */
  public static InputFiles of(
      List<String> arguments, String kind, CsvOptions csv, @Nullable Path except, Console console) {
    InputFiles input = new InputFiles(kind, csv, except);
    if (arguments.isEmpty() && console.inIsTerminal()) {
      throw new ConfigurationException("no input: name a FILE, or pipe JSON in");
    }
    for (String argument : arguments.isEmpty() ? List.of(STANDARD_INPUT) : arguments) {
      input.add(argument);
    }
    String option = csv.given();
    if (option != null
        && input.problems.isEmpty()
        && input.files.stream().allMatch(f -> f.csv() == null)) {
      input.problems.add(option + ": no input is CSV; '--input csv' takes it for that");
    }
    if (!input.problems.isEmpty()) {
      throw ConfigurationException.of("the input", input.problems);
    }
    return input;
  }

  /** Those to read. */
  public List<InputFile> files() {
    return files;
  }

  /** Those below a directory that are not read, each with the reason. */
  public List<String> unread() {
    return unread;
  }

  private void add(String argument) {
    if (argument.equals(STANDARD_INPUT)) {
      if (files.stream().anyMatch(file -> file.path() == null)) {
        problem(argument, "standard input can be read only once");
      }
      files.add(new InputFile(argument, null, kind.equals("csv") ? csv.format() : null));
      return;
    }
    Path path;
    try {
      path = Path.of(argument);
    } catch (InvalidPathException e) {
      problem(argument, "no file name in this locale; set LC_ALL=C.UTF-8");
      return;
    }
    // an empty text would be this folder: more likely a shell variable that is not set
    if (argument.isEmpty() || !Files.exists(path)) {
      problem(argument, "no such file or directory");
    } else if (!Files.isReadable(path)) {
      problem(argument, "no permission to read it");
    } else if (isExcepted(path)) {
      problem(argument, "is also named as an output, and would be overwritten");
    } else if (Files.isDirectory(path)) {
      addBelow(argument, path);
    } else {
      files.add(file(argument, path));
    }
  }

  private void problem(String argument, String problem) {
    problems.add("'" + argument + "': " + problem);
  }

  private void addBelow(String argument, Path folder) {
    int before = files.size();
    // a link that is named is followed, one below it is not: it may lead in circles
    try (Stream<Path> below = Files.walk(folder.toRealPath())) {
      Path real = folder.toRealPath();
      for (Path file : below.map(file -> folder.resolve(real.relativize(file))).sorted().toList()) {
        if (isExcepted(file) || Files.isDirectory(file) && !Files.isSymbolicLink(file)) {
          continue;
        }
        String reason = reason(file);
        if (reason == null) {
          files.add(file(file.toString(), file));
        } else {
          unread.add("'" + file + "': " + reason);
        }
      }
      if (files.size() == before) {
        problem(argument, "holds no file named " + endings());
      }
    } catch (IOException | UncheckedIOException e) {
      problem(argument, "a folder below it cannot be read");
    }
  }

  /** Why a file below a directory is not read; null if it is. */
  private @Nullable String reason(Path file) {
    if (Files.isSymbolicLink(file)) {
      return "is a link; name it";
    }
    if (!Files.isRegularFile(file)) {
      return "is no regular file";
    }
    boolean isCsv = FileNames.isCsv(file.toString());
    if (kind.equals("csv") ? isCsv : FileNames.isJson(file)) {
      return null;
    }
    return isCsv
        ? "is CSV; name it, or use --input csv"
        : "its name does not end with " + endings() + "; name it";
  }

  private String endings() {
    return kind.equals("csv") ? "*.csv or *.tsv" : "*.json, *.ndjson or *.jsonl";
  }

  private InputFile file(String name, Path path) {
    boolean isCsv = kind.equals("csv") || kind.equals("auto") && FileNames.isCsv(name);
    CsvFormat standard = CsvFormat.standard();
    return new InputFile(
        name,
        path,
        isCsv ? csv.over(FileNames.isTabs(name) ? standard.separator('\t') : standard) : null);
  }

  private boolean isExcepted(Path path) {
    try {
      return except != null && Files.exists(except) && Files.isSameFile(path, except);
    } catch (IOException e) {
      return false;
    }
  }
}
