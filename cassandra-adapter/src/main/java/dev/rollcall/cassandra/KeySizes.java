package dev.rollcall.cassandra;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.record.Schema;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Checks the sizes of a key before it is sent: the server's message names no column, and it reports
 * a part that is too long as a server error instead of a bad row. Threadsafe.
 *
 * @param partition positions of the partition key's columns
 * @param clustering positions of the clustering columns
 * @param names the names of all columns
 */
record KeySizes(List<Integer> partition, List<Integer> clustering, List<String> names) {

  /** The most bytes of a partition key, and of one clustering column: {@value}. */
  static final int MOST_BYTES = 65_535;

  /** Around each of several columns of a partition key: its length and an end mark. */
  private static final int AROUND_EACH = 3;

  KeySizes {
    partition = List.copyOf(partition);
    clustering = List.copyOf(clustering);
    names = List.copyOf(names);
  }

  static KeySizes of(TableCql cql, Schema schema) {
    List<String> primary = cql.primaryKey(schema);
    int first = cql.partitionKey(schema).size();
    return new KeySizes(
        primary.subList(0, first).stream().map(schema::position).toList(),
        primary.subList(first, primary.size()).stream().map(schema::position).toList(),
        schema.names());
  }

  /**
   * Checks the cells of a row.
   *
   * @throws DataException names the columns and what they hold
   */
  void check(@Nullable ByteBuffer[] cells) {
    long all = 0;
    for (int position : partition) {
      all += size(cells, position) + (partition.size() == 1 ? 0 : AROUND_EACH);
    }
    if (all == 0) {
      throw new DataException(
          "key column '%s': got nothing, expected at least one byte"
              .formatted(names.get(partition.get(0))));
    }
    requireShort(partition, all);
    clustering.forEach(position -> requireShort(List.of(position), size(cells, position)));
  }

  private int size(@Nullable ByteBuffer[] cells, int position) {
    ByteBuffer cell = cells[position];
    if (cell == null) {
      throw new DataException(
          "key column '" + names.get(position) + "': got null, expected a value");
    }
    return cell.remaining();
  }

  private void requireShort(List<Integer> columns, long bytes) {
    if (bytes > MOST_BYTES) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "key column%s '%s': got %,d bytes, expected at most %,d",
              columns.size() == 1 ? "" : "s",
              String.join("', '", columns.stream().map(names::get).toList()),
              bytes,
              MOST_BYTES));
    }
  }
}
