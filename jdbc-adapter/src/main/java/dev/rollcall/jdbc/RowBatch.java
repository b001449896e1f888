package dev.rollcall.jdbc;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.port.RowSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of one statement, each checked when it is added. Not threadsafe. */
final class RowBatch {

  private static final int MOST_ROWS = 1_000;

  /** PostgreSQL counts parameters in 16 bits. */
  private static final int MOST_PARAMETERS = 30_000;

  /** Bounds the bytes of a statement of more than one row. */
  private static final long MOST_BYTES = 2L << 20;

  private final RowValues values;
  private final @Nullable ArrayRows arrays;
  private final int mostRows;
  private final List<Entry> entries = new ArrayList<>();
  private final List<List<@Nullable Object>> singles = new ArrayList<>();
  private long bytes;

  /**
   * No rows yet.
   *
   * @param arrays takes them as arrays; null if they are sent as single values only
   */
  RowBatch(RowTable rows, RowValues values, @Nullable ArrayRows arrays) {
    this.values = values;
    this.arrays = arrays;
    this.mostRows =
        Math.max(1, Math.min(MOST_ROWS, MOST_PARAMETERS / rows.table().columns().size()));
  }

  /**
   * A row of a call.
   *
   * @param index its place in the call
   * @param key the values of its key, for the order of rows
   */
  record Entry(int index, RowSink.VersionedRow row, List<Object> key) {}

  /**
   * Adds a row, unless the statement is full without it.
   *
   * @return whether it was added
   * @throws DataException if a column cannot hold its value; then nothing is added
   */
  boolean add(Entry entry) {
    if (entries.size() >= mostRows) {
      return false;
    }
    long before = bytes;
    if (arrays == null) {
      List<@Nullable Object> all = values.all(entry.row());
      all.forEach(value -> bytes += bytes(value));
      singles.add(all);
    } else {
      arrays.add(entry.row());
      bytes = arrays.bytes();
    }
    if (bytes > MOST_BYTES && !entries.isEmpty()) {
      bytes = before;
      if (arrays == null) {
        singles.remove(singles.size() - 1);
      } else {
        arrays.removeLast();
      }
      return false;
    }
    entries.add(entry);
    return true;
  }

  private static long bytes(@Nullable Object value) {
    if (value instanceof String text) {
      return 3L * text.length();
    }
    return value instanceof byte[] bytes ? 2L * bytes.length : Long.BYTES;
  }

  void clear() {
    entries.clear();
    singles.clear();
    bytes = 0;
    if (arrays != null) {
      arrays.clear();
    }
  }

  int size() {
    return entries.size();
  }

  /** The rows, until the next call of {@link #clear}. */
  List<Entry> entries() {
    return entries;
  }

  /**
   * The rows as arrays; empty if they are to be sent as single values. What is wrong with a single
   * row, the server says of a single value.
   */
  Optional<ArrayRows> arrays() {
    return entries.size() > 1 ? Optional.ofNullable(arrays) : Optional.empty();
  }

  /** The values of all columns of one row, as the dialect binds them. */
  List<@Nullable Object> values(int place) {
    return arrays == null ? singles.get(place) : values.all(entries.get(place).row());
  }
}
