package dev.rollcall.core.internal.accumulator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes state bytes. Every form is canonical, so that equal content gives equal bytes: whole
 * numbers are var-ints of least length (7 bits a byte, low bits first), signed ones zigzag first,
 * and text is its UTF-16 code units as var-ints, which keeps unpaired surrogates as they are. Not
 * threadsafe.
 */
public final class StateWriter {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int MOST_NUMBER_BYTES = 10;
  private static final int MOST_CHARACTER_BYTES = 3;

  private static final int FIRST_ROOM = 512;

  /** A larger buffer is not kept. */
  private static final int MOST_SPARE = 1 << 16;

  /**
   * The buffer of the last state that a thread wrote: in the processor's caches, where a new one
   * would have to be cleared first. A writer takes it out until its bytes are made.
   */
  private static final ThreadLocal<byte @Nullable []> SPARE = new ThreadLocal<>();

  private byte[] bytes;
  private int size;

  /** Without bytes. */
  public StateWriter() {
    byte[] spare = SPARE.get();
    SPARE.set(null);
    bytes = spare == null ? new byte[FIRST_ROOM] : spare;
  }

  /** How many bytes there are so far. */
  public int size() {
    return size;
  }

  public void octet(int value) {
    makeRoom(1);
    bytes[size++] = (byte) value;
  }

  /** An unsigned number; a negative one takes ten bytes. */
  public void unsigned(long value) {
    if (value >= 0 && value < 0x80) {
      octet((int) value);
      return;
    }
    makeRoom(MOST_NUMBER_BYTES);
    byte[] to = bytes;
    int at = size;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      to[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[at++] = (byte) rest;
    size = at;
  }

  public void signed(long value) {
    unsigned((value << 1) ^ (value >> 63));
  }

  /** Eight bytes, high byte first. */
  void fixed(long value) {
    makeRoom(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  /**
   * Each of the values that is not 0, which are so many, with the bits of a mask turned, as eight
   * bytes. Where the zeros are nobody can foresee, so they are written too, and then over.
   */
  void fixedUnlessZero(long[] values, int count, long mask) {
    makeRoom((count + 1) * Long.BYTES);
    byte[] to = bytes;
    int at = size;
    for (long value : values) {
      LONGS.set(to, at, value ^ mask);
      long isNotZero = (value | -value) >>> (Long.SIZE - 1);
      at += (int) isNotZero * Long.BYTES;
    }
    size = at;
  }

  public void text(String value) {
    unsigned(value.length());
    makeRoom(value.length() * MOST_CHARACTER_BYTES);
    byte[] to = bytes;
    int at = size;
    for (int i = 0; i < value.length(); i++) {
      int rest = value.charAt(i);
      while (rest >= 0x80) {
        to[at++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      to[at++] = (byte) rest;
    }
    size = at;
  }

  /** The bytes from one {@link #size} to another once more. */
  public void again(int from, int to) {
    makeRoom(to - from);
    System.arraycopy(bytes, from, bytes, size, to - from);
    size += to - from;
  }

  /** Length and bytes. */
  void bytes(byte[] value) {
    unsigned(value.length);
    raw(value);
  }

  /** The bytes without their length. */
  void raw(byte[] value) {
    makeRoom(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  /** Makes room for so many bytes more. */
  private void makeRoom(int count) {
    if (bytes.length - size < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** All bytes and four more, their CRC-32C; the writer is empty again. */
  public byte[] toCheckedBytes() {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, size);
    byte[] checked = Arrays.copyOf(bytes, size + Integer.BYTES);
    ByteBuffer.wrap(checked).putInt(size, (int) crc.getValue());
    if (bytes.length <= MOST_SPARE) {
      SPARE.set(bytes);
    }
    bytes = new byte[0];
    size = 0;
    return checked;
  }
}
