package dev.rollcall.randomuser;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Turns a user's seed, any text, into one that the API can page without collisions.
 *
 * <p>The API draws page n from the text seed + n, so that ("abc", 12) and ("abc1", 2) are the same
 * users. A seed of fixed width that ends in a delimiter rules that out: the first 16 hex digits of
 * the seed's SHA-256 and a hyphen. Page 1 adds nothing, which cannot be mistaken for another page.
 */
final class SeedText {

  private SeedText() {}

  static String of(String seed) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8) + "-";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
