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
 * entries are compared with the row's values and the start of its window. A key is made for a new
 * group and when groups are passed, and not kept, so that a row of a known group allocates nothing.
 * Not threadsafe.
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

  /** Each at the place that its hash names or the next free one, half full at most. */
  private @Nullable Entry<T>[] table = room(FIRST_ROOM);

  /** The hash of each: other entries are passed, and the table grows, without a look at them. */
  private int[] hashes = new int[FIRST_ROOM];

  private int shift = shift(FIRST_ROOM);
  private int size;

  /** The start of the window of the last group that was made. */
  private Instant lastStart = Instant.EPOCH;

  /** The values of the row that is looked up. */
  private final @Nullable Object[] values;

  /** A group; of several windows, one of them. */
  private static final class Entry<T> {
    final @Nullable Object[] values;
    final boolean hasStart;
    final long start;
    final T kept;
    @Nullable List<T> earlier;

    Entry(@Nullable Object[] values, boolean hasStart, long start, T kept) {
      this.values = values;
      this.hasStart = hasStart;
      this.start = start;
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
    for (Entry<T> entry : table) {
      if (entry != null) {
        action.accept(key(entry.values, entry.hasStart, entry.start), entry.kept);
      }
    }
  }

  private List<T> earlier(Entry<T> latest) {
    List<T> known = latest.earlier;
    if (known == null) {
      known = new ArrayList<>();
      for (AggregateKey key :
          aggregator.earlier(key(latest.values, latest.hasStart, latest.start))) {
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
    int at = hash >>> shift;
    for (Entry<T> entry = table[at]; entry != null; entry = table[at]) {
      if (hashes[at] == hash
          && entry.start == start
          && entry.hasStart == hasStart
          && areEqual(entry.values, wanted)) {
        return entry;
      }
      at = next(at);
    }
    T made = create.apply(key(wanted, hasStart, start));
    return add(hash, new Entry<>(wanted.clone(), hasStart, start, made));
  }

  private int next(int at) {
    return (at + 1) & (table.length - 1);
  }

  private AggregateKey key(@Nullable Object[] group, boolean hasStart, long start) {
    return aggregator.key(group, hasStart ? instant(start) : null);
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

  private Entry<T> add(int hash, Entry<T> entry) {
    if (size * 2 == table.length) {
      grow();
    }
    put(hash, entry);
    size++;
    return entry;
  }

  private void put(int hash, Entry<T> entry) {
    int at = hash >>> shift;
    while (table[at] != null) {
      at = next(at);
    }
    table[at] = entry;
    hashes[at] = hash;
  }

  private void grow() {
    @Nullable Entry<T>[] before = table;
    int[] hashesBefore = hashes;
    table = room(before.length * 2);
    hashes = new int[table.length];
    shift--;
    for (int i = 0; i < before.length; i++) {
      Entry<T> entry = before[i];
      if (entry != null) {
        put(hashesBefore[i], entry);
      }
    }
  }
}
