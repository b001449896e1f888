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

  private ByteWords() {}
}
