package dev.rollcall.core.internal.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.core.internal.mapping.ByteWords;

/**
 * Eight characters of a time, digits and what stands between them, read all at once as one word
 * whose lowest byte is the first. Immutable.
 */
final class TimeText {

  /** What is left of a byte that is right, less its digit: nothing. */
  private final long form;

  /** The bits of a byte that may be there then: four where a digit is, else none. */
  private final long wrong;

  /** Six for each digit: more than nine then needs a fifth bit. */
  private final long six;

  private TimeText(long form, long wrong, long six) {
    this.form = form;
    this.wrong = wrong;
    this.six = six;
  }

  /** Of eight characters, with 0 for any digit. */
  static TimeText of(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    byte[] wrong = new byte[8];
    byte[] six = new byte[8];
    for (int i = 0; i < 8; i++) {
      boolean isDigit = bytes[i] == '0';
      wrong[i] = (byte) (isDigit ? 0xF0 : 0xFF);
      six[i] = (byte) (isDigit ? 6 : 0);
    }
    return new TimeText(word(bytes), word(wrong), word(six));
  }

  private static long word(byte[] bytes) {
    return (long) ByteWords.WORD.get(bytes, 0);
  }

  /**
   * Of each two digits that follow each other the number, for {@link #pair}; -1 if the word is not
   * of this form.
   */
  long pairs(long word) {
    long digits = word ^ form;
    return ((digits | digits + six) & wrong) == 0 ? digits * 10 + (digits >>> 8) : -1;
  }

  /** The digit at a place of a word of this form. */
  int digit(long word, int place) {
    return (int) ((word ^ form) >>> 8 * place) & 0xF;
  }

  /** The number that two digits are of which the first is at this place. */
  static int pair(long pairs, int place) {
    return (int) (pairs >>> 8 * place) & 0xFF;
  }

  /** The number that the first four digits are. */
  static int year(long pairs) {
    return pair(pairs, 0) * 100 + pair(pairs, 2);
  }
}
