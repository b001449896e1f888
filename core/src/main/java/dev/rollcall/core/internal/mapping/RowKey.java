package dev.rollcall.core.internal.mapping;

import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of a row's key columns, in the order of the key, as one value that can be compared:
 * rows of equal keys replace each other. Immutable and threadsafe.
 */
public final class RowKey {

  private final List<Object> parts;

  private RowKey(List<Object> parts) {
    this.parts = parts;
  }

  /**
   * The key of a row.
   *
   * @throws NullPointerException if a key column is null, which a row behind a decoder never is
   */
  public static RowKey of(Row row) {
    Schema schema = row.schema();
    List<Object> parts = new ArrayList<>(schema.keys().size());
    for (int position : schema.keys()) {
      Object value = row.get(position);
      if (value == null) {
        throw new NullPointerException("key column '" + schema.column(position).name() + "'");
      }
      parts.add(comparable(value));
    }
    return new RowKey(parts);
  }

  /** A key of these values, which are of the Java types of the key's columns. */
  public static RowKey of(Object... values) {
    List<Object> parts = new ArrayList<>(values.length);
    for (Object value : values) {
      parts.add(comparable(value));
    }
    return new RowKey(parts);
  }

  /** The values, at least one; bytes as they came. */
  public List<Object> values() {
    return parts.stream()
        .map(part -> part instanceof ByteBuffer bytes ? (Object) bytes.array() : part)
        .toList();
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
    return other instanceof RowKey that && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /** How many parts there are; the values may be personal and this text ends up in logs. */
  @Override
  public String toString() {
    return "RowKey of " + parts.size() + (parts.size() == 1 ? " part" : " parts");
  }
}
