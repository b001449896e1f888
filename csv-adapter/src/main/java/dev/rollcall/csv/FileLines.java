package dev.rollcall.csv;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, each decoded by itself, so that bad bytes spoil one line. A line ends with a
 * line feed, a carriage return or both. Not threadsafe.
 */
final class FileLines {

  /**
   * A line.
   *
   * @param number from 1
   * @param text without its end; null if it cannot be read
   * @param end what ended it, empty for the last line of a file
   * @param problem why it cannot be read; empty if it can
   */
  record Line(long number, @Nullable String text, String end, String problem) {}

  /** The longest line, in bytes: {@value}. */
  static final int MAX_LINE = 1 << 24;

  private static final char MARK = '\uFEFF';

  private final InputStream in;
  private final Charset charset;
  private final CharsetDecoder decoder;

  /** Bytes of the smallest unit: a line break is one of it. */
  private final int width;

  /** Which byte of a unit holds a character of ASCII. */
  private final int low;

  private final byte[] buffer = new byte[1 << 16];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int from;
  private int to;
  private long number;
  private boolean tooLong;

  /** In an encoding whose line feed is a unit of its own, which is all but some of mainframes. */
  FileLines(InputStream in, Charset charset) {
    this.in = in;
    this.charset = charset;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    this.width =
        charset.name().startsWith("UTF-16") ? 2 : charset.name().startsWith("UTF-32") ? 4 : 1;
    this.low = charset.name().endsWith("LE") ? 0 : width - 1;
  }

  /** The next line; null at the end. */
  @Nullable Line next() throws IOException {
    line.reset();
    tooLong = false;
    while (to - from >= width || fill()) {
      int last = to - (to - from) % width;
      int at = from;
      while (at < last && !isAt(at, '\n') && !isAt(at, '\r')) {
        at += width;
      }
      append(at);
      if (at < last) {
        boolean isReturn = isAt(at, '\r');
        from = at + width;
        return line(!isReturn ? "\n" : skipLineFeed() ? "\r\n" : "\r");
      }
    }
    append(to);
    return line.size() == 0 && !tooLong ? null : line("");
  }

  private Line line(String end) {
    number++;
    if (tooLong) {
      return new Line(number, null, end, "got more than " + MAX_LINE + " bytes, expected a line");
    }
    try {
      String text = decoder.decode(ByteBuffer.wrap(line.toByteArray())).toString();
      boolean marked = number == 1 && !text.isEmpty() && text.charAt(0) == MARK;
      return new Line(number, marked ? text.substring(1) : text, end, "");
    } catch (CharacterCodingException e) {
      return new Line(
          number,
          null,
          end,
          "got bytes that are no "
              + charset
              + "; convert the file, with iconv for example, or set its charset (--charset)");
    }
  }

  private void append(int end) {
    if (tooLong || line.size() + (end - from) > MAX_LINE) {
      tooLong = true;
      line.reset();
    } else {
      line.write(buffer, from, end - from);
    }
    from = end;
  }

  private boolean skipLineFeed() throws IOException {
    if ((to - from >= width || fill()) && isAt(from, '\n')) {
      from += width;
      return true;
    }
    return false;
  }

  private boolean isAt(int at, char sign) {
    for (int i = 0; i < width; i++) {
      if (buffer[at + i] != (i == low ? sign : 0)) {
        return false;
      }
    }
    return true;
  }

  /** False at the end, with less than a unit left. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, to - from);
    to -= from;
    from = 0;
    int read = 0;
    while (to < width && read >= 0) {
      read = in.read(buffer, to, buffer.length - to);
      to += Math.max(0, read);
    }
    return to >= width;
  }
}
