package dev.rollcall.cli.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** UUIDs of version 5 (RFC 9562, 5.5), made by other code than those of the rows. */
final class PlainUuid {

  private PlainUuid() {}

  /** Of a name whose parts are joined by U+0000. */
  static String named(UUID namespace, String... parts) {
    byte[] name = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
    byte[] hash;
    try {
      hash =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  ByteBuffer.allocate(16 + name.length)
                      .putLong(namespace.getMostSignificantBits())
                      .putLong(namespace.getLeastSignificantBits())
                      .put(name)
                      .array());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
    hash[6] = (byte) (hash[6] & 0x0F | 0x50);
    hash[8] = (byte) (hash[8] & 0x3F | 0x80);
    ByteBuffer uuid = ByteBuffer.wrap(hash);
    return new UUID(uuid.getLong(), uuid.getLong()).toString();
  }
}
