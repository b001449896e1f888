package dev.rollcall.cli.flatten;

import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.input.CsvColumns;
import dev.rollcall.cli.input.InputFile;
import dev.rollcall.cli.input.JsonFile;
import dev.rollcall.cli.input.ReadFailure;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.flatten.Coverage;
import dev.rollcall.core.port.DeadLetter.Stage;
import dev.rollcall.core.record.RecordType;
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
import org.apache.commons.io.function.IORunnable;
import org.jspecify.annotations.Nullable;

/**
 * Files to rows and dead letters, in order; each element becomes exactly one of the two, or each of
 * its items if these are the rows, and a file without an element a dead letter. Not threadsafe.
 */
final class FileFlattener implements AutoCloseable {

  /** Records are handed to a thread when there are so many bytes of them: {@value}. */
  static final int BATCH_BYTES = 1 << 17;

  private final RecordType type;
  private final ParallelFlattening work;
  private final Console console;
  private final RowUse rows;
  private final DeadLetterLog deadLetters;
  private final ReadProgress progress;
  private final long started = System.nanoTime();
  private final List<String> notes = new ArrayList<>();
  private long rowCount;
  private int fileCount;

  FileFlattener(
      RecordType type,
      Console console,
      RowUse rows,
      DeadLetterLog deadLetters,
      ReadProgress progress,
      int threads) {
    this.type = type;
    this.work = new ParallelFlattening(type, threads);
    this.console = console;
    this.rows = rows;
    this.deadLetters = deadLetters;
    this.progress = progress;
  }

  void file(InputFile file) throws IOException {
    fileCount++;
    Records records = new Records(file.name());
    try {
      records.begin(file.recordTime());
      if (file.csv() == null) {
        try (InputStream in = progress.of(file.open(console))) {
          JsonFile.readTexts(in, file.isNamedAsLines(), records);
        }
      } else {
        csv(file, file.csv(), records);
      }
      records.handOver();
    } catch (ReadFailure | FileContent.Damaged | FileSystemException e) {
      records.refuse("unreadable", "the file cannot be read" + ReadFailure.reason(e));
    } catch (OutOfMemoryError e) {
      if (work.isBusy()) {
        throw e;
      }
      // taking the file apart was too much; the next one may well fit
      records.refuse(
          "too-large",
          "the file does not fit into memory and was not read on; " + RecordBatch.REMEDY);
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
      CsvColumns.requireAnyOf(type, path.toString(), csv.header());
    } catch (DataException | FatalException e) {
      String problem =
          String.valueOf(e.getMessage()).replace("'" + path + "'", "'" + records.name + "'");
      records.refuse("unreadable", problem);
      return;
    }
    csv.notes().forEach(note -> notes.add(records.name + ": " + note));
    long bytes = Files.size(path) / Math.max(1, csv.size());
    try (Stream<CsvRecord> lines = csv.records()) {
      for (CsvRecord line : (Iterable<CsvRecord>) lines::iterator) {
        progress.add(bytes);
        records.value(line.json(), line.line(), line.line());
      }
    }
  }

  /** Waits until all is done. */
  void finish() throws IOException {
    work.finish();
  }

  /** What the columns were made of. */
  Coverage coverage() {
    return work.coverage();
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

  @Override
  public void close() {
    work.close();
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** The records of one file; ordinals go on from one to the next. */
  private final class Records implements JsonFile.Sink {
    private final String name;
    private RecordBatch batch = new RecordBatch(rows, Instant.EPOCH);
    private long ordinal;

    Records(String name) {
      this.name = name;
    }

    void begin(Instant recordTime) {
      batch = new RecordBatch(rows, recordTime);
    }

    @Override
    public void value(byte @Nullable [] json, long begin, long line) throws IOException {
      batch.add(json, line);
      if (batch.bytes() >= BATCH_BYTES) {
        handOver();
      }
    }

    void handOver() throws IOException {
      RecordBatch full = batch;
      begin(full.recordTime());
      work.add(full, this::take);
    }

    private void take(RecordBatch.Outcome outcome) throws IOException {
      for (IORunnable action : outcome.actions()) {
        action.run();
      }
      for (RecordBatch.Letter letter : outcome.letters()) {
        long place = ordinal + letter.ordinal();
        deadLetters.add(
            name, place, letter.line(), letter.stage(), letter.reasonClass(), letter.reason());
      }
      ordinal += outcome.elements();
      rowCount += outcome.rows();
    }

    /** The file, or the rest of it. */
    void refuse(String reasonClass, String reason) throws IOException {
      handOver();
      work.finish();
      deadLetters.add(name, ordinal++, 0, Stage.DECODE, reasonClass, reason);
    }
  }
}
