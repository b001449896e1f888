package dev.rollcall.core.record;

import com.dynatrace.hash4j.hashing.Hashing;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One flat, typed row, read by position. Immutable and threadsafe. A getter of a type other than
 * the column's throws {@link ClassCastException}; a primitive getter on a null throws {@link
 * NullPointerException}: ask {@link #isNull} first. The getters by name look the position up and
 * are meant for short functions in {@code where} and {@code derived}.
 */
public interface Row {

  /** The columns of this row. */
  Schema schema();

  /** The value at a position as the Java type of its {@link ColumnType}; null if there is none. */
  @Nullable Object get(int position);

  /**
   * A row of these values, in the schema's order; each must be of its column's Java type or null.
   */
  static Row of(Schema schema, @Nullable Object... values) {
    return new ArrayRow(schema, values.clone());
  }

  /** True if there is no value at the position. */
  default boolean isNull(int position) {
    return get(position) == null;
  }

  /** A BOOLEAN. */
  default boolean getBoolean(int position) {
    return (Boolean) present(position);
  }

  /** An INT64. */
  default long getLong(int position) {
    return (Long) present(position);
  }

  /** A FLOAT64. */
  default double getDouble(int position) {
    return (Double) present(position);
  }

  /** A DECIMAL, or null. */
  default @Nullable BigDecimal getDecimal(int position) {
    return (BigDecimal) get(position);
  }

  /** A STRING or JSON, or null. */
  default @Nullable String getString(int position) {
    return (String) get(position);
  }

  /** A TIMESTAMP, or null. */
  default @Nullable Instant getTimestamp(int position) {
    return (Instant) get(position);
  }

  /** A DATE, or null. */
  default @Nullable LocalDate getDate(int position) {
    return (LocalDate) get(position);
  }

  /** A UUID, or null. */
  default @Nullable UUID getUuid(int position) {
    return (UUID) get(position);
  }

  /** BYTES, or null. The array is the row's own: do not change it. */
  default byte @Nullable [] getBytes(int position) {
    return (byte[]) get(position);
  }

  /**
   * Passes on a text without making a {@link String} of it, if the row has its bytes: for those who
   * write it. Else nothing happens: false, and {@link #get} gives the value.
   */
  default boolean passUtf8(int position, Utf8Sink to) {
    return false;
  }

  /** The value of a column, by name. */
  default @Nullable Object get(String column) {
    return get(schema().position(column));
  }

  /** True if the column has no value. */
  default boolean isNull(String column) {
    return isNull(schema().position(column));
  }

  /** A BOOLEAN, by name. */
  default boolean getBoolean(String column) {
    return getBoolean(schema().position(column));
  }

  /** An INT64, by name. */
  default long getLong(String column) {
    return getLong(schema().position(column));
  }

  /** A FLOAT64, by name. */
  default double getDouble(String column) {
    return getDouble(schema().position(column));
  }

  /** A DECIMAL, by name; null if there is none. */
  default @Nullable BigDecimal getDecimal(String column) {
    return getDecimal(schema().position(column));
  }

  /** A STRING or JSON, by name; null if there is none. */
  default @Nullable String getString(String column) {
    return getString(schema().position(column));
  }

  /** A TIMESTAMP, by name; null if there is none. */
  default @Nullable Instant getTimestamp(String column) {
    return getTimestamp(schema().position(column));
  }

  /** A DATE, by name; null if there is none. */
  default @Nullable LocalDate getDate(String column) {
    return getDate(schema().position(column));
  }

  /** A UUID, by name; null if there is none. */
  default @Nullable UUID getUuid(String column) {
    return getUuid(schema().position(column));
  }

  /** BYTES, by name; null if there are none. The array is the row's own: do not change it. */
  default byte @Nullable [] getBytes(String column) {
    return getBytes(schema().position(column));
  }

  /**
   * The bucket of this row by a column that is never without a value, such as the key: see {@link
   * #bucketOf}.
   *
   * @return from 0 to {@code buckets} - 1
   */
  default long bucket(String column, int buckets) {
    return bucketOf(Objects.requireNonNull(get(column), column), buckets);
  }

  /**
   * Spreads keys over a fixed number of buckets, the same in every JVM and for ever: XXH3 of the
   * key's text.
   *
   * @param key a value of a {@link ColumnType} whose text is its own: no {@code byte[]}
   * @return from 0 to {@code buckets} - 1
   */
  static long bucketOf(Object key, int buckets) {
    if (buckets < 1) {
      throw new IllegalArgumentException("buckets: got " + buckets + ", expected at least 1");
    }
    return Math.floorMod(Hashing.xxh3_64().hashCharsToLong(key.toString()), (long) buckets);
  }

  private Object present(int position) {
    return Objects.requireNonNull(
        get(position), () -> "column '" + schema().column(position).name() + "' is null");
  }

  /**
   * The values of a row's key columns, in the order of the key, as one value that can be compared:
   * rows of equal keys replace each other. Immutable and threadsafe.
   */
  final class Key {

    /** The part of a key of one column, as most have; else a list of them. */
    private final Object parts;

    private Key(Object parts) {
      this.parts = parts;
    }

    /**
     * The key of a row.
     *
     * @throws NullPointerException if a key column is null, which a row behind a decoder never is
     */
    public static Key of(Row row) {
      Schema schema = row.schema();
      List<Integer> positions = schema.keys();
      if (positions.size() == 1) {
        return new Key(part(row, positions.get(0)));
      }
      List<Object> parts = new ArrayList<>(positions.size());
      for (int position : positions) {
        parts.add(part(row, position));
      }
      return new Key(parts);
    }

    private static Object part(Row row, int position) {
      Object value = row.get(position);
      if (value == null) {
        throw new NullPointerException("key column '" + row.schema().column(position).name() + "'");
      }
      return comparable(value);
    }

    /** A key of these values, which are of the Java types of the key's columns. */
    public static Key of(Object... values) {
      if (values.length == 1) {
        return new Key(comparable(values[0]));
      }
      List<Object> parts = new ArrayList<>(values.length);
      for (Object value : values) {
        parts.add(comparable(value));
      }
      return new Key(parts);
    }

    /** The values, at least one; bytes as they came. */
    public List<Object> values() {
      return parts().stream()
          .map(part -> part instanceof ByteBuffer bytes ? (Object) bytes.array() : part)
          .toList();
    }

    private List<?> parts() {
      return parts instanceof List<?> several ? several : List.of(parts);
    }

    /** Arrays are equal only to themselves; stores take the two zeros for one. */
    private static Object comparable(Object value) {
      if (value instanceof Double number) {
        return number + 0.0;
      }
      return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
      return parts.hashCode();
    }

    /** How many parts there are; the values may be personal and this text ends up in logs. */
    @Override
    public String toString() {
      int size = parts().size();
      return "RowKey of " + size + (size == 1 ? " part" : " parts");
    }
  }

  /**
   * Which of two rows of one key is newer: the higher definition version, then the later time, the
   * later record time, the higher offset and the higher ordinal. A row of a corrected definition
   * replaces each row of an earlier one, whatever their times: both read the same log.
   *
   * @param definition the version of the pipeline's definition, from 1
   * @param timestamp the record's time, milliseconds; where the type names one, the time in its
   *     {@link RecordTypeBuilder#rowVersion} column
   * @param recordTime the record's time where {@code timestamp} is a column's; else 1970-01-01, so
   *     that it decides nothing
   * @param offset the record's offset
   * @param ordinal the element's place in its record, from 0
   */
  record Version(int definition, Instant timestamp, Instant recordTime, long offset, int ordinal)
      implements Comparable<Version> {

    /** The version of a row that is ordered by its record's time. */
    public Version(int definition, Instant timestamp, long offset, int ordinal) {
      this(definition, timestamp, Instant.EPOCH, offset, ordinal);
    }

    /** Whether a column's time orders the rows. */
    public boolean isByColumn() {
      return !recordTime.equals(Instant.EPOCH);
    }

    private static final Comparator<Version> ORDER =
        Comparator.comparingInt(Version::definition)
            .thenComparing(Version::timestamp)
            .thenComparing(Version::recordTime)
            .thenComparingLong(Version::offset)
            .thenComparingInt(Version::ordinal);

    @Override
    public int compareTo(Version other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Which rows go on. Called by several threads at once, so it must be threadsafe. Must depend on
   * the row only. A {@code RuntimeException} sends the element to the dead letters.
   */
  @FunctionalInterface
  interface Predicate extends Serializable {

    /** True if the row goes on; false counts it as filtered. */
    boolean test(Row row);
  }

  /**
   * Computes a column from the others. Called by several threads at once, so it must be threadsafe.
   * Must depend on its arguments only, never on the present time or on chance: a record that is
   * read again must become the same row. A {@code RuntimeException} sends the element to the dead
   * letters.
   */
  @FunctionalInterface
  interface Derivation extends Serializable {

    /**
     * The column's value, of its type's Java class, or null. Narrower numbers do where they stay
     * the same number: {@code 0} for an INT64.
     *
     * @param row the element's columns; those derived later are still null
     * @param recordTime the timestamp of the record; null if its source gave it none
     */
    @Nullable Object derive(Row row, @Nullable Instant recordTime);
  }

  /**
   * What must be true of every row. Called by several threads at once, so it must be threadsafe.
   * Must depend on its arguments only. A {@code RuntimeException} sends the element to the dead
   * letters, as a row that breaks the rule does.
   */
  @FunctionalInterface
  interface Rule extends Serializable {

    /**
     * True if the row is possible. Say yes to a null that the rule is not about: absence is for
     * {@code required(…)} of the record type.
     *
     * @param recordTime the timestamp of the record; null if its source gave it none
     */
    boolean holds(Row row, @Nullable Instant recordTime);
  }
}
