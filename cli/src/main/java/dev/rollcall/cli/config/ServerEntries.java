package dev.rollcall.cli.config;

import dev.rollcall.core.record.Suggestions;
import dev.rollcall.testkit.server.Servers;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the section {@code servers} of a file. Not threadsafe. */
final class ServerEntries {

  static final String SECTION = "servers";
  private static final String ADDRESS = "address";
  private static final String PROPERTIES = "properties";

  private static final Map<String, Servers.Kind> KINDS =
      Arrays.stream(Servers.Kind.values())
          .collect(
              Collectors.toMap(Servers.Kind::label, kind -> kind, (a, b) -> a, LinkedHashMap::new));

  private final Secrets secrets;
  private final Faults faults;
  private final Map<Servers.Kind, String> addresses = new EnumMap<>(Servers.Kind.class);
  private final Map<String, String> kafkaProperties = new LinkedHashMap<>();

  ServerEntries(Secrets secrets, Faults faults) {
    this.secrets = secrets;
    this.faults = faults;
  }

  RunConfig read(Node section) {
    YamlFile.entries(SECTION, section, faults)
        .forEach(
            (label, node) -> {
              String path = YamlFile.join(SECTION, label);
              Servers.Kind kind = KINDS.get(label);
              if (kind == null) {
                faults.add(
                    path,
                    node,
                    "is no server; known are "
                        + String.join(", ", KINDS.keySet())
                        + Suggestions.suggestion(label, KINDS.keySet()));
              } else if (kind == Servers.Kind.KAFKA && node instanceof MappingNode) {
                kafka(path, node);
              } else {
                address(kind, path, node);
              }
            });
    return new RunConfig(addresses, kafkaProperties);
  }

  private void kafka(String path, Node node) {
    Map<String, Node> entries = YamlFile.entries(path, node, faults);
    entries.forEach(
        (key, value) -> {
          String place = YamlFile.join(path, key);
          switch (key) {
            case ADDRESS -> address(Servers.Kind.KAFKA, place, value);
            case PROPERTIES -> properties(place, value);
            default ->
                faults.add(
                    place,
                    value,
                    "is unknown" + Suggestions.suggestion(key, List.of(ADDRESS, PROPERTIES)));
          }
        });
    if (!entries.containsKey(ADDRESS)) {
      faults.add(path, node, "has no '" + ADDRESS + "'");
    }
  }

  private void properties(String path, Node node) {
    YamlFile.entries(path, node, faults)
        .forEach(
            (name, value) -> {
              // clients take numbers and booleans as texts, too
              String text = text(YamlFile.join(path, name), value, true);
              if (text != null) {
                kafkaProperties.put(name, text);
              }
            });
  }

  private void address(Servers.Kind kind, String path, Node node) {
    String text = text(path, node, false);
    if (text == null) {
      return;
    }
    Optional<String> fault = text.isBlank() ? Optional.of("is empty") : kind.fault(text);
    fault.ifPresentOrElse(wrong -> faults.add(path, node, wrong), () -> addresses.put(kind, text));
  }

  /** The text with its variables filled in; null, and a fault, if it is none. */
  private @Nullable String text(String path, Node node, boolean anyScalar) {
    boolean fits = node.getTag().equals(Tag.STR) || anyScalar && !node.getTag().equals(Tag.NULL);
    if (!(node instanceof ScalarNode scalar) || !fits) {
      faults.add(path, node, "got " + YamlFile.kind(node) + ", expected a text");
      return null;
    }
    Optional<String> missing = secrets.missing(scalar.getValue());
    if (missing.isPresent()) {
      faults.add(path, node, "the environment variable '" + missing.get() + "' is not set");
      return null;
    }
    return secrets.filled(scalar.getValue());
  }
}
