package dev.rollcall.core.internal.mapping;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of an array as one number, the first one lowest: to look at all of them at once. */
public final class ByteWords {

  /** Gets the number that begins at an index. */
  public static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The lowest bit of each byte; times a number below 256, that number in each byte. */
  public static final long LOWEST = 0x0101010101010101L;

  /** The highest bit of each byte. */
  public static final long HIGHEST = 0x8080808080808080L;

  /**
   * The index of the lowest byte whose highest bit is set, of bytes that have no other bits and are
   * not all 0. As fast as counting zeros where that is an instruction, and twice as fast where it
   * is not: in code of the quick compiler, C1.
   */
  public static int lowest(long marked) {
    // a single bit moves the wanted index into the highest byte
    return (int) (((marked & -marked) >>> 7) * 0x0001020304050607L >>> 56);
  }

  private ByteWords() {}
}
