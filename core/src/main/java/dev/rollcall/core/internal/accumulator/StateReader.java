package dev.rollcall.core.internal.accumulator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.aggregate.AggregateDocument;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads what {@link StateWriter} wrote and refuses everything else, forms that are not canonical
 * included: a {@link FatalException} names the part and the byte. Not threadsafe.
 */
public final class StateReader {

  private static final int CHECK_BYTES = Integer.BYTES;

  /** Numbers, and characters, below it are one byte each, which is the number. */
  private static final int ASCII_END = 0x80;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int at;

  /** Over all of the bytes. */
  public StateReader(byte[] bytes) {
    this(bytes, bytes.length);
  }

  private StateReader(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  /** Over all of this reader's bytes but the last four, which must be the CRC-32C of the others. */
  public StateReader checked() {
    if (end < CHECK_BYTES) {
      throw corrupt("checksum");
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, end - CHECK_BYTES);
    if ((int) crc.getValue() != ByteBuffer.wrap(bytes).getInt(end - CHECK_BYTES)) {
      throw corrupt("checksum");
    }
    StateReader inner = new StateReader(bytes, end - CHECK_BYTES);
    inner.at = at;
    return inner;
  }

  public int octet(String part) {
    if (at >= end) {
      throw corrupt(part);
    }
    return bytes[at++] & 0xFF;
  }

  long unsigned(String part) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = octet(part);
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        boolean notMinimal = next == 0 && shift > 0;
        boolean tooLong = shift == 63 && next > 1;
        if (notMinimal || tooLong) {
          throw corrupt(part);
        }
        return value;
      }
    }
    throw corrupt(part);
  }

  public long signed(String part) {
    long value = unsigned(part);
    return (value >>> 1) ^ -(value & 1);
  }

  /** A number from {@code least} to {@code most}. */
  public int between(int least, int most, String part) {
    long value = unsigned(part);
    if (value < least || value > most) {
      throw corrupt(part);
    }
    return (int) value;
  }

  /** How many items follow, each of at least {@code itemBytes}. */
  public int count(int itemBytes, String part) {
    return between(0, (end - at) / itemBytes, part);
  }

  /** A number of elements: 0 or more. */
  long tally(String part) {
    long value = unsigned(part);
    if (value < 0) {
      throw corrupt(part);
    }
    return value;
  }

  long fixed(String part) {
    if (end - at < Long.BYTES) {
      throw corrupt(part);
    }
    at += Long.BYTES;
    return (long) LONGS.get(bytes, at - Long.BYTES);
  }

  public String text(String part) {
    int length = count(1, part);
    if (isAscii(length)) {
      at += length;
      return new String(bytes, at - length, length, ISO_8859_1);
    }
    char[] chars = new char[length];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) between(0, Character.MAX_VALUE, part);
    }
    return new String(chars);
  }

  /** The next text; the former one itself if it is the same, as ids of a source are. */
  public String text(String part, String former) {
    int length = former.length();
    if (length >= ASCII_END || end - at <= length || bytes[at] != length) {
      return text(part);
    }
    for (int i = 0; i < length; i++) {
      if (bytes[at + 1 + i] != former.charAt(i)) {
        return text(part);
      }
    }
    at += 1 + length;
    return former;
  }

  /** Whether each of so many next bytes is a character. */
  private boolean isAscii(int length) {
    for (int i = at; i < at + length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  byte[] bytes(String part) {
    return raw(count(1, part), part);
  }

  byte[] raw(int length, String part) {
    if (end - at < length) {
      throw corrupt(part);
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  public void requireEnd() {
    if (at != end) {
      throw corrupt("end");
    }
  }

  public FatalException corrupt(String part) {
    return new FatalException(
        "aggregate state: the "
            + part
            + " at byte "
            + at
            + " of "
            + bytes.length
            + " is cut off or damaged; expected the bytes as Rollcall wrote them; restore the"
            + " document from a backup, or "
            + AggregateDocument.REBUILD);
  }
}
