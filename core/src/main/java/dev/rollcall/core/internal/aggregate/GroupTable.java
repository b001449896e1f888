package dev.rollcall.core.internal.aggregate;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.record.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is kept for each group of an aggregation's rows, found by the row itself: a hash table whose
 * entries are compared with the row's values and the start of its window. The key of a group is
 * made once, with its entry, so that a row of a known group allocates nothing. Not threadsafe.
 *
 * @param <T> what is kept
 */
public final class GroupTable<T> {

  private static final int FIRST_ROOM = 64;

  /** 2^32 divided by the golden ratio: spreads hashes whose low bits are alike. */
  private static final int SPREAD = 0x9E3779B9;

  private final Aggregator aggregator;
  private final Function<AggregateKey, T> create;
  private final Aggregator.GroupColumn[] columns;
  private final @Nullable Windows windows;

  /** By the hash of what they hold, half full at most; those of equal places are chained. */
  private @Nullable Entry<T>[] table = room(FIRST_ROOM);

  private int shift = shift(FIRST_ROOM);
  private int size;

  /** The start of the window of the last group that was made. */
  private Instant lastStart = Instant.EPOCH;

  /** The values of the row that is looked up. */
  private final @Nullable Object[] values;

  /** A group; of several windows, one of them. */
  private static final class Entry<T> {
    final int hash;
    final @Nullable Object[] values;
    final boolean hasStart;
    final long start;
    final AggregateKey key;
    final T kept;
    @Nullable List<T> earlier;
    @Nullable Entry<T> next;

    Entry(
        int hash,
        @Nullable Object[] values,
        boolean hasStart,
        long start,
        AggregateKey key,
        T kept) {
      this.hash = hash;
      this.values = values;
      this.hasStart = hasStart;
      this.start = start;
      this.key = key;
      this.kept = kept;
    }
  }

  /** An empty table; the function makes what is kept for a new group. */
  public GroupTable(Aggregator aggregator, Function<AggregateKey, T> create) {
    this.aggregator = aggregator;
    this.create = create;
    this.columns = aggregator.groupColumns();
    this.windows = aggregator.windows();
    this.values = new Object[columns.length];
  }

  @SuppressWarnings("unchecked")
  private static <T> @Nullable Entry<T>[] room(int length) {
    return (Entry<T>[]) new Entry<?>[length];
  }

  private static int shift(int length) {
    return Integer.SIZE - Integer.numberOfTrailingZeros(length);
  }

  /**
   * Passes what is kept for the group of a row, in each of its windows, the latest first. See
   * {@link Aggregator#key} for which these are.
   *
   * @param with is passed on too, so that the action need not hold it
   */
  public <W> void each(Row row, @Nullable Instant recordTime, W with, BiConsumer<T, W> action) {
    Entry<T> latest = find(row, recordTime);
    action.accept(latest.kept, with);
    if (aggregator.windowsPerRow() > 1) {
      List<T> earlier = earlier(latest);
      for (int i = 0; i < earlier.size(); i++) {
        action.accept(earlier.get(i), with);
      }
    }
  }

  /** What is kept for the group of this key. */
  public T at(AggregateKey key) {
    Instant start = key.windowStart();
    long none = windows == null ? 0 : Windows.NO_START;
    return find(key.group().toArray(), start != null, start == null ? none : start.toEpochMilli())
        .kept;
  }

  /** What is kept, in no particular order, with its key. */
  public void forEach(BiConsumer<AggregateKey, T> action) {
    for (Entry<T> first : table) {
      for (Entry<T> entry = first; entry != null; entry = entry.next) {
        action.accept(entry.key, entry.kept);
      }
    }
  }

  private List<T> earlier(Entry<T> latest) {
    List<T> known = latest.earlier;
    if (known == null) {
      known = new ArrayList<>();
      for (AggregateKey key : aggregator.earlier(latest.key)) {
        Instant start = Objects.requireNonNull(key.windowStart());
        known.add(find(latest.values, true, start.toEpochMilli()).kept);
      }
      latest.earlier = known;
    }
    return known;
  }

  private Entry<T> find(Row row, @Nullable Instant recordTime) {
    for (int i = 0; i < columns.length; i++) {
      values[i] = columns[i].value(row);
    }
    Windows by = windows;
    if (by == null) {
      return find(values, false, 0);
    }
    Instant moment = aggregator.moment(row, recordTime);
    long start = by.startMillis(moment);
    boolean hasStart = start != Windows.NO_START || by.startOf(moment) != null;
    return find(values, hasStart, start);
  }

  /** The entry of these values and this window, if there is a start; made if there is none. */
  private Entry<T> find(@Nullable Object[] wanted, boolean hasStart, long start) {
    int hash = Long.hashCode(start);
    for (Object value : wanted) {
      hash = 31 * hash + (value == null ? 0 : value.hashCode());
    }
    hash *= SPREAD;
    for (Entry<T> entry = table[hash >>> shift]; entry != null; entry = entry.next) {
      if (entry.hash == hash
          && entry.start == start
          && entry.hasStart == hasStart
          && areEqual(entry.values, wanted)) {
        return entry;
      }
    }
    AggregateKey key = aggregator.key(wanted, hasStart ? instant(start) : null);
    return add(new Entry<>(hash, wanted.clone(), hasStart, start, key, create.apply(key)));
  }

  /** One object for the groups of a window, as long as they come together. */
  private Instant instant(long start) {
    Instant before = lastStart;
    if (before.toEpochMilli() != start) {
      before = Instant.ofEpochMilli(start);
      lastStart = before;
    }
    return before;
  }

  private static boolean areEqual(@Nullable Object[] some, @Nullable Object[] others) {
    for (int i = 0; i < some.length; i++) {
      Object one = some[i];
      Object other = others[i];
      if (one != other && (one == null || !one.equals(other))) {
        return false;
      }
    }
    return true;
  }

  private Entry<T> add(Entry<T> entry) {
    if (size * 2 == table.length) {
      grow();
    }
    int at = entry.hash >>> shift;
    entry.next = table[at];
    table[at] = entry;
    size++;
    return entry;
  }

  private void grow() {
    @Nullable Entry<T>[] before = table;
    table = room(before.length * 2);
    shift--;
    for (Entry<T> first : before) {
      Entry<T> entry = first;
      while (entry != null) {
        Entry<T> next = entry.next;
        int at = entry.hash >>> shift;
        entry.next = table[at];
        table[at] = entry;
        entry = next;
      }
    }
  }
}
