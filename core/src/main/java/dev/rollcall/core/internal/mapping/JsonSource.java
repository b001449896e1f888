package dev.rollcall.core.internal.mapping;

import dev.rollcall.core.record.EpochUnit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place of a column's value in an element: a path ({@code name.first}), the whole element
 * ({@code $}), the index of an item, or a template of paths in braces ({@code {street.number}
 * {street.name}}) whose present parts are joined. A template has a value if one of its parts has;
 * in a key column only if all have.
 *
 * @param text as declared
 * @param paths the paths, each a list of field names and of {@link PathStep}s; one for a plain
 *     path, none for the element
 * @param literals for a template: the text before each path and, last, after them; else empty
 * @param unit what a number there counts since 1970, if it stands for a time; null if none is taken
 * @param beside a path at which there must be a number too for a number here to be taken; empty if
 *     it is always taken
 */
public record JsonSource(
    String text,
    List<List<String>> paths,
    List<String> literals,
    @Nullable EpochUnit unit,
    List<String> beside)
    implements Serializable {

  private static final Pattern PART = Pattern.compile("\\{([^{}]+)}");

  /** A quoted name, which may hold any character. */
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

  public JsonSource {
    paths = List.copyOf(paths);
    literals = List.copyOf(literals);
    beside = List.copyOf(beside);
  }

  private JsonSource(String text, List<List<String>> paths, List<String> literals) {
    this(text, paths, literals, null, List.of());
  }

  /** Parses a declaration. */
  public static JsonSource parse(String text) {
    if (text.equals("$")) {
      return new JsonSource(text, List.of(), List.of());
    }
    if (!QUOTED.matcher(text).replaceAll("").contains("{")) {
      return new JsonSource(text, List.of(DeclaredPath.parse(text)), List.of());
    }
    List<List<String>> paths = new ArrayList<>();
    List<String> literals = new ArrayList<>();
    Matcher part = PART.matcher(text);
    int end = 0;
    while (part.find()) {
      literals.add(text.substring(end, part.start()));
      paths.add(DeclaredPath.parse(part.group(1)));
      end = part.end();
    }
    literals.add(text.substring(end));
    if (paths.isEmpty() || literals.stream().anyMatch(each -> each.matches(".*[{}].*"))) {
      throw new IllegalArgumentException(
          "a template has its paths in braces, closed and not empty: \"{street.number} {street.name}\"");
    }
    return new JsonSource(text, paths, literals);
  }

  /**
   * The place of the item in its array, from 0, or of the object that it stands in in an outer one.
   *
   * @param outer the path of the outer array; empty for that of the items
   */
  public static JsonSource index(List<String> outer) {
    String text = "the index" + (outer.isEmpty() ? "" : " of " + FieldPath.written(outer));
    return new JsonSource(text, List.of(List.of(PathStep.index(outer))), List.of());
  }

  /** The field of this name, whatever signs it holds. */
  static JsonSource field(String name) {
    return new JsonSource(name, List.of(List.of(name)), List.of());
  }

  public JsonSource counting(EpochUnit other, List<String> witness) {
    return new JsonSource(text, paths, literals, other, witness);
  }

  /** All paths at which it looks. */
  List<List<String>> read() {
    if (beside.isEmpty()) {
      return paths;
    }
    List<List<String>> all = new ArrayList<>(paths);
    all.add(beside);
    return all;
  }

  /** The same where there are no items: {@code @} is the name of a field there. */
  public JsonSource withoutItems() {
    return paths.stream().noneMatch(path -> path.contains(PathStep.ITEM))
        ? this
        : new JsonSource(
            text,
            paths.stream()
                .map(path -> path.get(0).equals(PathStep.ITEM) ? List.of("@") : path)
                .toList(),
            literals,
            unit,
            beside);
  }

  /** Whether one of its paths begins at the element by {@code $.}. */
  public boolean isAnchored() {
    return paths.stream().anyMatch(path -> path.get(0).equals(PathStep.ELEMENT));
  }

  /** Whether it is {@code $}, the whole element. */
  public boolean isElement() {
    return paths.isEmpty();
  }

  /** Whether it joins values to a text. */
  public boolean isTemplate() {
    return !literals.isEmpty();
  }

  /**
   * The same source below other fields, which tell the source's shape themselves: all paths, or if
   * some begin at the element, those.
   */
  public JsonSource under(List<String> fields, String written) {
    return new JsonSource(
        text.startsWith("$.") ? "$." + written + text.substring(1) : written + "." + text,
        paths.stream().map(path -> below(fields, path)).toList(),
        literals,
        unit,
        List.of());
  }

  /** The path below these fields; one that begins at an item or outer object stays. */
  public static List<String> below(List<String> fields, List<String> path) {
    boolean anchored = path.get(0).equals(PathStep.ELEMENT);
    if (!anchored && !PathStep.isName(path.get(0))) {
      return path;
    }
    List<String> longer = new ArrayList<>(fields);
    longer.addAll(anchored ? path.subList(1, path.size()) : path);
    if (anchored) {
      longer.add(0, PathStep.ELEMENT);
    }
    return List.copyOf(longer);
  }

  /** The declaration with how numbers are read, as stable text. */
  public String describe() {
    return text
        + (unit == null ? "" : " in " + unit)
        + (beside.isEmpty() ? "" : " beside a number at " + PathStep.visible(beside));
  }
}
