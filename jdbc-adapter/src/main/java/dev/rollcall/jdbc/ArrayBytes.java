package dev.rollcall.jdbc;

import dev.rollcall.core.record.Utf8Sink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An array of PostgreSQL as it goes over the wire: a header, then each element's length, which is
 * -1 for null, and its bytes. Not threadsafe.
 */
final class ArrayBytes implements Utf8Sink {

  /** Dimensions, whether there are nulls, type, elements, index of the first. */
  private static final int HEADER = 5 * Integer.BYTES;

  private static final int FIRST_CAPACITY = 1 << 12;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final int elementType;
  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int end = HEADER;
  private int last = HEADER;
  private int size;
  private boolean hasNulls;

  /**
   * An empty array.
   *
   * @param elementType its object id
   */
  ArrayBytes(int elementType) {
    this.elementType = elementType;
  }

  /** How many elements it has. */
  int size() {
    return size;
  }

  /** How many bytes it has. */
  int length() {
    return end;
  }

  void clear() {
    end = HEADER;
    size = 0;
    hasNulls = false;
  }

  /** Undoes the last addition. */
  void removeLast() {
    end = last;
    size--;
  }

  void addNull() {
    begin(0);
    INT.set(bytes, last, -1);
    hasNulls = true;
  }

  void addBoolean(boolean value) {
    int at = begin(1);
    bytes[at] = (byte) (value ? 1 : 0);
  }

  void addInt(int value) {
    int at = begin(Integer.BYTES);
    INT.set(bytes, at, value);
  }

  void addLong(long value) {
    int at = begin(Long.BYTES);
    LONG.set(bytes, at, value);
  }

  void addLongs(long first, long second) {
    int at = begin(2 * Long.BYTES);
    LONG.set(bytes, at, first);
    LONG.set(bytes, at + Long.BYTES, second);
  }

  void addBytes(byte[] value) {
    int at = begin(value.length);
    System.arraycopy(value, 0, bytes, at, value.length);
  }

  /** Adds a text, but for one with NUL, which PostgreSQL does not take. */
  @Override
  public void text(byte[] from, int first, int length) {
    for (int i = first; i < first + length; i++) {
      if (from[i] == 0) {
        return;
      }
    }
    int at = begin(length);
    System.arraycopy(from, first, bytes, at, length);
  }

  /** Begins an element of this length, perhaps in another array; returns where its bytes go. */
  private int begin(int length) {
    last = end;
    long next = (long) end + Integer.BYTES + length;
    if (next > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(next, 2L * bytes.length)));
    }
    INT.set(bytes, last, length);
    end = (int) next;
    size++;
    return last + Integer.BYTES;
  }

  /** A copy of the whole array. */
  byte[] toArray() {
    INT.set(bytes, 0, 1);
    INT.set(bytes, Integer.BYTES, hasNulls ? 1 : 0);
    INT.set(bytes, 2 * Integer.BYTES, elementType);
    INT.set(bytes, 3 * Integer.BYTES, size);
    INT.set(bytes, 4 * Integer.BYTES, 1);
    return Arrays.copyOf(bytes, end);
  }
}
