package dev.rollcall.core.error;

import java.util.List;

/** What the user declared cannot work. All faults of a definition are reported at once. */
public final class ConfigurationException extends RollcallException {

  private final List<String> faults;

  /** A single fault. */
  public ConfigurationException(String fault) {
    this(fault, List.of());
  }

  private ConfigurationException(String message, List<String> faults) {
    super(message, null);
    this.faults = faults.isEmpty() ? List.of(message) : List.copyOf(faults);
  }

  /** All faults of {@code what}, one per line of the message. */
  public static ConfigurationException of(String what, List<String> faults) {
    String lines = String.join(System.lineSeparator() + "  - ", faults);
    return new ConfigurationException(
        what
            + (faults.size() == 1 ? " has a fault:" : " has " + faults.size() + " faults:")
            + System.lineSeparator()
            + "  - "
            + lines,
        faults);
  }

  /** The faults, in the order in which they were found; never empty. */
  public List<String> faults() {
    return faults;
  }
}
