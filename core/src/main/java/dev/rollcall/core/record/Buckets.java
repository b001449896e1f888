package dev.rollcall.core.record;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Objects;

/** Spreads keys over a fixed number of buckets, the same in every JVM and for ever. */
public final class Buckets {

  private Buckets() {}

  /**
   * The bucket of a key, from 0 to {@code buckets} - 1: XXH3 of the key's text.
   *
   * @param key a value of a {@link ColumnType} whose text is its own: no {@code byte[]}
   */
  public static long of(Object key, int buckets) {
    if (buckets < 1) {
      throw new IllegalArgumentException("buckets: got " + buckets + ", expected at least 1");
    }
    return Math.floorMod(Hashing.xxh3_64().hashCharsToLong(key.toString()), (long) buckets);
  }

  /** The bucket of a row by a column that is never without a value, such as the key. */
  public static long of(Row row, String column, int buckets) {
    return of(Objects.requireNonNull(row.get(column), column), buckets);
  }
}
