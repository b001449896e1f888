package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key by which personal values are replaced: HMAC-SHA-256 (RFC 2104), hexadecimal. Equal values
 * give equal text under one key, so groups and joins still work; without the key nobody can guess
 * values and compare. Given by the user and kept: another key makes other text. Immutable and
 * threadsafe; prints as {@code [hidden]}.
 */
public final class HmacKey implements Serializable {

  /** Shortest key, in bytes: {@value}. */
  public static final int MIN_BYTES = 16;

  private final byte[] key;

  private HmacKey(byte[] key) {
    if (key.length < MIN_BYTES) {
      throw new ConfigurationException(
          "HMAC key: got " + key.length + " bytes, expected at least " + MIN_BYTES);
    }
    this.key = key.clone();
  }

  /** Of these bytes. */
  public static HmacKey of(byte[] key) {
    return new HmacKey(key);
  }

  /** Of hexadecimal text. */
  public static HmacKey ofHex(String hex) {
    try {
      return new HmacKey(HexFormat.of().parseHex(hex.strip()));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("HMAC key: expected hexadecimal digits, two per byte");
    }
  }

  /** What stands in place of a value: 64 hexadecimal digits. */
  public String pseudonym(String value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }

  /** A mark by which another key is told from this one; part of fingerprints. */
  public String check() {
    return pseudonym("dev.rollcall/key-check").substring(0, 16);
  }

  @Override
  public String toString() {
    return "[hidden]";
  }
}
