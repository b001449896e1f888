package dev.rollcall.cli.flatten;

import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.input.CsvColumns;
import dev.rollcall.cli.input.InputFile;
import dev.rollcall.cli.input.JsonFile;
import dev.rollcall.cli.input.ReadFailure;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.port.DeadLetter.Stage;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.csv.CsvFile;
import dev.rollcall.csv.CsvFormat;
import dev.rollcall.csv.CsvRecord;
import dev.rollcall.csv.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.io.function.IOBiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Files to rows and dead letters, in order; each element becomes exactly one of the two, or each of
 * its items if these are the rows, and a file without an element a dead letter. Not threadsafe.
 */
final class FileFlattener {

  private static final String REMEDY =
      "give one record per line (NDJSON), or more memory: ROLLCALL_JAVA_OPTS=-Xmx8g";

  private final Flattener flattener;
  private final Console console;
  private final IOBiConsumer<Row, Instant> rows;
  private final DeadLetterLog deadLetters;
  private final long started = System.nanoTime();
  private final List<String> notes = new ArrayList<>();
  private long rowCount;
  private int fileCount;

  FileFlattener(
      RecordType type,
      Console console,
      IOBiConsumer<Row, Instant> rows,
      DeadLetterLog deadLetters) {
    this.flattener = Flattener.of(type);
    this.console = console;
    this.rows = rows;
    this.deadLetters = deadLetters;
  }

  void file(InputFile file) throws IOException {
    fileCount++;
    Records records = new Records(file.name());
    try {
      records.recordTime = file.recordTime();
      if (file.csv() == null) {
        try (InputStream in = file.open(console)) {
          JsonFile.read(in, file.isNamedAsLines(), records);
        }
      } else {
        csv(file, file.csv(), records);
      }
    } catch (ReadFailure | FileContent.Damaged | FileSystemException e) {
      unreadable(records, e);
    } catch (OutOfMemoryError e) {
      if (records.handingOver) {
        throw e;
      }
      // taking the file apart was too much; the next one may well fit
      records.refused(
          0, "too-large", "the file does not fit into memory and was not read on; " + REMEDY);
    }
  }

  /** Standard input is kept first: a CSV file is read twice. */
  private void csv(InputFile file, CsvFormat format, Records records) throws IOException {
    if (file.path() != null) {
      csv(file.path(), format, records);
      return;
    }
    Path folder = Files.createTempDirectory("rollcall-");
    Path kept = folder.resolve("standard input");
    try (InputStream in = ReadFailure.in(file.open(console))) {
      Files.copy(in, kept);
      csv(kept, format, records);
    } finally {
      Files.deleteIfExists(kept);
      Files.delete(folder);
    }
  }

  private void csv(Path path, CsvFormat format, Records records) throws IOException {
    CsvFile csv;
    try {
      csv = CsvFile.open(path, format);
      CsvColumns.requireAnyOf(flattener.type(), path.toString(), csv.header());
    } catch (DataException | FatalException e) {
      String problem =
          String.valueOf(e.getMessage()).replace("'" + path + "'", "'" + records.name + "'");
      records.refused(0, "unreadable", problem);
      return;
    }
    csv.notes().forEach(note -> notes.add(records.name + ": " + note));
    try (Stream<CsvRecord> lines = csv.records()) {
      for (CsvRecord line : (Iterable<CsvRecord>) lines::iterator) {
        records.value(line.json(), line.line(), line.line());
      }
    }
  }

  private void unreadable(Records records, IOException error) throws IOException {
    records.refused(0, "unreadable", "the file cannot be read" + ReadFailure.reason(error));
  }

  /** What the columns were made of. */
  Coverage coverage() {
    return flattener.takeCoverage();
  }

  /** What people should know of the files, in sentences. */
  List<String> notes() {
    return notes;
  }

  /** {@code 12 elements = 11 rows + 1 dead letter, 2 files, 0.1 s}. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%s = %s + %s, %s, %.1f s",
        counted(rowCount + deadLetters.count(), "element"),
        counted(rowCount, "row"),
        counted(deadLetters.count(), "dead letter"),
        counted(fileCount, "file"),
        (System.nanoTime() - started) / 1e9);
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** The records of one file; ordinals go on from one to the next. */
  private final class Records implements JsonFile.Sink {
    private final String name;
    private Instant recordTime = Instant.EPOCH;
    private long ordinal;

    /** True while a row is with its receiver, whose errors are not the file's. */
    private boolean handingOver;

    Records(String name) {
      this.name = name;
    }

    @Override
    public void value(byte @Nullable [] json, long begin, long line) throws IOException {
      if (json == null) {
        String what = "the %s is too large: expected at most %d bytes; ";
        refused(
            line, "too-large", what.formatted(line > 0 ? "line" : "file", JsonFile.LIMIT) + REMEDY);
        return;
      }
      List<Element> elements;
      try {
        elements = flattener.flatten(json, recordTime, begin);
      } catch (OutOfMemoryError e) {
        // the record alone was too much, and nothing holds on to what was made of it
        refused(line, "too-large", "the record does not fit into memory; " + REMEDY);
        return;
      }
      for (Element element : elements) {
        element(element, line);
      }
    }

    private void element(Element element, long line) throws IOException {
      if (element instanceof Element.Accepted accepted) {
        handingOver = true;
        rows.accept(accepted.row(), recordTime);
        handingOver = false;
        rowCount++;
      } else if (element instanceof Element.Refused refused) {
        Stage stage = element instanceof Element.Malformed ? Stage.DECODE : Stage.MAP;
        deadLetters.add(name, ordinal, line, stage, refused.reasonClass(), refused.reason());
      }
      ordinal++;
    }

    private void refused(long line, String reasonClass, String reason) throws IOException {
      deadLetters.add(name, ordinal++, line, Stage.DECODE, reasonClass, reason);
    }
  }
}
