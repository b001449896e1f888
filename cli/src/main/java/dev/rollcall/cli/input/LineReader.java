package dev.rollcall.cli.input;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads bytes line by line; a line ends behind its line feed. Not threadsafe. */
final class LineReader {

  /**
   * A line.
   *
   * @param bytes with the line feed, if it has one
   * @param cut true if it was longer than allowed; the rest was passed over
   * @param number from 1
   */
  record Line(byte[] bytes, boolean cut, long number) {

    /** True if it holds nothing but JSON's white space. */
    boolean isBlank() {
      return start() == bytes.length;
    }

    /** Where its text starts. */
    int start() {
      int start = 0;
      while (start < bytes.length && " \t\r\n".indexOf(bytes[start]) >= 0) {
        start++;
      }
      return start;
    }
  }

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOWEST = 0x0101010101010101L;
  private static final long HIGHEST = 0x8080808080808080L;

  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;
  private long number;

  LineReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** The next line, or null at the end. */
  @Nullable Line next() throws IOException {
    if (from < to || fill()) {
      int end = lineFeed(from);
      if (end < to && end - from < limit) {
        Line line = new Line(Arrays.copyOfRange(buffer, from, end + 1), false, ++number);
        from = end + 1;
        return line;
      }
    }
    return longLine();
  }

  /** The next line, which may go on beyond the buffer. */
  private @Nullable Line longLine() throws IOException {
    byte[] line = new byte[0];
    int length = 0;
    boolean cut = false;
    while (from < to || fill()) {
      int end = lineFeed(from);
      boolean ended = end < to;
      int count = end - from + (ended ? 1 : 0);
      if (cut || length + (long) count > limit) {
        cut = true;
      } else {
        if (length + count > line.length) {
          long wanted = ended ? length + count : Math.max(length + (long) count, 2L * length);
          line = Arrays.copyOf(line, (int) Math.min(limit, wanted));
        }
        System.arraycopy(buffer, from, line, length, count);
        length += count;
      }
      from += count;
      if (ended) {
        return new Line(trimmed(line, length), cut, ++number);
      }
    }
    return length == 0 && !cut ? null : new Line(trimmed(line, length), cut, ++number);
  }

  /** All that has not been read yet. */
  InputStream rest() {
    InputStream rest =
        new SequenceInputStream(new ByteArrayInputStream(buffer, from, to - from), in);
    from = to;
    return rest;
  }

  /**
   * The place of the next line feed, or the end. Eight bytes at once are searched, which is fast in
   * any compiler where they are aligned: subtracting 1 from one that is 0 borrows, and the lowest
   * such byte is one for certain.
   */
  private int lineFeed(int begin) {
    int at = begin;
    while (at < to && (at & Long.BYTES - 1) != 0) {
      if (buffer[at] == '\n') {
        return at;
      }
      at++;
    }
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long word = (long) WORD.get(buffer, at) ^ LOWEST * '\n';
      long feeds = (word - LOWEST) & ~word & HIGHEST;
      if (feeds != 0) {
        return at + (Long.numberOfTrailingZeros(feeds) >>> 3);
      }
    }
    while (at < to && buffer[at] != '\n') {
      at++;
    }
    return at;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }

  private static byte[] trimmed(byte[] line, int length) {
    return line.length == length ? line : Arrays.copyOf(line, length);
  }
}
