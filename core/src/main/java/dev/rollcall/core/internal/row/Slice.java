package dev.rollcall.core.internal.row;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Where in a record a text stands, and what it has, as one {@code long}, so that a row of thirty
 * columns is one small array. From the lowest bit: three of the owner's, two for the form, 27 for
 * the length in bytes, 31 for the place.
 */
public final class Slice {

  /** The text is not in the record. */
  public static final int NONE = 0;

  /** ASCII alone. */
  public static final int ASCII = 1;

  /** Any UTF-8. */
  public static final int UNICODE = 2;

  /** UTF-8 with escapes of JSON. */
  public static final int ESCAPED = 3;

  /** The longest record that texts can stand in, in bytes. */
  public static final int MAX_RECORD = (1 << 27) - 1;

  private static final int FORM = 3;
  private static final int LENGTH = 5;
  private static final int PLACE = 32;

  private Slice() {}

  /**
   * A slice.
   *
   * @param owners what the owner keeps in the lowest three bits
   * @param form one of the four
   */
  public static long of(int owners, int form, int from, int to) {
    return (long) from << PLACE | (long) (to - from) << LENGTH | form << FORM | owners;
  }

  /** What the owner keeps in it. */
  public static int owners(long slice) {
    return (int) slice & 7;
  }

  /** What the text has. */
  public static int form(long slice) {
    return (int) slice >> FORM & 3;
  }

  /** The place of the first byte. */
  public static int from(long slice) {
    return (int) (slice >>> PLACE);
  }

  /** The length, in bytes. */
  public static int length(long slice) {
    return (int) slice >>> LENGTH;
  }

  /** The text, which has no escapes. */
  public static String text(byte[] record, long slice) {
    if (length(slice) == 0) {
      return "";
    }
    return form(slice) == ASCII
        ? ascii(record, from(slice), length(slice))
        : new String(record, from(slice), length(slice), UTF_8);
  }

  /** Not by a charset: that constructor is too large to become part of who calls it. */
  @SuppressWarnings("deprecation")
  private static String ascii(byte[] bytes, int from, int length) {
    return new String(bytes, 0, from, length);
  }
}
