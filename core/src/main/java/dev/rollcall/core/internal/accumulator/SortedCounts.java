package dev.rollcall.core.internal.accumulator;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * Counts per key, ascending by key, exact, in one of two forms. Keys far apart stand in an array
 * beside that of their counts: finding one is a binary search, a new one moves those above it. Many
 * keys close together, such as ages, need no search: the count of each stands at its distance from
 * the least. Not threadsafe.
 */
final class SortedCounts {

  /** The most places of the dense form, and the most for each key in it. */
  private static final int DENSE_PLACES = 1_024;

  private static final int DENSE_PLACES_PER_KEY = 16;

  /** Fewer keys are found as fast, in less memory. */
  private static final int DENSE_KEYS = 8;

  /** So few are merged one by one. */
  private static final int FEW_KEYS = 4;

  private static final int FIRST_ROOM = 2;
  private static final long[] NONE = {};

  /** In the dense form there are none. */
  private long[] keys = NONE;

  private long[] counts = NONE;

  /** The key of the first count in the dense form. */
  private long least;

  private boolean isDense;
  private int size;
  private long total;

  /** Deserializes what {@link #write} wrote; keys must be within the bounds. */
  static SortedCounts read(StateReader in, long least, long most) {
    SortedCounts read = new SortedCounts();
    int size = in.count(2, "number of counts");
    read.keys = new long[size];
    read.counts = new long[size];
    long before = 0;
    for (int i = 0; i < size; i++) {
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
    read.size = size;
    if (size > 0) {
      read.densify(read.keys[0], read.keys[size - 1]);
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
    if (isDense) {
      // far keys overflow into distances that are as large
      long distance = key - least;
      if (distance >= 0 && distance < counts.length) {
        addDense((int) distance, count);
        return;
      }
      if (densify(Math.min(key, least), Math.max(key, least + counts.length - 1))) {
        addDense((int) (key - least), count);
        return;
      }
      scatter();
    }
    int at = Arrays.binarySearch(keys, 0, size, key);
    if (at >= 0) {
      counts[at] += count;
    } else {
      insert(-at - 1, key, count);
    }
  }

  private void addDense(int at, long count) {
    if (counts[at] == 0) {
      size++;
    }
    counts[at] += count;
  }

  private void insert(int at, long key, long count) {
    if (size == keys.length) {
      if (size > 0 && densify(Math.min(key, keys[0]), Math.max(key, keys[size - 1]))) {
        addDense((int) (key - least), count);
        return;
      }
      int room = Math.max(FIRST_ROOM, size * 2);
      keys = Arrays.copyOf(keys, room);
      counts = Arrays.copyOf(counts, room);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    keys[at] = key;
    counts[at] = count;
    size++;
  }

  /** Into the dense form from one key to another, if these are not too far apart. */
  private boolean densify(long from, long to) {
    long places = to - from + 1;
    if (size < DENSE_KEYS
        || places <= 0
        || places > Math.min(DENSE_PLACES, (size + 1L) * DENSE_PLACES_PER_KEY)) {
      return false;
    }
    long[] dense = new long[(int) places];
    for (int i = 0; i < places(); i++) {
      if (counts[i] != 0) {
        dense[(int) (key(i) - from)] = counts[i];
      }
    }
    isDense = true;
    least = from;
    keys = NONE;
    counts = dense;
    return true;
  }

  /** Out of the dense form. */
  private void scatter() {
    long[] sparseKeys = new long[size * 2];
    long[] sparseCounts = new long[size * 2];
    int at = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        sparseKeys[at] = key(i);
        sparseCounts[at++] = counts[i];
      }
    }
    isDense = false;
    keys = sparseKeys;
    counts = sparseCounts;
  }

  /** How many places may have a count. */
  private int places() {
    return isDense ? counts.length : size;
  }

  private long key(int place) {
    return isDense ? least + place : keys[place];
  }

  /** Adds the counts of others. */
  void merge(SortedCounts other) {
    if (!isDense && !other.isDense && other.size > FEW_KEYS) {
      mergeSorted(other);
      return;
    }
    int places = other.places();
    for (int i = 0; i < places; i++) {
      if (other.counts[i] != 0) {
        add(other.key(i), other.counts[i]);
      }
    }
  }

  private void mergeSorted(SortedCounts other) {
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
    for (int i = 0; i < places(); i++) {
      if (counts[i] != 0) {
        mapped.add(function.applyAsLong(key(i)), counts[i]);
      }
    }
    return mapped;
  }

  /** The key at a rank, from 0 to the total less 1, if each key stands as often as it counts. */
  long keyAt(long rank) {
    long seen = 0;
    for (int i = 0; i < places(); i++) {
      seen += counts[i];
      if (seen > rank) {
        return key(i);
      }
    }
    throw new IllegalArgumentException("rank " + rank + " of " + total);
  }

  /**
   * The number of keys; of each, its distance from the one before (the first: itself), its count.
   */
  void write(StateWriter out) {
    out.unsigned(size);
    boolean isFirst = true;
    long before = 0;
    for (int i = 0; i < places(); i++) {
      if (counts[i] == 0) {
        continue;
      }
      long key = key(i);
      if (isFirst) {
        out.signed(key);
      } else {
        out.unsigned(key - before);
      }
      out.unsigned(counts[i]);
      isFirst = false;
      before = key;
    }
  }
}
