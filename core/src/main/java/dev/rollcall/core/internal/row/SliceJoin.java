package dev.rollcall.core.internal.row;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * How a text is put together of texts that stand in a record and of what is between them, when
 * somebody reads it. The {@link Slice} of each is a word of the row, one behind the other.
 * Immutable.
 */
public final class SliceJoin {

  /** The word in the place of such a text: it stands nowhere. */
  public static final long WORD = Slice.of(0, Slice.NONE, 0, 0);

  private final byte[][] between;
  private final boolean isBetweenAscii;
  private final int first;

  /**
   * Creates a template.
   *
   * @param literals the text before each part and, last, behind them
   * @param first the word of the first part
   */
  public SliceJoin(List<String> literals, int first) {
    this.between = literals.stream().map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
    this.isBetweenAscii = literals.stream().allMatch(text -> text.chars().allMatch(c -> c < 128));
    this.first = first;
  }

  /** The word of the first part. */
  public int first() {
    return first;
  }

  /** How many parts there are. */
  public int parts() {
    return between.length - 1;
  }

  String text(byte[] record, long[] words) {
    return new String(bytes(record, words), isAscii(words) ? ISO_8859_1 : UTF_8);
  }

  /** The text in UTF-8. */
  byte[] bytes(byte[] record, long[] words) {
    int length = between[parts()].length;
    for (int i = 0; i < parts(); i++) {
      length += between[i].length + Slice.length(words[first + i]);
    }
    byte[] text = new byte[length];
    int at = 0;
    for (int i = 0; i < parts(); i++) {
      at = copied(between[i], 0, between[i].length, text, at);
      long slice = words[first + i];
      at = copied(record, Slice.from(slice), Slice.length(slice), text, at);
    }
    copied(between[parts()], 0, between[parts()].length, text, at);
    return text;
  }

  private boolean isAscii(long[] words) {
    boolean isAscii = isBetweenAscii;
    for (int i = 0; i < parts(); i++) {
      isAscii &= Slice.form(words[first + i]) == Slice.ASCII;
    }
    return isAscii;
  }

  private static int copied(byte[] from, int begin, int length, byte[] to, int at) {
    System.arraycopy(from, begin, to, at, length);
    return at + length;
  }
}
