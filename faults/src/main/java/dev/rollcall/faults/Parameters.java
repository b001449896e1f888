package dev.rollcall.faults;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Suggestions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parameters of a test as the user gave them, with the test's own defaults for the rest.
 * Remembers each value that was asked for, so that the result says them all. Not threadsafe: read
 * them before threads start.
 */
public final class Parameters {

  private final Map<String, String> given;
  private final Map<String, Object> used = new LinkedHashMap<>();

  /**
   * Of what a test knows and a user gave.
   *
   * @throws ConfigurationException if a name is not one of {@code known} and not {@code seed}
   */
  public static Parameters of(FaultTest test, Map<String, String> given) {
    Set<String> known = new TreeSet<>(test.parameters());
    known.add("seed");
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        throw new ConfigurationException(
            "test %s: got parameter '--%s', expected one of --%s%s"
                .formatted(
                    test.id(),
                    name,
                    String.join(", --", known),
                    Suggestions.suggestion(name, known)));
      }
    }
    return new Parameters(given);
  }

  private Parameters(Map<String, String> given) {
    this.given = Map.copyOf(given);
  }

  /** What all chance is made from; 1 unless given. */
  public long seed() {
    return getLong("seed", 1);
  }

  /** A whole number of at least 0; underscores may group its digits. */
  public long getLong(String name, long byDefault) {
    String text = given.get(name);
    long value = byDefault;
    if (text != null) {
      try {
        value = Long.parseLong(text.replace("_", ""));
      } catch (NumberFormatException e) {
        throw wrong(name, text, "a whole number");
      }
      if (value < 0 && !name.equals("seed")) {
        throw wrong(name, text, "0 or more");
      }
    }
    used.put(name, value);
    return value;
  }

  /** As {@link #getLong}, of at most 31 bits. */
  public int getInt(String name, int byDefault) {
    long value = getLong(name, byDefault);
    if (value > Integer.MAX_VALUE) {
      throw wrong(name, String.valueOf(value), "at most " + Integer.MAX_VALUE);
    }
    return (int) value;
  }

  /** Any text. */
  public String getString(String name, String byDefault) {
    String value = given.getOrDefault(name, byDefault);
    used.put(name, value);
    return value;
  }

  /** {@code true} or {@code false}. */
  public boolean getBoolean(String name, boolean byDefault) {
    String text = given.getOrDefault(name, String.valueOf(byDefault));
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong(name, text, "true or false");
    }
    used.put(name, Boolean.valueOf(text));
    return Boolean.parseBoolean(text);
  }

  /** Every parameter the test has asked for so far, defaults too, in that order. */
  public Map<String, Object> used() {
    return Collections.unmodifiableMap(used);
  }

  private static ConfigurationException wrong(String name, String got, String expected) {
    return new ConfigurationException(
        "parameter '--%s': got '%s', expected %s".formatted(name, got, expected));
  }
}
