package dev.rollcall.cli.config;

import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

/** A file of YAML as nodes, which know their line; nothing is made of them, so nothing is run. */
final class YamlFile {

  private YamlFile() {}

  /**
   * The topmost node; null if the file holds none.
   *
   * @throws ConfigurationException if it cannot be read or is no YAML; no line of it is shown
   */
  static @Nullable Node read(Path file) {
    try (Reader text = new StringReader(Files.readString(file))) {
      return new Yaml(new LoaderOptions()).compose(text);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new ConfigurationException(
          "--config: '%s' is no YAML: line %d: %s".formatted(file, line, e.getProblem()));
    } catch (YAMLException e) {
      throw new ConfigurationException("--config: '" + file + "' is no YAML");
    } catch (NoSuchFileException e) {
      throw new ConfigurationException("--config: there is no file '" + file + "'");
    } catch (CharacterCodingException e) {
      throw new ConfigurationException("--config: '" + file + "' is not UTF-8");
    } catch (IOException e) {
      throw new ConfigurationException("--config: cannot read '" + file + "'");
    }
  }

  /** The entries of a mapping by their keys; what is none, or has a key twice, is a fault. */
  static Map<String, Node> entries(String path, Node node, Faults faults) {
    Map<String, Node> entries = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      faults.add(path, node, "got " + kind(node) + ", expected 'key: value' lines");
      return entries;
    }
    for (NodeTuple each : mapping.getValue()) {
      if (!(each.getKeyNode() instanceof ScalarNode key)) {
        faults.add(path, each.getKeyNode(), "a key is a name");
        continue;
      }
      Node first = entries.putIfAbsent(key.getValue(), each.getValueNode());
      if (first != null) {
        faults.add(
            join(path, key.getValue()),
            key,
            "is there twice; the first is in line " + (first.getStartMark().getLine() + 1));
      }
    }
    return entries;
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
}
