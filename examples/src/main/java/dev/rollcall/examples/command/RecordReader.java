package dev.rollcall.examples.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file apart into records: either each line is one (NDJSON) or the whole file is.
 *
 * <p>If its name does not tell, its beginning does. It is lines if the first line is a whole JSON
 * value, or if the first is broken and the second is a whole object that cannot go on from the
 * first. Lines are never held together; a document is, since a fault at its end spoils all of it.
 */
final class RecordReader {

  /** Receives the records in order. */
  interface Sink {
    void record(byte[] json) throws IOException;

    /** A line or a document that is longer than {@code limit} bytes. */
    void tooLarge(boolean isLine, int limit) throws IOException;
  }

  private static final int MOST = 1 << 30;

  private final LineReader lines;
  private final Sink sink;
  private final int limit;

  /** Set if the lines looked at are more than a document may be. */
  private boolean headIsTooLarge;

  /**
   * @param limit most bytes of one record
   */
  RecordReader(InputStream in, Sink sink, int limit) {
    this.lines = new LineReader(in, limit);
    this.sink = sink;
    this.limit = limit;
  }

  /** Most bytes of one record in this JVM: 1 GiB, or a quarter of the heap if that is less. */
  static int defaultLimit() {
    return (int) Math.min(MOST, Runtime.getRuntime().maxMemory() / 4);
  }

  /** Reads to the end; without any record, the sink gets an empty one. */
  void read(boolean namedAsLines) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    LineReader.Line first = nextNonBlank(head);
    if (first == null) {
      sink.record(new byte[0]);
      return;
    }
    if (namedAsLines || first.cut() || shape(first.bytes()) == JsonShape.COMPLETE) {
      line(first);
      remainingLines();
      return;
    }
    LineReader.Line second = nextNonBlank(head);
    if (second != null && areLines(first, second)) {
      line(first);
      line(second);
      remainingLines();
      return;
    }
    document(head.toByteArray());
  }

  private static boolean areLines(LineReader.Line first, LineReader.Line second) {
    return !second.cut()
        && second.bytes()[second.start()] == '{'
        && shape(second.bytes()) == JsonShape.COMPLETE
        && shape(first.bytes(), second.bytes()) == JsonShape.NONE;
  }

  private void remainingLines() throws IOException {
    for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
      if (!line.isBlank()) {
        line(line);
      }
    }
  }

  private void line(LineReader.Line line) throws IOException {
    if (line.cut()) {
      sink.tooLarge(true, limit);
    } else {
      sink.record(line.bytes());
    }
  }

  private void document(byte[] head) throws IOException {
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), lines.rest());
    byte[] json = headIsTooLarge ? head : all.readNBytes(limit + 1);
    if (headIsTooLarge || json.length > limit) {
      sink.tooLarge(false, limit);
    } else {
      sink.record(json);
    }
  }

  private LineReader.@Nullable Line nextNonBlank(ByteArrayOutputStream head) throws IOException {
    LineReader.Line line;
    do {
      line = lines.next();
      if (line != null) {
        headIsTooLarge |= line.cut() || head.size() + (long) line.bytes().length > limit;
        head.writeBytes(headIsTooLarge ? new byte[0] : line.bytes());
      }
    } while (line != null && line.isBlank());
    return line;
  }

  private static JsonShape shape(byte[] text) {
    return JsonShape.of(new ByteArrayInputStream(text));
  }

  private static JsonShape shape(byte[] first, byte[] second) {
    return JsonShape.of(
        new SequenceInputStream(new ByteArrayInputStream(first), new ByteArrayInputStream(second)));
  }
}
