package dev.rollcall.cli.flatten;

import dev.rollcall.cli.input.JsonFile;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.port.DeadLetter.Stage;
import dev.rollcall.core.record.Row;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.io.function.IORunnable;
import org.jspecify.annotations.Nullable;

/**
 * Records of one file that follow each other, and what they become: each element a row or a dead
 * letter. Used by one thread after the other: one fills it, one flattens it, one takes its outcome.
 */
final class RecordBatch {

  /** What to do about a record that is too much for the memory. */
  static final String REMEDY =
      "give one record per line (NDJSON), or more memory: ROLLCALL_JAVA_OPTS=-Xmx8g";

  /** A record may be a document of many elements: no more of them are kept together. */
  private static final int MANY = 4_096;

  /**
   * An element that gave no row.
   *
   * @param ordinal its place among the elements of the outcome
   * @param line the line of the file that its record begins in; 0 if the file is one record
   */
  record Letter(long ordinal, long line, Stage stage, String reasonClass, String reason) {}

  /** One of several values of a record; see {@link JsonFile.Sink}. */
  private record Value(byte[] json, long begin, long line) {}

  /** What elements that follow each other became. */
  static final class Outcome {
    private final List<IORunnable> actions = new ArrayList<>();
    private final List<Letter> letters = new ArrayList<>();
    private long elements;
    private long rows;

    /** What is to be done with the rows, in this order. */
    List<IORunnable> actions() {
      return actions;
    }

    List<Letter> letters() {
      return letters;
    }

    /** How many there are. */
    long elements() {
      return elements;
    }

    /** How many of them gave a row. */
    long rows() {
      return rows;
    }
  }

  private final RowUse use;
  private final Instant recordTime;

  private final List<byte @Nullable []> texts = new ArrayList<>();
  private long[] lines = new long[64];
  private int bytes;

  private List<Row> rows = new ArrayList<>();
  private Outcome outcome = new Outcome();

  RecordBatch(RowUse use, Instant recordTime) {
    this.use = use;
    this.recordTime = recordTime;
  }

  /**
   * Adds a record, or several values one behind the other.
   *
   * @param json null if it is too large
   * @param line the line of the file that it begins in; 0 if the file is one record
   */
  void add(byte @Nullable [] json, long line) {
    if (texts.size() == lines.length) {
      lines = Arrays.copyOf(lines, 2 * lines.length);
    }
    lines[texts.size()] = line;
    texts.add(json);
    bytes += json == null ? 0 : json.length;
  }

  /** How many bytes its records have. */
  int bytes() {
    return bytes;
  }

  Instant recordTime() {
    return recordTime;
  }

  /**
   * Flattens its records.
   *
   * @param pause is called whenever there is much to take
   */
  void flatten(Flattener flattener, IORunnable pause) throws IOException {
    for (int i = 0; i < texts.size(); i++) {
      record(flattener, texts.get(i), lines[i], pause);
    }
    prepareRows();
  }

  private void record(Flattener flattener, byte @Nullable [] json, long line, IORunnable pause)
      throws IOException {
    if (json == null) {
      String what = "the %s is too large: expected at most %d bytes; ";
      tooLarge(line, what.formatted(line > 0 ? "line" : "file", JsonFile.LIMIT));
      return;
    }
    List<Element> usual;
    List<Value> values = new ArrayList<>();
    try {
      usual = flattener.flattenUsual(json, recordTime);
      if (usual == null) {
        JsonFile.split(
            json,
            line,
            (value, begin, at) -> values.add(new Value(Objects.requireNonNull(value), begin, at)));
      }
    } catch (OutOfMemoryError e) {
      doesNotFit(line);
      return;
    }
    if (usual != null) {
      add(usual, line, pause);
    }
    for (Value value : values) {
      add(flattened(flattener, value), value.line(), pause);
    }
  }

  private List<Element> flattened(Flattener flattener, Value value) {
    try {
      return flattener.flatten(value.json(), recordTime, value.begin());
    } catch (OutOfMemoryError e) {
      doesNotFit(value.line());
      return List.of();
    }
  }

  /** The record alone was too much, and nothing holds on to what was made of it. */
  private void doesNotFit(long line) {
    tooLarge(line, "the record does not fit into memory; ");
  }

  private void tooLarge(long line, String problem) {
    letter(line, Stage.DECODE, "too-large", problem + REMEDY);
    outcome.elements++;
  }

  private void letter(long line, Stage stage, String reasonClass, String reason) {
    outcome.letters.add(new Letter(outcome.elements, line, stage, reasonClass, reason));
  }

  private void add(List<Element> found, long line, IORunnable pause) throws IOException {
    for (Element element : found) {
      if (element instanceof Element.Accepted accepted) {
        rows.add(accepted.row());
      } else if (element instanceof Element.Refused refused) {
        Stage stage = element instanceof Element.Malformed ? Stage.DECODE : Stage.MAP;
        letter(line, stage, refused.reasonClass(), refused.reason());
      }
      outcome.elements++;
      if (rows.size() == MANY || outcome.letters.size() == MANY) {
        prepareRows();
        pause.run();
      }
    }
  }

  private void prepareRows() throws IOException {
    outcome.rows += rows.size();
    outcome.actions.add(use.prepared(rows, recordTime));
    rows = new ArrayList<>();
  }

  /** What has become of its elements since the last call. */
  Outcome take() {
    Outcome taken = outcome;
    outcome = new Outcome();
    return taken;
  }
}
