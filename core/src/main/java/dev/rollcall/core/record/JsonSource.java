package dev.rollcall.core.record;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in an element a column's value stands: a dotted path ({@code name.first}), the whole
 * element ({@code $}), or a template of paths in braces ({@code {street.number} {street.name}})
 * whose present parts are joined. A template has a value if one of its parts has.
 *
 * @param text as declared
 * @param paths the paths, each a list of field names; one for a plain path, none for the element
 * @param literals for a template: the text before each path and, last, after them; else empty
 */
public record JsonSource(String text, List<List<String>> paths, List<String> literals)
    implements Serializable {

  private static final Pattern PART = Pattern.compile("\\{([^{}]+)}");

  public JsonSource {
    paths = List.copyOf(paths);
    literals = List.copyOf(literals);
  }

  /** Parses a declaration; see the class. */
  static JsonSource parse(String text) {
    if (text.equals("$")) {
      return new JsonSource(text, List.of(), List.of());
    }
    if (!text.contains("{")) {
      return new JsonSource(text, List.of(path(text)), List.of());
    }
    List<List<String>> paths = new ArrayList<>();
    List<String> literals = new ArrayList<>();
    Matcher part = PART.matcher(text);
    int end = 0;
    while (part.find()) {
      literals.add(text.substring(end, part.start()));
      paths.add(path(part.group(1)));
      end = part.end();
    }
    literals.add(text.substring(end));
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("no path in braces in the template");
    }
    return new JsonSource(text, paths, literals);
  }

  /** True for {@code $}. */
  public boolean isElement() {
    return paths.isEmpty();
  }

  /** True if values are joined to text. */
  public boolean isTemplate() {
    return !literals.isEmpty();
  }

  /** The same source below a field. */
  JsonSource under(String field) {
    return new JsonSource(
        field + "." + text, paths.stream().map(path -> prepend(field, path)).toList(), literals);
  }

  private static List<String> prepend(String field, List<String> path) {
    List<String> longer = new ArrayList<>(List.of(field));
    longer.addAll(path);
    return List.copyOf(longer);
  }

  static List<String> path(String text) {
    List<String> names = List.of(text.split("\\.", -1));
    if (names.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("an empty name in the path");
    }
    if (text.contains("[") || names.stream().anyMatch(name -> name.matches("\\d+"))) {
      throw new IllegalArgumentException(
          "paths go through objects, not into arrays; take the array as JSON");
    }
    return names;
  }
}
