package dev.rollcall.examples.command;

import dev.rollcall.core.flatten.Element;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.port.DeadLetter.Stage;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Files to rows and dead letters, in order; each element becomes exactly one of the two, and a file
 * without an element a dead letter. Not threadsafe.
 */
final class Flattening {

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
  private long rowCount;
  private int fileCount;

  Flattening(RecordType type, Console console, RowSink rows, DeadLetterLog deadLetters) {
    this(type, console, rows, deadLetters, RecordReader.defaultLimit());
  }

  /** With the most bytes that one record may have. */
  Flattening(
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
    try (InputStream in = new Input(file.open(console))) {
      new RecordReader(in, records, recordLimit).read(file.isNamedAsLines());
    } catch (Input.Failure e) {
      unreadable(file.name(), records.ordinal, e);
    } catch (OutOfMemoryError e) {
      if (records.handingOver) {
        throw e;
      }
      // taking the file apart was too much; the next one may well fit
      records.refused("the file does not fit into memory and was not read on; " + REMEDY);
    }
  }

  private void unreadable(String name, long ordinal, IOException error) throws IOException {
    deadLetters.add(
        name,
        ordinal,
        Stage.DECODE,
        "unreadable",
        "the file cannot be read: " + error.getMessage() + "; see whether it still is there");
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
    public void record(byte[] json) throws IOException {
      List<Element> elements;
      try {
        elements = flattener.flatten(json, recordTime);
      } catch (OutOfMemoryError e) {
        // the record alone was too much, and nothing holds on to what was made of it
        refused("the record does not fit into memory; " + REMEDY);
        return;
      }
      for (Element element : elements) {
        element(element);
      }
    }

    private void element(Element element) throws IOException {
      if (element instanceof Element.Accepted accepted) {
        handingOver = true;
        rows.row(accepted.row(), recordTime);
        handingOver = false;
        rowCount++;
      } else if (element instanceof Element.Refused refused) {
        Stage stage = element instanceof Element.Malformed ? Stage.DECODE : Stage.MAP;
        deadLetters.add(name, ordinal, stage, refused.reasonClass(), refused.reason());
      }
      ordinal++;
    }

    @Override
    public void tooLarge(boolean isLine, int limit) throws IOException {
      refused(
          "the %s is too large: expected at most %d bytes; %s"
              .formatted(isLine ? "line" : "file", limit, REMEDY));
    }

    private void refused(String reason) throws IOException {
      deadLetters.add(name, ordinal++, Stage.DECODE, "too-large", reason);
    }
  }
}
