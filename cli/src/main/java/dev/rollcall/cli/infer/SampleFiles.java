package dev.rollcall.cli.infer;

import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.input.InputFile;
import dev.rollcall.cli.input.JsonFile;
import dev.rollcall.cli.input.ReadFailure;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.csv.CsvFile;
import dev.rollcall.csv.CsvFormat;
import dev.rollcall.csv.CsvRecord;
import dev.rollcall.csv.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files that can be read more than once, each to at most so many values; standard input is kept in
 * a file of its own until this is closed. Not threadsafe.
 */
final class SampleFiles implements AutoCloseable {

  /** Receives the values of the files. */
  interface Sink {
    /** A value; {@code json} is null if it is too large. */
    void value(String place, byte @Nullable [] json, long line) throws IOException;

    /** The first line of a CSV file. */
    default void header(List<String> names) {}

    /** A file, or the rest of it, that cannot be read. */
    default void unreadable(String problem) {}

    /** What people should know of a file. */
    default void note(String note) {}
  }

  /** Enough was read. */
  private static final class Enough extends IOException {
    Enough() {
      super("enough");
    }
  }

  private final List<InputFile> files = new ArrayList<>();
  private final Console console;
  private final long most;
  private @Nullable Path kept;

  /**
   * Keeps what can be read only once.
   *
   * @param most values that are read of each file
   */
  SampleFiles(List<InputFile> inputs, long most, Console console) throws IOException {
    this.console = console;
    this.most = most;
    for (InputFile input : inputs) {
      files.add(input.path() == null ? kept(input) : input);
    }
  }

  private InputFile kept(InputFile input) throws IOException {
    kept = Files.createTempFile("rollcall-", ".input");
    try (InputStream in = input.open(console)) {
      Files.copy(in, kept, StandardCopyOption.REPLACE_EXISTING);
    }
    return new InputFile(input.name(), kept, input.csv());
  }

  List<InputFile> files() {
    return files;
  }

  void read(Sink sink) throws IOException {
    for (InputFile file : files) {
      long[] count = new long[1];
      try {
        if (file.csv() != null) {
          csv(file, file.csv(), sink);
          continue;
        }
        try (InputStream in = file.open(console)) {
          JsonFile.read(
              in,
              file.isNamedAsLines(),
              (json, begin, line) -> {
                if (count[0]++ == most) {
                  throw new Enough();
                }
                sink.value(file.name(), json, line);
              });
        }
      } catch (Enough e) {
        sink.note("%s: only its first %d values were looked at".formatted(file.name(), most));
      } catch (ReadFailure | FileContent.Damaged | FileSystemException e) {
        sink.unreadable(file.name() + ": cannot be read" + ReadFailure.reason(e));
      } catch (OutOfMemoryError e) {
        sink.unreadable(file.name() + ": a value of it does not fit into memory");
      }
    }
  }

  private void csv(InputFile file, CsvFormat format, Sink sink) throws IOException {
    Path path = Objects.requireNonNull(file.path());
    CsvFile csv;
    try {
      csv = CsvFile.open(path, format);
    } catch (DataException | FatalException e) {
      sink.unreadable(
          String.valueOf(e.getMessage()).replace("'" + path + "'", "'" + file.name() + "'"));
      return;
    }
    sink.header(csv.header());
    csv.notes().forEach(note -> sink.note(file.name() + ": " + note));
    if (csv.size() > most) {
      sink.note("%s: only its first %d records were looked at".formatted(file.name(), most));
    }
    try (Stream<CsvRecord> lines = csv.records().limit(most)) {
      for (CsvRecord line : (Iterable<CsvRecord>) lines::iterator) {
        sink.value(file.name(), line.json(), line.line());
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (kept != null) {
      Files.deleteIfExists(kept);
    }
  }
}
