package dev.rollcall.kafka.internal.setting;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Settings of the Kafka clients that a user passes: refuses some, and hides secrets. */
public final class ClientSettings {

  private static final String HIDDEN = "[hidden]";

  /** A setting whose name contains one of these is secret. */
  private static final List<String> SECRET_WORDS =
      List.of("password", "secret", "jaas", "token", "key", "credential");

  /** Shorter pieces of a secret are words such as "or" that any text contains. */
  private static final int SHORTEST_PIECE = 4;

  private ClientSettings() {}

  /**
   * One problem for each setting that is reserved, sorted by name.
   *
   * @param reserved the reason by the setting's name
   */
  public static List<String> problems(Map<String, String> settings, Map<String, String> reserved) {
    return settings.keySet().stream()
        .filter(reserved::containsKey)
        .sorted()
        .map(name -> "property '" + name + "' cannot be set: " + reserved.get(name))
        .toList();
  }

  /** The settings sorted by name, secret values replaced. */
  public static Map<String, String> masked(Map<String, String> settings) {
    Map<String, String> shown = new TreeMap<>();
    settings.forEach((name, value) -> shown.put(name, isSecret(name) ? HIDDEN : value));
    return shown;
  }

  /** Whether the text quotes a secret setting, or a piece of one, as a parser's message may. */
  public static boolean quotes(String text, Map<String, String> settings) {
    return settings.entrySet().stream()
        .filter(setting -> isSecret(setting.getKey()))
        .flatMap(setting -> List.of(setting.getValue().split("[\\s\"'=;,]+")).stream())
        .anyMatch(piece -> piece.length() >= SHORTEST_PIECE && text.contains(piece));
  }

  private static boolean isSecret(String setting) {
    String name = setting.toLowerCase(Locale.ROOT);
    return SECRET_WORDS.stream().anyMatch(name::contains);
  }
}
