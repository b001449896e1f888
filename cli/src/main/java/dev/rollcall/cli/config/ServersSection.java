package dev.rollcall.cli.config;

import dev.rollcall.core.record.Texts;
import dev.rollcall.testkit.server.Servers;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the section {@code servers} of a configuration file. Not threadsafe. */
final class ServersSection {

  static final String NAME = "servers";
  private static final String ADDRESS = "address";
  private static final String PROPERTIES = "properties";

  private static final Map<String, Servers.Kind> KINDS =
      Arrays.stream(Servers.Kind.values())
          .collect(
              Collectors.toMap(Servers.Kind::label, kind -> kind, (a, b) -> a, LinkedHashMap::new));

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)\\}");

  private final Map<String, String> environment;
  private final ConfigFile file;
  private final Map<Servers.Kind, String> addresses = new EnumMap<>(Servers.Kind.class);
  private final Map<String, String> kafkaProperties = new LinkedHashMap<>();

  ServersSection(Map<String, String> environment, ConfigFile file) {
    this.environment = environment;
    this.file = file;
  }

  RunConfig read(Node section) {
    file.entries(NAME, section)
        .forEach(
            (label, node) -> {
              String path = ConfigFile.join(NAME, label);
              Servers.Kind kind = KINDS.get(label);
              if (kind == null) {
                file.problem(
                    path,
                    node,
                    "is no server; known are "
                        + String.join(", ", KINDS.keySet())
                        + Texts.didYouMean(label, KINDS.keySet()));
              } else if (kind == Servers.Kind.KAFKA && node instanceof MappingNode) {
                kafka(path, node);
              } else {
                address(kind, path, node);
              }
            });
    return new RunConfig(addresses, kafkaProperties);
  }

  private void kafka(String path, Node node) {
    Map<String, Node> entries = file.entries(path, node);
    entries.forEach(
        (key, value) -> {
          String place = ConfigFile.join(path, key);
          switch (key) {
            case ADDRESS -> address(Servers.Kind.KAFKA, place, value);
            case PROPERTIES -> properties(place, value);
            default ->
                file.problem(
                    place,
                    value,
                    "is unknown" + Texts.didYouMean(key, List.of(ADDRESS, PROPERTIES)));
          }
        });
    if (!entries.containsKey(ADDRESS)) {
      file.problem(path, node, "has no '" + ADDRESS + "'");
    }
  }

  private void properties(String path, Node node) {
    file.entries(path, node)
        .forEach(
            (name, value) -> {
              // clients take numbers and booleans as texts, too
              String text = text(ConfigFile.join(path, name), value, true);
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
    Optional<String> problem = text.isBlank() ? Optional.of("is empty") : kind.fault(text);
    problem.ifPresentOrElse(
        wrong -> file.problem(path, node, wrong), () -> addresses.put(kind, text));
  }

  /**
   * The text, each <code>${NAME}</code> replaced by its environment variable, so that no file holds
   * a password; null, and a problem noted, if it is no text.
   */
  private @Nullable String text(String path, Node node, boolean anyScalar) {
    boolean fits = node.getTag().equals(Tag.STR) || anyScalar && !node.getTag().equals(Tag.NULL);
    if (!(node instanceof ScalarNode scalar) || !fits) {
      file.problem(path, node, "got " + ConfigFile.kind(node) + ", expected a text");
      return null;
    }
    Matcher variables = VARIABLE.matcher(scalar.getValue());
    StringBuilder text = new StringBuilder();
    while (variables.find()) {
      String value = environment.get(variables.group(1));
      if (value == null) {
        file.problem(
            path, node, "the environment variable '" + variables.group(1) + "' is not set");
        return null;
      }
      variables.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return variables.appendTail(text).toString();
  }
}
