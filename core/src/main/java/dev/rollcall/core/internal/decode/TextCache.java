package dev.rollcall.core.internal.decode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The texts that a column had lately, so that a name of a country is one string and not one per
 * record. Gives up where texts hardly repeat. Not threadsafe.
 */
final class TextCache {

  /** Longer texts are made each time; in bytes. */
  private static final int MAX_LENGTH = 40;

  private static final int SIZE = 512;

  /** After so many texts, a quarter of which must have been known. */
  private static final int TRIAL = 4_096;

  /** Empty before the first text, null where texts hardly repeat. */
  private byte @Nullable [] @Nullable [] keys = {};

  private String[] texts = {};
  private int asked;
  private int known;

  /** The text of a slot that stands in the record, without escapes. */
  String text(ParsedElement parsed, int slot) {
    int from = parsed.from(slot);
    int length = parsed.to(slot) - from;
    if (keys == null || length > MAX_LENGTH) {
      return parsed.text(slot);
    }
    if (++asked == TRIAL) {
      if (known < TRIAL / 4) {
        keys = null;
        texts = new String[0];
        return parsed.text(slot);
      }
      asked = 0;
      known = 0;
    }
    if (keys.length == 0) {
      keys = new byte[SIZE][];
      texts = new String[SIZE];
    }
    byte[] json = parsed.json();
    int at = (int) (hash(json, from, length) >>> 32) & SIZE - 1;
    byte[] key = keys[at];
    if (key != null && Arrays.equals(key, 0, key.length, json, from, from + length)) {
      known++;
      return texts[at];
    }
    keys[at] = Arrays.copyOfRange(json, from, from + length);
    texts[at] = parsed.text(slot);
    return texts[at];
  }

  private static long hash(byte[] json, int from, int length) {
    if (length >= 8) {
      long first = (long) NameTable.WORD.get(json, from);
      long last = (long) NameTable.WORD.get(json, from + length - 8);
      return (first * 0x9E3779B97F4A7C15L ^ Long.rotateLeft(last, 31) + length)
          * 0xC2B2AE3D27D4EB4FL;
    }
    long word = length;
    for (int i = 0; i < length; i++) {
      word = word << 8 | json[from + i] & 0xFF;
    }
    return word * 0x9E3779B97F4A7C15L;
  }
}
