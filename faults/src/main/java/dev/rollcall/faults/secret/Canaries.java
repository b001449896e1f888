package dev.rollcall.faults.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes secrets that occur nowhere else, the same for the same seed. Not threadsafe. */
final class Canaries {

  static final int LENGTH = 24;

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final Random random;
  private final List<String> made = new ArrayList<>();

  Canaries(long seed) {
    this.random = new Random(seed);
  }

  /** The next one: {@value #LENGTH} letters and digits, a letter first. */
  String next() {
    StringBuilder canary = new StringBuilder(LENGTH);
    canary.append(LETTERS.charAt(random.nextInt(52)));
    while (canary.length() < LENGTH) {
      canary.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    made.add(canary.toString());
    return canary.toString();
  }

  /** All that were made. */
  List<String> made() {
    return List.copyOf(made);
  }
}
