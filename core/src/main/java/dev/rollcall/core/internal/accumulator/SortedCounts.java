package dev.rollcall.core.internal.accumulator;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * Counts per key in two arrays, ascending by key. Finding a key is a binary search, a new key moves
 * those above it; merging is linear. Exact. Not threadsafe.
 */
final class SortedCounts {

  private long[] keys = new long[4];
  private long[] counts = new long[4];
  private int size;
  private long total;

  /** Deserializes what {@link #write} wrote; keys must be within the bounds. */
  static SortedCounts read(StateReader in, long least, long most) {
    SortedCounts read = new SortedCounts();
    read.size = in.count(2, "number of counts");
    read.keys = new long[Math.max(4, read.size)];
    read.counts = new long[Math.max(4, read.size)];
    long before = 0;
    for (int i = 0; i < read.size; i++) {
      long key = i == 0 ? in.signed("key") : before + in.unsigned("distance of keys");
      long count = in.tally("count");
      boolean descends = i > 0 && key <= before;
      if (descends || key < least || key > most || count == 0 || read.total + count < 0) {
        throw in.corrupt("counts");
      }
      read.keys[i] = key;
      read.counts[i] = count;
      read.total += count;
      before = key;
    }
    return read;
  }

  /** The number of distinct keys. */
  int size() {
    return size;
  }

  /** The sum of all counts. */
  long total() {
    return total;
  }

  void add(long key, long count) {
    total = Math.addExact(total, count);
    int at = Arrays.binarySearch(keys, 0, size, key);
    if (at >= 0) {
      counts[at] += count;
    } else {
      insert(-at - 1, key, count);
    }
  }

  private void insert(int at, long key, long count) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    keys[at] = key;
    counts[at] = count;
    size++;
  }

  void merge(SortedCounts other) {
    long[] mergedKeys = new long[size + other.size + 1];
    long[] mergedCounts = new long[size + other.size + 1];
    int merged = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < size || theirs < other.size) {
      boolean fromMine = theirs == other.size || (mine < size && keys[mine] <= other.keys[theirs]);
      boolean fromTheirs =
          mine == size || (theirs < other.size && other.keys[theirs] <= keys[mine]);
      mergedKeys[merged] = fromMine ? keys[mine] : other.keys[theirs];
      mergedCounts[merged++] =
          (fromMine ? counts[mine++] : 0) + (fromTheirs ? other.counts[theirs++] : 0);
    }
    total = Math.addExact(total, other.total);
    keys = mergedKeys;
    counts = mergedCounts;
    size = merged;
  }

  /** The counts of what a function makes of the keys. */
  SortedCounts mapped(LongUnaryOperator function) {
    SortedCounts mapped = new SortedCounts();
    for (int i = 0; i < size; i++) {
      mapped.add(function.applyAsLong(keys[i]), counts[i]);
    }
    return mapped;
  }

  /** The key at a rank, from 0 to the total less 1, if each key stands as often as it counts. */
  long keyAt(long rank) {
    long seen = 0;
    for (int i = 0; i < size; i++) {
      seen += counts[i];
      if (seen > rank) {
        return keys[i];
      }
    }
    throw new IllegalArgumentException("rank " + rank + " of " + total);
  }

  /**
   * The number of keys; of each, its distance from the one before (the first: itself), its count.
   */
  void write(StateWriter out) {
    out.unsigned(size);
    for (int i = 0; i < size; i++) {
      if (i == 0) {
        out.signed(keys[0]);
      } else {
        out.unsigned(keys[i] - keys[i - 1]);
      }
      out.unsigned(counts[i]);
    }
  }
}
