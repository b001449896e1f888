package dev.rollcall.cli.config;

import dev.rollcall.core.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** What is wrong with a file, each with its place. Not threadsafe. */
final class Faults {

  private final String file;
  private final List<String> found = new ArrayList<>();

  Faults(String file) {
    this.file = file;
  }

  void add(String key, Node at, String fault) {
    found.add("%s (line %d): %s".formatted(key, at.getStartMark().getLine() + 1, fault));
  }

  /**
   * Throws if there are any.
   *
   * @throws ConfigurationException all of them
   */
  void requireNone() {
    if (!found.isEmpty()) {
      throw ConfigurationException.of("--config: '" + file + "'", found);
    }
  }
}
