package dev.rollcall.cli.flatten;

import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.input.CsvColumns;
import dev.rollcall.cli.input.FileRecords;
import dev.rollcall.cli.input.GuardedInput;
import dev.rollcall.cli.input.InputFile;
import dev.rollcall.cli.input.JsonValues;
import dev.rollcall.cli.input.RecordReader;
import dev.rollcall.cli.input.TextStream;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.flatten.Element;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.port.DeadLetter.Stage;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.csv.CsvFile;
import dev.rollcall.csv.CsvFormat;
import dev.rollcall.csv.CsvRecord;
import dev.rollcall.csv.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Files to rows and dead letters, in order; each element becomes exactly one of the two, and a file
 * without an element a dead letter. Not threadsafe.
 */
final class FileFlattener {

  /** Receives the rows. */
  interface RowSink {
    void row(Row row, Instant recordTime) throws IOException;
  }

  private static final String REMEDY =
      "give one record per line (NDJSON), or more memory: ROLLCALL_JAVA_OPTS=-Xmx8g";

  private final Flattener flattener;
  private final Console console;
  private final RowSink rows;
  private final DeadLetterLog deadLetters;
  private final int recordLimit;
  private final long started = System.nanoTime();
  private final List<String> notes = new ArrayList<>();
  private long rowCount;
  private int fileCount;

  FileFlattener(RecordType type, Console console, RowSink rows, DeadLetterLog deadLetters) {
    this(type, console, rows, deadLetters, RecordReader.defaultLimit());
  }

  /** With the most bytes that one record may have. */
  FileFlattener(
      RecordType type, Console console, RowSink rows, DeadLetterLog deadLetters, int recordLimit) {
    this.flattener = Flattener.of(type);
    this.console = console;
    this.rows = rows;
    this.deadLetters = deadLetters;
    this.recordLimit = recordLimit;
  }

  void file(InputFile file) throws IOException {
    fileCount++;
    Records records;
    try {
      records = new Records(file.name(), file.recordTime());
    } catch (IOException e) {
      unreadable(file.name(), 0, e);
      return;
    }
    try {
      if (file.csv() == null) {
        json(file, records);
      } else {
        csv(file, file.csv(), records);
      }
    } catch (GuardedInput.Failure | FileContent.Damaged e) {
      unreadable(file.name(), records.ordinal, e);
    } catch (OutOfMemoryError e) {
      if (records.handingOver) {
        throw e;
      }
      // taking the file apart was too much; the next one may well fit
      records.refused(0, "the file does not fit into memory and was not read on; " + REMEDY);
    }
  }

  private void json(InputFile file, Records records) throws IOException {
    try (InputStream raw = new GuardedInput(file.open(console))) {
      TextStream text = TextStream.of(raw);
      if (text.isText()) {
        new RecordReader(new GuardedInput(text.bytes()), records, recordLimit)
            .read(file.isNamedAsLines());
      } else {
        // its beginning tells what it is
        records.record(text.bytes().readNBytes(FileRecords.BEGIN), 0);
      }
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
    try (InputStream in = new GuardedInput(file.open(console))) {
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
      deadLetters.add(
          records.name,
          0,
          0,
          Stage.DECODE,
          "unreadable",
          String.valueOf(e.getMessage()).replace("'" + path + "'", "'" + records.name + "'"));
      return;
    }
    csv.notes().forEach(note -> notes.add(records.name + ": " + note));
    try (Stream<CsvRecord> lines = csv.records()) {
      for (CsvRecord line : (Iterable<CsvRecord>) lines::iterator) {
        records.record(line.json(), line.line());
      }
    }
  }

  private void unreadable(String name, long ordinal, IOException error) throws IOException {
    Throwable cause = error.getCause() instanceof FileContent.Damaged ? error.getCause() : error;
    String reason =
        cause instanceof FileContent.Damaged
            ? "the file cannot be read on: " + cause.getMessage()
            : cause.getCause() instanceof CharacterCodingException
                ? "the file cannot be read on: it begins as UTF-16 or UTF-32 and has bytes that are"
                    + " not; convert it to UTF-8"
                : "the file cannot be read: "
                    + error.getMessage()
                    + "; see whether it still is there";
    deadLetters.add(name, ordinal, 0, Stage.DECODE, "unreadable", reason);
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
    double seconds = (System.nanoTime() - started) / 1e9;
    return "%s = %s + %s, %s, %s s"
        .formatted(
            counted(rowCount + deadLetters.count(), "element"),
            counted(rowCount, "row"),
            counted(deadLetters.count(), "dead letter"),
            counted(fileCount, "file"),
            String.format(Locale.ROOT, "%.1f", seconds));
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** The records of one file; ordinals go on from one to the next. */
  private final class Records implements RecordReader.Sink {
    private final String name;
    private final Instant recordTime;
    private long ordinal;

    /** True while a row is with its receiver, whose faults are not the file's. */
    private boolean handingOver;

    Records(String name, Instant recordTime) {
      this.name = name;
      this.recordTime = recordTime;
    }

    @Override
    public void record(byte[] json, long line) throws IOException {
      for (JsonValues.Value value : JsonValues.of(json)) {
        long begin = Math.max(1, line) + value.line();
        boolean isAll = line == 0 && value.json() == json;
        value(value.json(), begin, isAll ? 0 : begin);
      }
    }

    /** {@code named} is the line that letters name, 0 for none. */
    private void value(byte[] json, long begin, long named) throws IOException {
      List<Element> elements;
      try {
        elements = flattener.flatten(json, recordTime, begin);
      } catch (OutOfMemoryError e) {
        // the record alone was too much, and nothing holds on to what was made of it
        refused(named, "the record does not fit into memory; " + REMEDY);
        return;
      }
      for (Element element : elements) {
        element(element, named);
      }
    }

    private void element(Element element, long line) throws IOException {
      if (element instanceof Element.Accepted accepted) {
        handingOver = true;
        rows.row(accepted.row(), recordTime);
        handingOver = false;
        rowCount++;
      } else if (element instanceof Element.Refused refused) {
        Stage stage = element instanceof Element.Malformed ? Stage.DECODE : Stage.MAP;
        deadLetters.add(name, ordinal, line, stage, refused.reasonClass(), refused.reason());
      }
      ordinal++;
    }

    @Override
    public void tooLarge(long line, int limit) throws IOException {
      refused(
          line,
          "the %s is too large: expected at most %d bytes; %s"
              .formatted(line > 0 ? "line" : "file", limit, REMEDY));
    }

    private void refused(long line, String reason) throws IOException {
      deadLetters.add(name, ordinal++, line, Stage.DECODE, "too-large", reason);
    }
  }
}
