package dev.rollcall.core.internal.mapping;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDs for the keys of rows: those that sources write, and those made by name. Threadsafe. */
public final class Uuids {

  private static final int LENGTH = 36;

  private Uuids() {}

  /** True for 8-4-4-4-12 hexadecimal digits; {@code UUID.fromString} takes more than that. */
  public static boolean isUuid(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      char c = text.charAt(i);
      if (dash ? c != '-' : c >= 128 || Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The UUID of a name, version 5 (RFC 9562, 5.5): always the same one for the same namespace and
   * parts.
   *
   * @param parts joined by U+0000; of parts that may hold that character themselves, only one
   *     should be given, or two names may be the same
   */
  public static UUID named(UUID namespace, String... parts) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(16)
              .putLong(namespace.getMostSignificantBits())
              .putLong(namespace.getLeastSignificantBits())
              .array());
      String name = String.join("\0", parts);
      ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
      long most = hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x5000L;
      long least = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
      return new UUID(most, least);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }
}
