package dev.rollcall.kafka.internal.setting;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Refuses settings of the Kafka clients that the guarantees rest on. */
public final class ReservedSettings {

  private ReservedSettings() {}

  /**
   * One problem for each setting that is reserved, sorted by name.
   *
   * @param settings what the user sets
   * @param reserved the reason by the setting's name
   */
  public static List<String> problems(Map<String, String> settings, Map<String, String> reserved) {
    return new TreeSet<>(settings.keySet())
        .stream()
            .filter(reserved::containsKey)
            .map(name -> "property '" + name + "' cannot be set: " + reserved.get(name))
            .toList();
  }
}
