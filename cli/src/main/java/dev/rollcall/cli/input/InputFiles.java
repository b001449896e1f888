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

  private final String kind;
  private final CsvOptions csv;
  private final @Nullable Path except;
  private final List<InputFile> files = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();

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
    if (arguments.isEmpty()) {
      if (console.inIsTerminal()) {
        throw new ConfigurationException("no input: name a FILE, or pipe JSON in");
      }
      input.standardInput();
    }
    List<String> problems = new ArrayList<>();
    for (String argument : arguments) {
      String problem = argument.equals("-") ? input.standardInput() : input.add(argument);
      if (problem != null) {
        problems.add("'" + argument + "': " + problem);
      }
    }
    String option = csv.given();
    if (option != null
        && problems.isEmpty()
        && input.files.stream().allMatch(f -> f.csv() == null)) {
      problems.add(option + ": no input is CSV; '--input csv' takes it for that");
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of("the input", problems);
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

  private @Nullable String standardInput() {
    if (files.stream().anyMatch(file -> file.path() == null)) {
      return "standard input can be read only once";
    }
    files.add(new InputFile("-", null, kind.equals("csv") ? csv.format() : null));
    return null;
  }

  /** Adds what the argument stands for; returns what is wrong with it, or null. */
  private @Nullable String add(String argument) {
    Path path;
    try {
      path = Path.of(argument);
    } catch (InvalidPathException e) {
      return "no file name in this locale; set LC_ALL=C.UTF-8";
    }
    // an empty text would be this folder: more likely a shell variable that is not set
    if (argument.isEmpty() || !Files.exists(path)) {
      return "no such file or directory";
    }
    if (!Files.isReadable(path)) {
      return "no permission to read it";
    }
    if (isExcepted(path)) {
      return "is the file for dead letters, which would be overwritten";
    }
    if (!Files.isDirectory(path)) {
      files.add(file(argument, path));
      return null;
    }
    return addBelow(argument, path);
  }

  private @Nullable String addBelow(String argument, Path folder) {
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
    } catch (IOException | UncheckedIOException e) {
      return "a folder below it cannot be read";
    }
    return files.size() == before ? "holds no file named " + endings() : null;
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
