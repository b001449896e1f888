package dev.rollcall.core.internal.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The steps of a path that are no names of fields. A path is a list of names; one of these stands
 * among them as a text that begins with U+0000, which no declared name may. A path that begins with
 * a name is looked for in the item if the type has items, else in the element.
 */
public final class PathStep {

  /** Begins every step that is no name. */
  static final char MARK = '\0';

  /** First in a path: it begins at the element, {@code $.}. */
  public static final String ELEMENT = MARK + "$";

  /** A path alone: the item itself, {@code @}. */
  public static final String ITEM = MARK + "@";

  private static final String INDEX = MARK + "#";
  private static final String SELECTED = MARK + "[";

  private PathStep() {}

  /**
   * First in a path: it begins at the object of an array on the way to the item.
   *
   * @param written {@code a[].b[]}
   */
  static String outer(String written) {
    return ELEMENT + "." + written;
  }

  /** A path alone: the place of an item in its array, or of an object of an outer array. */
  static String index(List<String> outer) {
    return INDEX + FieldPath.written(outer);
  }

  /** Behind the name of an array: its one object whose field has this text. */
  static String selected(String field, String text) {
    return SELECTED + field + MARK + text;
  }

  public static boolean isOuter(String step) {
    return step.startsWith(ELEMENT + ".");
  }

  public static boolean isIndex(String step) {
    return step.startsWith(INDEX);
  }

  public static boolean isSelected(String step) {
    return step.startsWith(SELECTED);
  }

  /** The field that a selection asks for. */
  public static String field(String selected) {
    return selected.substring(SELECTED.length(), selected.indexOf(MARK, 1));
  }

  /** The text that the field must have. */
  public static String text(String selected) {
    return selected.substring(selected.indexOf(MARK, 1) + 1);
  }

  /** The array whose index this is, as a path of names; empty for that of the items. */
  static List<String> array(String index) {
    String written = index.substring(INDEX.length());
    return written.isEmpty() ? List.of() : FieldPath.parse(written);
  }

  /** Whether it is the name of a field after all. */
  public static boolean isName(String step) {
    return step.isEmpty() || step.charAt(0) != MARK;
  }

  /** The names alone. */
  public static List<String> names(List<String> path) {
    List<String> names = new ArrayList<>(path);
    names.removeIf(step -> !isName(step));
    return names;
  }

  /** The steps without the sign that is none. */
  static List<String> visible(List<String> path) {
    return path.stream()
        .map(step -> isName(step) ? step : step.substring(1).replace(MARK, '='))
        .toList();
  }

  /** The path as it is declared. */
  public static String written(List<String> path) {
    String text =
        path.stream()
            .map(
                step ->
                    isSelected(step)
                        ? "["
                            + FieldPath.written(field(step))
                            + "="
                            + FieldPath.written(text(step))
                            + "]"
                        : "." + (isName(step) ? FieldPath.written(step) : step.substring(1)))
            .collect(Collectors.joining());
    return text.substring(1);
  }
}
