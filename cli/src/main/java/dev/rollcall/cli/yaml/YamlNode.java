package dev.rollcall.cli.yaml;

import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
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
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A node of a YAML file, which knows its place and notes what is wrong with it. No objects are made
 * of the nodes, so no code of the file runs; size, depth and aliases are limited. Not threadsafe.
 *
 * @param path {@code servers.kafka}; empty for the topmost
 * @param name the key that it is the value of; the node itself if it has none
 * @param problems those of the whole file
 */
public record YamlNode(String path, Node name, Node node, List<String> problems) {

  /**
   * The topmost node; null if the file is empty.
   *
   * @param option that names the file, for messages
   * @throws ConfigurationException if it cannot be read or is no YAML; shows no line of it
   */
  public static @Nullable YamlNode read(String option, Path file) {
    String problem;
    try (Reader text = Files.newBufferedReader(file)) {
      return compose(text);
    } catch (MarkedYAMLException e) {
      String place =
          e.getProblemMark() == null
              ? "line 0"
              : "line %d, column %d"
                  .formatted(e.getProblemMark().getLine() + 1, e.getProblemMark().getColumn() + 1);
      problem = "'" + file + "' is no YAML: " + place + ": " + e.getProblem();
    } catch (YAMLException e) {
      problem = "'" + file + "' " + YamlFault.of(file);
    } catch (NoSuchFileException e) {
      problem = "there is no file '" + file + "'";
    } catch (CharacterCodingException e) {
      problem = "'" + file + "' " + YamlFault.of(file);
    } catch (IOException e) {
      problem = "cannot read '" + file + "'";
    }
    throw new ConfigurationException(option + ": " + problem);
  }

  /**
   * The topmost node of a text; null if it is empty.
   *
   * @throws YAMLException if it is no YAML
   */
  public static @Nullable YamlNode parse(String yaml) {
    return compose(new StringReader(yaml));
  }

  private static @Nullable YamlNode compose(Reader text) {
    Node top = new Yaml(new LoaderOptions()).compose(text);
    return top == null ? null : new YamlNode("", top, top, new ArrayList<>());
  }

  /** The entries of a mapping by their keys. Another node or a repeated key is a problem. */
  public Map<String, YamlNode> entries() {
    Map<String, YamlNode> entries = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      wrong(kind(), "'key: value' lines");
      return entries;
    }
    for (NodeTuple each : mapping.getValue()) {
      if (!(each.getKeyNode() instanceof ScalarNode key)) {
        new YamlNode(path, name, each.getKeyNode(), problems).problem("a key is a name");
        continue;
      }
      String place = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      YamlNode first =
          entries.putIfAbsent(
              key.getValue(), new YamlNode(place, key, each.getValueNode(), problems));
      if (first != null) {
        new YamlNode(place, key, key, problems)
            .problem("is there twice; the first is in line " + first.line());
      }
    }
    return entries;
  }

  /** The items of a list; of another node itself, so that a list of one needs no brackets. */
  public List<YamlNode> items() {
    return node instanceof SequenceNode list
        ? list.getValue().stream().map(item -> new YamlNode(path, item, item, problems)).toList()
        : List.of(this);
  }

  /** The text of a scalar, whatever it is otherwise; null, and a problem, if it is none. */
  public @Nullable String text(String expected) {
    if (node instanceof ScalarNode scalar && !kind().equals("nothing")) {
      return scalar.getValue();
    }
    wrong(kind(), expected);
    return null;
  }

  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  public void wrong(String got, String expected) {
    problem("got " + got + ", expected " + expected);
  }

  /** Notes what is wrong with the value. */
  public void problem(String problem) {
    problems.add(place(node) + ": " + problem);
  }

  /** Notes what is wrong with the key, or with all that stands under it. */
  public void problemOfName(String problem) {
    problems.add(place(name) + ": " + problem);
  }

  private String place(Node at) {
    return "%s (line %d, column %d)"
        .formatted(
            path.isEmpty() ? "the file" : path,
            at.getStartMark().getLine() + 1,
            at.getStartMark().getColumn() + 1);
  }

  private int line() {
    return node.getStartMark().getLine() + 1;
  }

  /** What it is, in words, without showing it. */
  public String kind() {
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
