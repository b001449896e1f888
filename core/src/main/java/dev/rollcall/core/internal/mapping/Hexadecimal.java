package dev.rollcall.core.internal.mapping;

import static dev.rollcall.core.internal.mapping.ByteWords.HIGHEST;
import static dev.rollcall.core.internal.mapping.ByteWords.LOWEST;

/** Hexadecimal digits, of both cases, as bytes. */
public final class Hexadecimal {

  /** What each byte is worth as a digit; -1 if it is none. */
  private static final byte[] WORTH = new byte[256];

  static {
    for (int i = 0; i < WORTH.length; i++) {
      WORTH[i] = (byte) (i < 128 ? Character.digit(i, 16) : -1);
    }
  }

  private Hexadecimal() {}

  /**
   * The number that the eight digits from this place on are; negative if one is none. All of them
   * at once: a sum with what a digit lacks to 128 has the highest bit if a byte is at least that
   * digit, and none is carried on since all are below 128.
   */
  public static long eight(byte[] text, int from) {
    long digits = (long) ByteWords.WORD.get(text, from);
    long lower = digits | LOWEST * 0x20;
    long numerals = digits + LOWEST * (128 - '0') & ~(digits + LOWEST * (128 - '9' - 1));
    long letters = lower + LOWEST * (128 - 'a') & ~(lower + LOWEST * (128 - 'f' - 1));
    if (((numerals | letters) & ~digits & HIGHEST) != HIGHEST) {
      return -1;
    }
    long worth = (digits & LOWEST * 0xF) + ((letters & HIGHEST) >>> 7) * 9;
    // two by two, four by four; the first digit is the lowest byte and weighs most
    long pairs = (worth << 4) + (worth >>> 8) & 0x00FF00FF00FF00FFL;
    long fours = (pairs | pairs >>> 8) & 0x0000FFFF0000FFFFL;
    return Integer.toUnsignedLong(Integer.reverseBytes((int) (fours | fours >>> 16)));
  }

  /** The number that these digits, at most fifteen, are; negative if one is none. */
  public static long number(byte[] text, int from, int to) {
    long number = 0;
    long signs = 0;
    for (int i = from; i < to; i++) {
      long digit = WORTH[text[i] & 0xFF];
      signs |= digit;
      number = number << 4 | digit & 0xF;
    }
    return signs < 0 ? -1 : number;
  }
}
