package dev.rollcall.core.internal.accumulator;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * A set of 64-bit hashes, ascending in one array with gaps: a hash stands in the slot that its
 * highest bits name, or as few behind it as those that are less leave. So adding is one or two
 * looks, and what is written, which is in ascending order, is there. Not threadsafe.
 */
final class HashSet64 {

  /** The empty slot; the least hash, which would stand for it, is remembered apart. */
  private static final long NONE = 0;

  /** Unsigned, hashes that are so turned have the order of signed ones. */
  private static final long TURN = Long.MIN_VALUE;

  private static final int FIRST_ROOM = 4;

  /** Hashes, turned; the last slot is always empty. */
  private long[] slots = new long[FIRST_ROOM + 1];

  private int shift = shift(FIRST_ROOM);

  /** How many may be taken, three of four that hashes name. */
  private int most = FIRST_ROOM - FIRST_ROOM / 4;

  private int used;
  private boolean hasLeast;

  private static int shift(int room) {
    return Long.SIZE - Integer.numberOfTrailingZeros(room);
  }

  int size() {
    return hasLeast ? used + 1 : used;
  }

  boolean contains(long hash) {
    long turned = hash ^ TURN;
    return turned == NONE ? hasLeast : slots[find(turned)] == turned;
  }

  void add(long hash) {
    long turned = hash ^ TURN;
    if (turned == NONE) {
      hasLeast = true;
    } else {
      addTurned(turned);
    }
  }

  private void addTurned(long turned) {
    int at = find(turned);
    if (slots[at] == turned) {
      return;
    }
    if (used == most) {
      makeRoom(used + 1);
      at = find(turned);
    }
    insert(at, turned);
    used++;
  }

  /** The slot of a hash, or the one where it would be: empty, or of a greater one. */
  private int find(long turned) {
    int at = (int) (turned >>> shift);
    while (slots[at] != NONE && Long.compareUnsigned(slots[at], turned) < 0) {
      at++;
    }
    return at;
  }

  /** Moves the greater ones up to the next gap. */
  private void insert(int at, long turned) {
    int gap = at;
    while (slots[gap] != NONE) {
      gap++;
    }
    System.arraycopy(slots, at, slots, at + 1, gap - at);
    slots[at] = turned;
    keepLastEmpty(gap);
  }

  private void keepLastEmpty(int taken) {
    if (taken == slots.length - 1) {
      slots = Arrays.copyOf(slots, slots.length + slots.length / 4 + 1);
    }
  }

  /** Makes room for so many in all. */
  private void makeRoom(int count) {
    if (count <= most) {
      return;
    }
    int room = 1 << (Long.SIZE - shift);
    while (room - room / 4 < count) {
      room *= 2;
    }
    long[] before = slots;
    slots = new long[room + room / 16 + 1];
    shift = shift(room);
    most = room - room / 4;
    int next = 0;
    for (long turned : before) {
      if (turned != NONE) {
        next = append(next, turned);
      }
    }
  }

  /** Puts one that is greater than all into the first slot from {@code next}; returns the next. */
  private int append(int next, long turned) {
    int at = Math.max(next, (int) (turned >>> shift));
    slots[at] = turned;
    keepLastEmpty(at);
    return at + 1;
  }

  /** Adds those of another, which stays as it is. */
  void addAll(HashSet64 other) {
    hasLeast |= other.hasLeast;
    if (used == 0) {
      slots = other.slots.clone();
      shift = other.shift;
      most = other.most;
      used = other.used;
      return;
    }
    // ascending ones pile up in a table that is too small for them
    makeRoom(Math.max(used, other.used));
    for (long turned : other.slots) {
      if (turned != NONE) {
        addTurned(turned);
      }
    }
  }

  /** Passes all of them, ascending. */
  void forEach(LongConsumer action) {
    if (hasLeast) {
      action.accept(NONE ^ TURN);
    }
    for (long turned : slots) {
      if (turned != NONE) {
        action.accept(turned ^ TURN);
      }
    }
  }

  /** Writes all of them, ascending. */
  void write(StateWriter out) {
    if (hasLeast) {
      out.fixed(NONE ^ TURN);
    }
    out.fixedUnlessZero(slots, used, TURN);
  }

  /** Reads so many, ascending, into this empty set. */
  void read(StateReader in, int count) {
    makeRoom(count);
    int next = 0;
    long before = 0;
    for (int i = 0; i < count; i++) {
      long hash = in.fixed("hash");
      if (i > 0 && hash <= before) {
        throw in.corrupt("order of the hashes");
      }
      if (hash == (NONE ^ TURN)) {
        hasLeast = true;
      } else {
        next = append(next, hash ^ TURN);
        used++;
      }
      before = hash;
    }
  }
}
