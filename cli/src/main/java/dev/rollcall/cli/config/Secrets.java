package dev.rollcall.cli.config;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts environment variables into texts: <code>${NAME}</code>, so that no file holds a password.
 */
final class Secrets {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)\\}");

  private final Map<String, String> environment;

  Secrets(Map<String, String> environment) {
    this.environment = environment;
  }

  /** A variable that the text names and that is not set. */
  Optional<String> missing(String text) {
    return REFERENCE
        .matcher(text)
        .results()
        .map(reference -> reference.group(1))
        .filter(name -> !environment.containsKey(name))
        .findFirst();
  }

  /** The text with the values of the variables; all must be set. */
  String filled(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(reference -> Matcher.quoteReplacement(environment.get(reference.group(1))));
  }
}
