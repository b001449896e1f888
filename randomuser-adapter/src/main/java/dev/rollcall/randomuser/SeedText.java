package dev.rollcall.randomuser;

import dev.rollcall.core.record.Texts;
import java.nio.charset.StandardCharsets;

/**
 * Turns a user's seed, any text, into one that the API can page without collisions.
 *
 * <p>The API draws page n from the text seed + n, so that ("abc", 12) and ("abc1", 2) are the same
 * users. A seed of fixed width that ends in a delimiter rules that out: the first 16 hex digits of
 * the seed's SHA-256 and a hyphen. Page 1 adds nothing, which cannot be mistaken for another page.
 */
final class SeedText {

  private static final int DIGITS = 16;

  private SeedText() {}

  static String of(String seed) {
    return Texts.sha256(seed.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS) + "-";
  }
}
