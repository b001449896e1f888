package dev.rollcall.cli.config;

import dev.rollcall.cli.yaml.YamlNode;
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
import org.yaml.snakeyaml.nodes.MappingNode;
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
  private final Map<Servers.Kind, String> addresses = new EnumMap<>(Servers.Kind.class);
  private final Map<String, String> kafkaProperties = new LinkedHashMap<>();

  ServersSection(Map<String, String> environment) {
    this.environment = environment;
  }

  RunConfig read(YamlNode section) {
    section
        .entries()
        .forEach(
            (label, node) -> {
              Servers.Kind kind = KINDS.get(label);
              if (kind == null) {
                node.problem(
                    "is no server; known are "
                        + String.join(", ", KINDS.keySet())
                        + Texts.didYouMean(label, KINDS.keySet()));
              } else if (kind == Servers.Kind.KAFKA && node.node() instanceof MappingNode) {
                kafka(node);
              } else {
                address(kind, node);
              }
            });
    return new RunConfig(addresses, kafkaProperties);
  }

  private void kafka(YamlNode node) {
    Map<String, YamlNode> entries = node.entries();
    entries.forEach(
        (key, value) -> {
          switch (key) {
            case ADDRESS -> address(Servers.Kind.KAFKA, value);
            // clients take numbers and booleans as texts, too
            case PROPERTIES ->
                value
                    .entries()
                    .forEach(
                        (name, property) ->
                            text(property, true)
                                .ifPresent(text -> kafkaProperties.put(name, text)));
            default ->
                value.problem("is unknown" + Texts.didYouMean(key, List.of(ADDRESS, PROPERTIES)));
          }
        });
    if (!entries.containsKey(ADDRESS)) {
      node.problem("has no '" + ADDRESS + "'");
    }
  }

  private void address(Servers.Kind kind, YamlNode node) {
    text(node, false)
        .ifPresent(
            text ->
                (text.isBlank() ? Optional.of("is empty") : kind.fault(text))
                    .ifPresentOrElse(node::problem, () -> addresses.put(kind, text)));
  }

  /**
   * The text, each <code>${NAME}</code> replaced by its environment variable, so that no file holds
   * a password; empty, and a problem noted, if it is no text.
   */
  private Optional<String> text(YamlNode at, boolean anyScalar) {
    Tag tag = at.node().getTag();
    if (!(at.node() instanceof ScalarNode scalar)
        || !(tag.equals(Tag.STR) || anyScalar && !tag.equals(Tag.NULL))) {
      at.wrong(at.kind(), "a text");
      return Optional.empty();
    }
    Matcher variables = VARIABLE.matcher(scalar.getValue());
    Optional<String> unset =
        variables
            .results()
            .map(variable -> variable.group(1))
            .filter(name -> !environment.containsKey(name))
            .findFirst();
    unset.ifPresent(name -> at.problem("the environment variable '" + name + "' is not set"));
    return unset.isPresent()
        ? Optional.empty()
        : Optional.of(
            variables.replaceAll(variable -> Matcher.quoteReplacement(value(variable.group(1)))));
  }

  private String value(String variable) {
    return environment.getOrDefault(variable, "");
  }
}
