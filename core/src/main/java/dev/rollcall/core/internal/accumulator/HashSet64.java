package dev.rollcall.core.internal.accumulator;

/**
 * A set of 64-bit hashes in one array, in almost ascending order: a hash stands in the slot that
 * its highest bits name, or in the next free one. So adding is one or two looks, and what is
 * written, which is in ascending order, is almost there. Not threadsafe.
 */
final class HashSet64 {

  /** The empty slot; the hash 0 is remembered apart. */
  private static final long NONE = 0;

  private long[] slots;
  private int shift;
  private int used;
  private boolean hasZero;

  /** An empty set with room for so many. */
  HashSet64(int room) {
    int length = 2;
    while (isFull(room - 1, length)) {
      length *= 2;
    }
    slots = new long[length];
    shift = shift(length);
  }

  /** Whether another would take more than three of four slots. */
  private static boolean isFull(int used, int length) {
    return (used + 1) * 4 > length * 3;
  }

  private static int shift(int length) {
    return Long.SIZE - Integer.numberOfTrailingZeros(length);
  }

  int size() {
    return hasZero ? used + 1 : used;
  }

  boolean contains(long hash) {
    return hash == NONE ? hasZero : slots[find(hash)] == hash;
  }

  void add(long hash) {
    if (hash == NONE) {
      hasZero = true;
      return;
    }
    int at = find(hash);
    if (slots[at] == hash) {
      return;
    }
    if (isFull(used, slots.length)) {
      grow();
      at = find(hash);
    }
    slots[at] = hash;
    used++;
  }

  /** The slot of a hash, or the one where it would be. */
  private int find(long hash) {
    int at = home(hash);
    while (slots[at] != NONE && slots[at] != hash) {
      at = (at + 1) & (slots.length - 1);
    }
    return at;
  }

  /** The slot that the highest bits name, in the order of signed numbers. */
  private int home(long hash) {
    return (int) ((hash ^ Long.MIN_VALUE) >>> shift);
  }

  private void grow() {
    long[] before = slots;
    slots = new long[before.length * 2];
    shift--;
    for (long hash : before) {
      if (hash != NONE) {
        slots[find(hash)] = hash;
      }
    }
  }

  /** All of them in ascending order. */
  long[] ascending() {
    long[] sorted = new long[size()];
    int count = hasZero ? insert(sorted, 0, NONE) : 0;
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] != NONE && home(slots[i]) <= i) {
        count = insert(sorted, count, slots[i]);
      }
    }
    // the highest ones found no free slot before the end of the array, and stand at its beginning
    for (int i = 0; slots[i] != NONE; i++) {
      if (home(slots[i]) > i) {
        count = insert(sorted, count, slots[i]);
      }
    }
    return sorted;
  }

  /** Inserts into the sorted ones, almost always at their end; returns their number. */
  private static int insert(long[] sorted, int count, long hash) {
    int at = count;
    while (at > 0 && sorted[at - 1] > hash) {
      sorted[at] = sorted[at - 1];
      at--;
    }
    sorted[at] = hash;
    return count + 1;
  }
}
