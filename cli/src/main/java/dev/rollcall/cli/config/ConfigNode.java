package dev.rollcall.cli.config;

import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A node of a YAML file, which knows its place and notes what is wrong with it. No objects are made
 * of the nodes, so no code of the file runs. Not threadsafe.
 *
 * @param path {@code servers.kafka}; empty for the topmost
 * @param problems those of the whole file
 */
record ConfigNode(String path, Node node, List<String> problems) {

  /**
   * The topmost node; null if the file is empty.
   *
   * @throws ConfigurationException if it cannot be read or is no YAML; shows no line of it
   */
  static @Nullable ConfigNode read(Path file) {
    String problem;
    try (Reader text = Files.newBufferedReader(file)) {
      Node top = new Yaml(new LoaderOptions()).compose(text);
      return top == null ? null : new ConfigNode("", top, new ArrayList<>());
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problem = "'" + file + "' is no YAML: line " + line + ": " + e.getProblem();
    } catch (YAMLException e) {
      problem = "'" + file + "' is no YAML";
    } catch (NoSuchFileException e) {
      problem = "there is no file '" + file + "'";
    } catch (CharacterCodingException e) {
      problem = "'" + file + "' is not UTF-8";
    } catch (IOException e) {
      problem = "cannot read '" + file + "'";
    }
    throw new ConfigurationException("--config: " + problem);
  }

  /** The entries of a mapping by their keys. Another node or a repeated key is a problem. */
  Map<String, ConfigNode> entries() {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      wrong(kind(), "'key: value' lines");
      return entries;
    }
    for (NodeTuple each : mapping.getValue()) {
      if (!(each.getKeyNode() instanceof ScalarNode key)) {
        new ConfigNode(path, each.getKeyNode(), problems).problem("a key is a name");
        continue;
      }
      String place = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      ConfigNode first =
          entries.putIfAbsent(key.getValue(), new ConfigNode(place, each.getValueNode(), problems));
      if (first != null) {
        new ConfigNode(place, key, problems)
            .problem("is there twice; the first is in line " + first.line());
      }
    }
    return entries;
  }

  void wrong(String got, String expected) {
    problem("got " + got + ", expected " + expected);
  }

  void problem(String problem) {
    problems.add("%s (line %d): %s".formatted(path, line(), problem));
  }

  private int line() {
    return node.getStartMark().getLine() + 1;
  }

  /** What it is, in words, without showing it. */
  String kind() {
    return switch (node.getTag().getValue().replaceFirst(".*[:,!]", "")) {
      case "map" -> "a mapping";
      case "seq" -> "a list";
      case "null" -> "nothing";
      case "bool" -> "true or false";
      case "int", "float" -> "a number";
      case "str" -> "a text";
      case "timestamp" -> "a date";
      default -> "another type";
    };
  }
}
