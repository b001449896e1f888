package dev.rollcall.core.internal.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UUIDs for the keys of rows: those that sources write, and those made by name. Threadsafe. */
public final class Uuids {

  private static final int LENGTH = 36;

  /** Copied for each name, never changed. */
  private static final MessageDigest SHA_1 = newSha1();

  private Uuids() {}

  /**
   * The UUID that a text is; null if it is not 8-4-4-4-12 hexadecimal digits: {@code
   * UUID.fromString} takes more than that.
   */
  public static @Nullable UUID parse(String text) {
    if (text.length() != LENGTH) {
      return null;
    }
    // what is not in Latin 1 becomes a question mark, which is no digit either
    byte[] bytes = text.getBytes(ISO_8859_1);
    return parse(bytes, 0, bytes.length);
  }

  /** The same of a text in ASCII. */
  public static @Nullable UUID parse(byte[] text, int from, int to) {
    if (to - from != LENGTH
        || text[from + 8] != '-'
        || text[from + 13] != '-'
        || text[from + 18] != '-'
        || text[from + 23] != '-') {
      return null;
    }
    long a = Hexadecimal.eight(text, from);
    long b = Hexadecimal.number(text, from + 9, from + 13);
    long c = Hexadecimal.number(text, from + 14, from + 18);
    long d = Hexadecimal.number(text, from + 19, from + 23);
    long e = Hexadecimal.number(text, from + 24, from + 28);
    long f = Hexadecimal.eight(text, from + 28);
    return (a | b | c | d | e | f) < 0
        ? null
        : new UUID(a << 32 | b << 16 | c, d << 48 | e << 32 | f);
  }

  /**
   * The UUID of a name, version 5 (RFC 9562, 5.5): always the same one for the same namespace and
   * parts.
   *
   * @param parts joined by U+0000; of parts that may hold that character themselves, only one
   *     should be given, or two names may be the same
   */
  public static UUID named(UUID namespace, String... parts) {
    MessageDigest sha1 = sha1();
    sha1.update(
        ByteBuffer.allocate(16)
            .putLong(namespace.getMostSignificantBits())
            .putLong(namespace.getLeastSignificantBits())
            .array());
    String name = String.join("\0", parts);
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(UTF_8)));
    long most = hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x5000L;
    long least = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }

  private static MessageDigest sha1() {
    try {
      // a look-up among providers costs as much as the hash
      return (MessageDigest) SHA_1.clone();
    } catch (CloneNotSupportedException e) {
      // of a provider from outside the JDK
      return newSha1();
    }
  }

  private static MessageDigest newSha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }
}
