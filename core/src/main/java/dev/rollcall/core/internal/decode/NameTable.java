package dev.rollcall.core.internal.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.internal.mapping.ByteWords;
import java.util.Arrays;

/**
 * The names of an object's fields as bytes, found in the text of a record without making a string
 * of each. Fields mostly come in the same order, so the one that came behind the last is tried
 * first. Not threadsafe.
 */
final class NameTable {

  /** The most names. */
  static final int MANY = 64;

  /** Each name with the quote that ends it, so that no other name begins like it. */
  private byte[][] names = new byte[8][];

  /** The first eight bytes of each, or all of a shorter one, and which bits of them count. */
  private long[] words = new long[8];

  private long[] masks = new long[8];
  private int size;

  /** By hash, the place of a name and one; 0 for none. */
  private final byte[] table = new byte[4 * MANY];

  /** Adds a name of which JSON escapes no character. */
  void add(String text) {
    if (size == names.length) {
      names = Arrays.copyOf(names, size * 2);
      words = Arrays.copyOf(words, size * 2);
      masks = Arrays.copyOf(masks, size * 2);
    }
    byte[] name = (text + '"').getBytes(UTF_8);
    names[size] = name;
    masks[size] = name.length >= 8 ? -1 : (1L << 8 * name.length) - 1;
    words[size] =
        (long) ByteWords.WORD.get(Arrays.copyOf(name, Math.max(8, name.length)), 0) & masks[size];
    int at = home(hash(name, 0, name.length - 1));
    while (table[at] != 0) {
      at = next(at);
    }
    size++;
    table[at] = (byte) size;
  }

  private int home(long hash) {
    return (int) (hash >>> 40) & table.length - 1;
  }

  private int next(int at) {
    return at + 1 & table.length - 1;
  }

  /** Whether the name at this place, and the quote behind it, stands here in the text. */
  boolean isAt(int name, byte[] json, int from) {
    byte[] bytes = names[name];
    if (from + 8 > json.length) {
      return from + bytes.length <= json.length
          && Arrays.equals(json, from, from + bytes.length, bytes, 0, bytes.length);
    }
    return ((long) ByteWords.WORD.get(json, from) & masks[name]) == words[name]
        && (bytes.length <= 8
            || from + bytes.length <= json.length
                && Arrays.equals(json, from + 8, from + bytes.length, bytes, 8, bytes.length));
  }

  /** The length of a name with the quote behind it, in bytes. */
  int length(int name) {
    return names[name].length;
  }

  int size() {
    return size;
  }

  /** The place of the name that stands here, with its hash; -1 if it is none of these. */
  int find(byte[] json, int from, long hash) {
    for (int at = home(hash); table[at] != 0; at = next(at)) {
      if (isAt(table[at] - 1, json, from)) {
        return table[at] - 1;
      }
    }
    return -1;
  }

  /** A hash of the bytes of a name, for which equal ones of an object are looked for. */
  static long hash(byte[] text, int from, int to) {
    long hash = to - from;
    for (int i = from; i < to; i++) {
      hash = (hash ^ text[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
