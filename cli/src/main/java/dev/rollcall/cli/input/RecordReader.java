package dev.rollcall.cli.input;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a file into records: either each line is one (NDJSON) or the whole file is.
 *
 * <p>If its name does not tell, its beginning does. It is lines if the first line is a whole JSON
 * value, or if the first is broken and the second is a whole object that cannot go on from the
 * first. Among lines that were told by their text, a value may go over several. Lines are never
 * held together; a document is, since a fault at its end spoils all of it.
 */
final class RecordReader {

  private final LineReader lines;
  private final JsonFile.Sink sink;
  private final int limit;

  /** Lines that were looked at and are to be taken again. */
  private final Deque<LineReader.Line> ahead = new ArrayDeque<>();

  /** Set if the lines looked at are more than a document may be. */
  private boolean headIsTooLarge;

  /**
   * @param limit most bytes of one record
   */
  RecordReader(InputStream in, JsonFile.Sink sink, int limit) {
    this.lines = new LineReader(in, limit);
    this.sink = sink;
    this.limit = limit;
  }

  /** Reads to the end; without any record, the sink gets an empty one. */
  void read(boolean namedAsLines) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    LineReader.Line first = nextNonBlank(head);
    if (first == null) {
      send(new byte[0], 0);
      return;
    }
    if (namedAsLines && !isBinary(first)
        || first.cut()
        || shape(first.bytes()) == JsonShape.COMPLETE) {
      line(first);
      remainingLines(namedAsLines);
      return;
    }
    LineReader.Line second = nextNonBlank(head);
    if (second != null && areLines(first, second)) {
      line(first);
      line(second);
      remainingLines(false);
      return;
    }
    document(head.toByteArray());
  }

  /** Such a file is one bad record, not as many as it happens to have line feeds. */
  private static boolean isBinary(LineReader.Line line) {
    for (byte b : line.bytes()) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean areLines(LineReader.Line first, LineReader.Line second) {
    return !second.cut()
        && second.bytes()[second.start()] == '{'
        && shape(second.bytes()) == JsonShape.COMPLETE
        && shape(first.bytes(), second.bytes()) == JsonShape.NONE;
  }

  private void remainingLines(boolean namedAsLines) throws IOException {
    for (LineReader.Line line = take(); line != null; line = take()) {
      byte[] block = namedAsLines || !isBegin(line) ? null : block(line);
      if (block != null) {
        send(block, line.number());
      } else if (!line.isBlank()) {
        line(line);
      }
    }
  }

  /** True if a value may begin there that goes on in the next lines. */
  private static boolean isBegin(LineReader.Line line) {
    byte[] bytes = line.bytes();
    int last = bytes.length - 1;
    while (last >= 0 && " \t\r\n".indexOf(bytes[last]) >= 0) {
      last--;
    }
    return !line.cut() && last >= 0 && "{[,".indexOf(bytes[last]) >= 0;
  }

  /**
   * A value that is written over lines among others that have one each: what is in it is indented.
   * Null if it is none, with no line taken.
   */
  private byte @Nullable [] block(LineReader.Line first) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(first.bytes());
    List<LineReader.Line> taken = new ArrayList<>();
    while (true) {
      LineReader.Line next = take();
      if (next != null) {
        taken.add(next);
      }
      if (next == null || next.cut() || text.size() + (long) next.bytes().length > limit) {
        break;
      }
      text.writeBytes(next.bytes());
      byte begin = next.bytes()[0];
      if (begin == '}' || begin == ']') {
        if (shape(text.toByteArray()) == JsonShape.COMPLETE) {
          return text.toByteArray();
        }
        break;
      }
      if (" \t\r\n".indexOf(begin) < 0) {
        break;
      }
    }
    for (int i = taken.size() - 1; i >= 0; i--) {
      ahead.addFirst(taken.get(i));
    }
    return null;
  }

  private LineReader.@Nullable Line take() throws IOException {
    LineReader.Line line = ahead.poll();
    return line == null ? lines.next() : line;
  }

  private void line(LineReader.Line line) throws IOException {
    send(line.cut() ? null : line.bytes(), line.number());
  }

  private void document(byte[] head) throws IOException {
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), lines.rest());
    byte[] json = headIsTooLarge ? head : all.readNBytes(limit + 1);
    send(headIsTooLarge || json.length > limit ? null : json, 0);
  }

  private void send(byte @Nullable [] json, long line) throws IOException {
    sink.value(json, Math.max(1, line), line);
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
