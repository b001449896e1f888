package dev.rollcall.faults.secret;

import dev.rollcall.testkit.random.Draw;
import java.util.ArrayList;
import java.util.List;

/** Makes secrets that occur nowhere else, the same for the same seed. Not threadsafe. */
final class Canaries {

  static final int LENGTH = 24;

  private final long seed;
  private final List<String> made = new ArrayList<>();

  Canaries(long seed) {
    this.seed = seed;
  }

  /** The next one: {@value #LENGTH} letters and digits, a letter first. */
  String next() {
    Draw draw = Draw.of(seed, made.size());
    String canary = draw.capital() + draw.alphanumeric(LENGTH - 1);
    made.add(canary);
    return canary;
  }

  /** All that were made. */
  List<String> made() {
    return List.copyOf(made);
  }
}
