package dev.rollcall.examples.command;

import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One file to read, or standard input.
 *
 * @param name as the user wrote it; below a directory, the directory as written and the rest
 * @param path where it is; null for standard input
 */
record InputFile(String name, @Nullable Path path) {

  private static final InputFile STANDARD_INPUT = new InputFile("-", null);

  private static final List<String> LINES = List.of(".ndjson", ".jsonl");

  /**
   * The files that arguments stand for, in their order; a directory stands for its JSON files, by
   * name, {@code except} one.
   *
   * @throws ConfigurationException with every argument that cannot be read
   */
  static List<InputFile> of(List<String> arguments, @Nullable Path except, Console console) {
    if (arguments.isEmpty()) {
      if (console.inIsTerminal()) {
        throw new ConfigurationException("no input: name a FILE, or pipe JSON in");
      }
      return List.of(STANDARD_INPUT);
    }
    List<InputFile> files = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (String argument : arguments) {
      String fault = argument.equals("-") ? standardInput(files) : add(argument, except, files);
      if (fault != null) {
        faults.add(fault);
      }
    }
    if (!faults.isEmpty()) {
      throw ConfigurationException.of("the input", faults);
    }
    return files;
  }

  private static @Nullable String standardInput(List<InputFile> files) {
    if (files.contains(STANDARD_INPUT)) {
      return "'-': standard input can be read only once";
    }
    files.add(STANDARD_INPUT);
    return null;
  }

  /** Adds what the argument stands for; returns what is wrong with it, or null. */
  private static @Nullable String add(
      String argument, @Nullable Path except, List<InputFile> files) {
    Path path;
    try {
      path = Path.of(argument);
    } catch (InvalidPathException e) {
      return "'" + argument + "': no file name in this locale; set LC_ALL=C.UTF-8";
    }
    // an empty text would be this folder: more likely a shell variable that is not set
    if (argument.isEmpty() || !Files.exists(path)) {
      return "'" + argument + "': no such file or directory";
    }
    if (!Files.isReadable(path)) {
      return "'" + argument + "': no permission to read it";
    }
    if (same(path, except)) {
      return "'" + argument + "': is the file for dead letters, which would be overwritten";
    }
    if (!Files.isDirectory(path)) {
      files.add(new InputFile(argument, path));
      return null;
    }
    int before = files.size();
    // a link that is named is followed, one below it is not: it may lead in circles
    try (Stream<Path> below = Files.walk(path.toRealPath())) {
      Path real = path.toRealPath();
      below
          .map(file -> path.resolve(real.relativize(file)))
          .filter(file -> isJson(file) && Files.isRegularFile(file) && !same(file, except))
          .map(file -> new InputFile(file.toString(), file))
          .sorted((a, b) -> a.name.compareTo(b.name))
          .forEach(files::add);
    } catch (IOException | java.io.UncheckedIOException e) {
      return "'" + argument + "': a folder below it cannot be read";
    }
    return files.size() == before
        ? "'" + argument + "': holds no file named *.json, *.ndjson or *.jsonl"
        : null;
  }

  private static boolean same(Path path, @Nullable Path other) {
    try {
      return other != null && Files.exists(other) && Files.isSameFile(path, other);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isJson(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".json") || LINES.stream().anyMatch(name::endsWith);
  }

  /** True if the name says that each line is a record. */
  boolean isNamedAsLines() {
    String lower = name.toLowerCase(Locale.ROOT);
    return LINES.stream().anyMatch(lower::endsWith);
  }

  InputStream open(Console console) throws IOException {
    return path == null ? console.in() : Files.newInputStream(path);
  }

  /** When the file was last written, now for standard input: the time of its records. */
  Instant recordTime() throws IOException {
    return path == null ? Instant.now() : Files.getLastModifiedTime(path).toInstant();
  }
}
