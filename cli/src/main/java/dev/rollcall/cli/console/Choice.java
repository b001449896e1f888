package dev.rollcall.cli.console;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Suggestions;
import java.util.Collection;

/** An option that takes one of a few names. */
public final class Choice {

  private Choice() {}

  /**
   * The name itself.
   *
   * @throws ConfigurationException if it is not among the known; the message suggests one
   */
  public static String of(String option, String got, Collection<String> known) {
    if (known.contains(got)) {
      return got;
    }
    throw new ConfigurationException(
        option
            + ": got '"
            + got
            + "', expected "
            + String.join(", ", known)
            + Suggestions.suggestion(got, known));
  }
}
