package dev.rollcall.core.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the user declared cannot work. All problems of a definition are reported at once. */
public final class ConfigurationException extends RollcallException {

  private final List<String> problems;

  /** A single problem. */
  public ConfigurationException(String problem) {
    this(problem, List.of());
  }

  private ConfigurationException(String message, List<String> problems) {
    super(message, null);
    this.problems = problems.isEmpty() ? List.of(message) : List.copyOf(problems);
  }

  /** All problems of {@code what}, one per line of the message. */
  public static ConfigurationException of(String what, List<String> problems) {
    String lines = String.join(System.lineSeparator() + "  - ", problems);
    return new ConfigurationException(
        what
            + (problems.size() == 1 ? " has a problem:" : " has " + problems.size() + " problems:")
            + System.lineSeparator()
            + "  - "
            + lines,
        problems);
  }

  /**
   * The value, for declarations that must not wait for the first record to find a null.
   *
   * @param what names the declaration in the message
   * @throws ConfigurationException if the value is null
   */
  public static <T> T requireNonNull(@Nullable T value, String what) {
    if (value == null) {
      throw new ConfigurationException(what + ": got null, expected a value");
    }
    return value;
  }

  /**
   * The same for several values.
   *
   * @throws ConfigurationException if the array or one of its values is null
   */
  public static <T> List<T> requireAllNonNull(T @Nullable [] values, String what) {
    for (T value : requireNonNull(values, what)) {
      requireNonNull(value, what);
    }
    return List.of(values);
  }

  /** The problems, in the order in which they were found; never empty. */
  public List<String> problems() {
    return problems;
  }
}
