package dev.rollcall.core.internal.mapping;

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
