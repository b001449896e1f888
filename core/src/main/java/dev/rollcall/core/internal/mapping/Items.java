package dev.rollcall.core.internal.mapping;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The array whose items are the rows. On the way to it each name is an object or an array of
 * objects; a column that names one of the two decides which. Immutable.
 *
 * @param path the names from the element to the array
 * @param orNull whether what has no items gives one row without any
 */
public record Items(List<String> path, boolean orNull) implements Serializable {

  /** Most names of a path. */
  public static final int MAX_LEVELS = 8;

  /** What stands at a name on the way. */
  public enum Shape {
    /** As it comes. */
    ANY,
    /** An object. */
    OBJECT,
    /** An array of objects. */
    ARRAY
  }

  public Items {
    path = List.copyOf(path);
  }

  /** The number of names, which is the level of the items; that of the element is 0. */
  public int levels() {
    return path.size();
  }

  /** The path as declared. */
  public String written() {
    return FieldPath.written(path);
  }

  /** As stable text. */
  String describe() {
    return "\nitems " + (orNull ? "or null " : "") + written();
  }

  /**
   * The first steps of paths that begin at an outer object, with the shape of each name on the way
   * there.
   */
  public Map<String, List<Shape>> outers() {
    Map<String, List<Shape>> outers = new LinkedHashMap<>();
    addOuters("", List.of(), outers);
    return outers;
  }

  private void addOuters(String before, List<Shape> shapes, Map<String, List<Shape>> outers) {
    if (shapes.size() == path.size() - 1) {
      return;
    }
    String name =
        before + (before.isEmpty() ? "" : ".") + FieldPath.written(path.get(shapes.size()));
    List<Shape> array = with(shapes, Shape.ARRAY);
    outers.put(PathStep.outer(name + "[]"), array);
    addOuters(name + "[]", array, outers);
    addOuters(name, with(shapes, Shape.OBJECT), outers);
  }

  private static List<Shape> with(List<Shape> shapes, Shape next) {
    List<Shape> longer = new ArrayList<>(shapes);
    longer.add(next);
    return List.copyOf(longer);
  }

  /** The level of the array whose index this is: {@link PathStep#index}. */
  public int indexLevel(String step) {
    List<String> array = PathStep.array(step);
    return array.isEmpty() ? path.size() : array.size();
  }

  /** The level that the first step of a path begins at: 0 for the element. */
  public int level(String first) {
    if (first.equals(PathStep.ELEMENT)) {
      return 0;
    }
    if (PathStep.isIndex(first)) {
      return indexLevel(first);
    }
    List<Shape> outer = PathStep.isOuter(first) ? outers().get(first) : null;
    return outer == null ? path.size() : outer.size();
  }

  /**
   * The shape of each name, from what columns say.
   *
   * @throws IllegalArgumentException if one is an array in one path and an object in another
   */
  public Shape[] shapes(Collection<ColumnMapping> mappings) {
    Shape[] shapes = new Shape[path.size()];
    Arrays.fill(shapes, Shape.ANY);
    shapes[path.size() - 1] = Shape.ARRAY;
    Map<String, List<Shape>> outers = outers();
    for (ColumnMapping mapping : mappings) {
      for (JsonSource source : mapping.sources()) {
        for (List<String> read : source.read()) {
          String first = read.get(0);
          if (PathStep.isIndex(first)) {
            set(shapes, indexLevel(first) - 1, Shape.ARRAY);
          } else if (PathStep.isOuter(first)) {
            List<Shape> outer = outers.getOrDefault(first, List.of());
            for (int i = 0; i < outer.size(); i++) {
              set(shapes, i, outer.get(i));
            }
          }
        }
      }
    }
    return shapes;
  }

  private void set(Shape[] shapes, int at, Shape shape) {
    if (shapes[at] != Shape.ANY && shapes[at] != shape) {
      throw new IllegalArgumentException(
          "'%s' is an array in one path and an object in another"
              .formatted(FieldPath.written(path.subList(0, at + 1))));
    }
    shapes[at] = shape;
  }
}
