package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.FieldPath;
import dev.rollcall.core.internal.mapping.Items;
import dev.rollcall.core.internal.mapping.PathStep;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ways from the element to its items, in a {@link PathTrie}: from the element itself and from
 * each place at which its fields may stand too. Immutable after the trie's construction.
 */
final class ItemWays {

  /**
   * A name on the way, or that of the items' array.
   *
   * @param level the number of names until here
   * @param isItems whether it is the last
   * @param place where the way begins: 0 for the element, then its other places; -1 behind the
   *     first name
   * @param each what is declared of the objects of an array here; null if it must be an object
   * @param orObject whether it may be an object
   * @param step what paths into such objects begin with; "" for the items
   */
  record Way(
      int level,
      boolean isItems,
      int place,
      PathTrie.@Nullable Node each,
      boolean orObject,
      String step) {}

  private final Items declared;
  private final PathTrie.Node root;
  private final Items.Shape[] shapes;
  private final PathTrie.Node item = new PathTrie.Node();
  private final Map<String, PathTrie.Node> outers = new LinkedHashMap<>();
  private final PathTrie.Node[] indexes;
  private final int[] indexSlots;
  private final int places;
  private int[][] slots = {};

  ItemWays(Items declared, RecordDefinition type, PathTrie.Node root) {
    this.declared = declared;
    this.root = root;
    this.shapes = declared.shapes(type.mappings());
    this.indexes = new PathTrie.Node[declared.levels() + 1];
    this.indexSlots = new int[declared.levels() + 1];
    for (int level = 0; level < indexes.length; level++) {
      indexes[level] = new PathTrie.Node();
    }
    way(root, 0, "", 0);
    int place = 1;
    for (List<String> wrapper : type.wrappers()) {
      PathTrie.Node from = root;
      for (String name : wrapper) {
        from = from.child(name);
      }
      way(from, 0, "", place);
      place++;
    }
    this.places = place;
  }

  private void way(PathTrie.Node from, int at, String before, int place) {
    String name = declared.path().get(at);
    PathTrie.Node node = from.child(name);
    String text = before + (before.isEmpty() ? "" : ".") + FieldPath.written(name);
    boolean isItems = at == declared.levels() - 1;
    String step = isItems ? "" : PathStep.ELEMENT + "." + text + "[]";
    boolean orObject = !isItems && shapes[at] != Items.Shape.ARRAY;
    PathTrie.Node each = isItems ? item : null;
    if (!isItems && shapes[at] != Items.Shape.OBJECT) {
      each = outers.get(step);
      if (each == null) {
        each = new PathTrie.Node();
        outers.put(step, each);
        way(each, at + 1, text + "[]", -1);
      }
    }
    node.way = new Way(at + 1, isItems, place, each, orObject, step);
    if (orObject) {
      way(node, at + 1, text, -1);
    }
  }

  /** Gets the level of each slot, once all are known. */
  void complete(List<Integer> levelOfSlot) {
    slots =
        IntStream.rangeClosed(0, levels())
            .mapToObj(
                level ->
                    IntStream.range(0, levelOfSlot.size())
                        .filter(slot -> levelOfSlot.get(slot) == level)
                        .toArray())
            .toArray(int[][]::new);
    for (int level = 0; level < indexes.length; level++) {
      indexSlots[level] = indexes[level].slot;
    }
  }

  /** The level of the items. */
  int levels() {
    return declared.levels();
  }

  boolean orNull() {
    return declared.orNull();
  }

  /** Whether an item may be something else than an object. */
  boolean takesScalars() {
    return item.slot >= 0 || item.jsonSlot >= 0;
  }

  /** At how many places an element may have its items. */
  int places() {
    return places;
  }

  /** The slots of what stands in objects of this level. */
  int[] slots(int level) {
    return slots[level];
  }

  /** The slot of the index of an object of this level; -1 if no column has it. */
  int indexSlot(int level) {
    return indexSlots[level];
  }

  /** The level that a path with this first step begins at. */
  int level(String first) {
    return declared.level(first);
  }

  /** Where a path with this first step begins. */
  PathTrie.Node from(String first) {
    if (first.equals(PathStep.ELEMENT)) {
      return root;
    }
    if (PathStep.isIndex(first)) {
      return indexes[declared.indexLevel(first)];
    }
    PathTrie.Node outer = outers.get(first);
    return outer == null ? item : outer;
  }

  /** What is declared of the objects on the way and of the items. */
  List<PathTrie.Node> objects() {
    List<PathTrie.Node> objects = new ArrayList<>(outers.values());
    objects.add(item);
    return objects;
  }

  /** The beginning of the path, for messages. */
  String written(int level) {
    return FieldPath.written(declared.path().subList(0, level));
  }
}
