package dev.rollcall.testkit.random;

import dev.rollcall.core.record.Texts;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A stream of pseudo-random draws whose sequence is fixed here for good, because golden files
 * depend on it (the JDK's splittable generators do not promise theirs). Not threadsafe.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea, Flood: Fast splittable
 *     pseudorandom number generators (SplitMix64)</a>
 */
public final class Draw {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private Draw(long state) {
    this.state = state;
  }

  /** What a seed's text counts as: the first 64 bits of its SHA-256. */
  public static long origin(String seed) {
    String hash = Texts.sha256(seed.getBytes(StandardCharsets.UTF_8));
    return Long.parseUnsignedLong(hash.substring(0, 16), 16);
  }

  /** The draws of item {@code index}, from 0: they depend on nothing but these two. */
  public static Draw of(long origin, long index) {
    return new Draw(mix(origin ^ mix(GOLDEN_GAMMA * (index + 1L))));
  }

  /** 64 well mixed bits: the finalizer of SplitMix64. */
  public static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** A whole number in [0, bound). */
  public int below(int bound) {
    return (int) (((next() >>> 33) * bound) >>> 31);
  }

  /** A whole number in [low, high]. */
  public long between(long low, long high) {
    return low + (long) ((next() >>> 11) * 0x1.0p-53 * (high - low + 1));
  }

  /** True in so many of a hundred draws. */
  public boolean percent(int percent) {
    return below(100) < percent;
  }

  /** One of these, each as likely. */
  public String oneOf(String[] words) {
    return words[below(words.length)];
  }

  /** 0 to 9. */
  public char digit() {
    return (char) ('0' + below(10));
  }

  /** A to Z. */
  public char capital() {
    return (char) ('A' + below(26));
  }

  /** A UUID of version 4. */
  public UUID uuid() {
    long high = next() & ~0xF000L | 0x4000L;
    long low = next() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /** {@code length} letters and digits. */
  public String alphanumeric(int length) {
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(letters.charAt(below(letters.length())));
    }
    return text.toString();
  }
}
