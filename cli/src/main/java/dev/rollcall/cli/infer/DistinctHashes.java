package dev.rollcall.cli.infer;

/**
 * Whether texts are all different: hashes of 64 bits, given up at the first that is there twice.
 */
final class DistinctHashes {

  /** Of more texts nothing is known. */
  private static final int MOST = 1 << 20;

  private long[] table = new long[64];
  private int size;
  private boolean given;

  /** Takes one more. */
  void add(String text) {
    if (given) {
      return;
    }
    long hash = hash(text);
    int at = place(hash, table);
    if (table[at] == hash || size == MOST) {
      given = true;
      table = new long[0];
      return;
    }
    table[at] = hash;
    size++;
    if (size * 2 > table.length) {
      long[] larger = new long[table.length * 2];
      for (long each : table) {
        if (each != 0) {
          larger[place(each, larger)] = each;
        }
      }
      table = larger;
    }
  }

  /** True if no text was there twice, as far as is known. */
  boolean areAll() {
    return !given;
  }

  private static int place(long hash, long[] table) {
    int at = (int) hash & table.length - 1;
    while (table[at] != 0 && table[at] != hash) {
      at = at + 1 & table.length - 1;
    }
    return at;
  }

  /** Of a text; never 0. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return mixed(hash);
  }

  /** Spreads the bits; never 0. */
  static long mixed(long bits) {
    long hash = (bits ^ bits >>> 32) * 0xd6e8feb86659fd93L;
    hash = (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
    hash ^= hash >>> 32;
    return hash == 0 ? 1 : hash;
  }
}
