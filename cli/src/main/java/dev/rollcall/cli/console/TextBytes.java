package dev.rollcall.cli.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.record.Utf8Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;

/** Text of CSV as bytes in UTF-8, in memory. Not threadsafe. */
final class TextBytes implements Utf8Sink {

  private static final int FIRST_ROOM = 1 << 16;

  /** The signs below 64 for which a text stands in quotes, as bits. */
  private static final long QUOTED = 1L << '"' | 1L << ',' | 1L << '\r' | 1L << '\n';

  private static final int DAY_SECONDS = 86_400;

  /** The days and the years of 400 years, of which each has as many leap years. */
  private static final int CYCLE_DAYS = 146_097;

  private byte[] bytes = new byte[FIRST_ROOM];
  private int size;

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  /** One sign of ASCII. */
  void sign(char sign) {
    room(1);
    bytes[size++] = (byte) sign;
  }

  void lineEnd() {
    sign('\r');
    sign('\n');
  }

  /** A text of ASCII that needs no quotes. */
  void plain(String text) {
    append(text.getBytes(ISO_8859_1), 0, text.length());
  }

  /** A text, in quotes if it needs them. */
  void cell(String text) {
    byte[] cell = text.getBytes(UTF_8);
    text(cell, 0, cell.length);
  }

  /** The same. */
  @Override
  public void text(byte[] cell, int from, int length) {
    if (!needsQuotes(cell, from, from + length)) {
      append(cell, from, length);
      return;
    }
    room(2 * length + 2);
    bytes[size++] = '"';
    for (int i = from; i < from + length; i++) {
      if (cell[i] == '"') {
        bytes[size++] = '"';
      }
      bytes[size++] = cell[i];
    }
    bytes[size++] = '"';
  }

  private static boolean needsQuotes(byte[] cell, int from, int to) {
    if (from == to) {
      return true;
    }
    for (int i = from; i < to; i++) {
      byte next = cell[i];
      if (next <= ',' && next > 0 && (QUOTED >>> next & 1) != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * As {@link Double#toString} writes it, which takes several times as long: a number of at most
   * four decimals, such as a coordinate, is what these digits are read as.
   */
  void number(double number) {
    double magnitude = Math.abs(number);
    long tenThousandths = Math.round(magnitude * 10_000);
    if (magnitude < 1e-3 || magnitude >= 1e7 || tenThousandths / 10_000.0 != magnitude) {
      plain(Double.toString(number));
      return;
    }
    if (number < 0) {
      sign('-');
    }
    plain(Long.toString(tenThousandths / 10_000));
    sign('.');
    int decimals = (int) (tenThousandths % 10_000);
    do {
      sign((char) ('0' + decimals / 1_000));
      decimals = decimals % 1_000 * 10;
    } while (decimals > 0);
  }

  /** As {@link Instant#toString} writes it, which takes ten times as long. */
  void instant(Instant instant) {
    long second = instant.getEpochSecond();
    long day = Math.floorDiv(second, DAY_SECONDS);
    int millis = instant.getNano() / 1_000_000;
    // years of four digits, counted from 1 March of the year 0
    long days = day + 719_468;
    if (days < 366 || days > 25L * CYCLE_DAYS - 366 || millis * 1_000_000 != instant.getNano()) {
      plain(instant.toString());
      return;
    }
    int rest = (int) (days % CYCLE_DAYS);
    int year = (rest - rest / 1_460 + rest / 36_524 - rest / 146_096) / 365;
    int ofYear = rest - (365 * year + year / 4 - year / 100);
    int month = (5 * ofYear + 2) / 153;
    int january = month / 10;
    room(24);
    digits((int) (days / CYCLE_DAYS) * 400 + year + january, 4, '-');
    digits(month + 3 - 12 * january, 2, '-');
    digits(ofYear - (153 * month + 2) / 5 + 1, 2, 'T');
    int ofDay = (int) (second - day * DAY_SECONDS);
    digits(ofDay / 3_600, 2, ':');
    digits(ofDay / 60 % 60, 2, ':');
    digits(ofDay % 60, 2, millis == 0 ? 'Z' : '.');
    if (millis != 0) {
      digits(millis, 3, 'Z');
    }
  }

  private void digits(int number, int count, char behind) {
    int left = number;
    for (int i = count - 1; i >= 0; i--) {
      bytes[size + i] = (byte) ('0' + left % 10);
      left /= 10;
    }
    size += count;
    bytes[size++] = (byte) behind;
  }

  private void append(byte[] text, int from, int length) {
    room(length);
    System.arraycopy(text, from, bytes, size, length);
    size += length;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
