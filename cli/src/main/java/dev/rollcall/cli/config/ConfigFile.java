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
 * A YAML file as nodes, which know their line, and the problems found in it. No objects are made of
 * the nodes, so no code of the file runs. Not threadsafe.
 */
final class ConfigFile {

  private final Path file;
  private final List<String> problems = new ArrayList<>();

  ConfigFile(Path file) {
    this.file = file;
  }

  /**
   * The topmost node; null if the file is empty.
   *
   * @throws ConfigurationException if it cannot be read or is no YAML; shows no line of it
   */
  @Nullable Node read() {
    try (Reader text = Files.newBufferedReader(file)) {
      return new Yaml(new LoaderOptions()).compose(text);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw unreadable("'" + file + "' is no YAML: line " + line + ": " + e.getProblem());
    } catch (YAMLException e) {
      throw unreadable("'" + file + "' is no YAML");
    } catch (NoSuchFileException e) {
      throw unreadable("there is no file '" + file + "'");
    } catch (CharacterCodingException e) {
      throw unreadable("'" + file + "' is not UTF-8");
    } catch (IOException e) {
      throw unreadable("cannot read '" + file + "'");
    }
  }

  /** The entries of a mapping by their keys. Another node or a repeated key is a problem. */
  Map<String, Node> entries(String path, Node node) {
    Map<String, Node> entries = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      problem(path, node, "got " + kind(node) + ", expected 'key: value' lines");
      return entries;
    }
    for (NodeTuple each : mapping.getValue()) {
      if (!(each.getKeyNode() instanceof ScalarNode key)) {
        problem(path, each.getKeyNode(), "a key is a name");
        continue;
      }
      Node first = entries.putIfAbsent(key.getValue(), each.getValueNode());
      if (first != null) {
        int line = first.getStartMark().getLine() + 1;
        problem(join(path, key.getValue()), key, "is there twice; the first is in line " + line);
      }
    }
    return entries;
  }

  void problem(String key, Node at, String problem) {
    problems.add("%s (line %d): %s".formatted(key, at.getStartMark().getLine() + 1, problem));
  }

  /**
   * Fails if there is a problem.
   *
   * @throws ConfigurationException with all of them
   */
  void requireNoProblems() {
    if (!problems.isEmpty()) {
      throw ConfigurationException.of("--config: '" + file + "'", problems);
    }
  }

  /** {@code servers.kafka}; the topmost path is empty. */
  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** What a node is, in words, without showing it. */
  static String kind(Node node) {
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

  private static ConfigurationException unreadable(String problem) {
    return new ConfigurationException("--config: " + problem);
  }
}
