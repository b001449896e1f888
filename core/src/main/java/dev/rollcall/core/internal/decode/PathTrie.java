package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.ColumnMapping;
import dev.rollcall.core.internal.mapping.Deletes;
import dev.rollcall.core.internal.mapping.Items;
import dev.rollcall.core.internal.mapping.JsonSource;
import dev.rollcall.core.internal.mapping.PathStep;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.ColumnType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The declared paths of a record type as a trie, so that an element is read in one pass. Each path
 * has a slot in {@link ParsedElement}. Immutable after construction.
 */
public final class PathTrie {

  /** A field of the element, by its path. */
  static final class Node {
    final Map<String, Node> children = new HashMap<>();
    int slot = -1;
    int jsonSlot = -1;
    boolean secret;

    /** Only what decides where elements go looks here; no column does. */
    boolean isLookedAt;

    /** How many of the fields below it are known for that reason alone. */
    int lookedAt;

    /** An array here holds elements. */
    boolean envelope;

    /** An object here may hold the fields of the element; something else is just another field. */
    boolean wrapper;

    /** An array here holds the items, or is on the way to them. */
    ItemWays.@Nullable Way way;

    /** Objects of an array here are told by a field. */
    @Nullable Selections selections;

    /** Whether no path goes on behind it. */
    boolean isLeaf() {
      return children.isEmpty() && selections == null;
    }

    /** Whether something of the type is declared below it. */
    boolean isObject() {
      return children.size() > lookedAt;
    }

    /** Whether its scalar is that of a column, or of what deletes. */
    boolean isScalar() {
      return slot >= 0 && !isLookedAt;
    }

    Node child(String name) {
      return children.computeIfAbsent(name, any -> new Node());
    }
  }

  /** Numbers the slots; those of an object on the way to the items are known by its level. */
  static final class Slots {
    private final List<Integer> levels = new ArrayList<>();
    private int level;

    int next() {
      levels.add(level);
      return levels.size() - 1;
    }
  }

  /** A field at or below which no path is declared. */
  static final Node UNDECLARED = new Node();

  final Node root = new Node();

  /** How the items are found; null if the elements are the rows. */
  final @Nullable ItemWays items;

  private final Slots slots = new Slots();
  private final Set<String> secretNames = new HashSet<>();
  private final Set<String> secretSpellings = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  public PathTrie(RecordDefinition type) {
    this(type, List.of());
  }

  /** With more paths at which a scalar is looked for, whatever else stands there. */
  public PathTrie(RecordDefinition type, Collection<List<String>> others) {
    Items declared = type.items();
    items = declared == null ? null : new ItemWays(declared, type, root);
    addSlots(type);
    for (Deletes.Condition condition : type.deletes().conditions()) {
      type.pathsOf(condition).forEach(path -> slot(path, false));
      addSlots(type.keysOf(condition));
      wrapper(condition.keyBelow());
    }
    type.envelopes().forEach(path -> node(root, path).envelope = true);
    type.wrappers().forEach(this::wrapper);
    for (List<String> secret : type.secrets()) {
      if (secret.size() == 1) {
        secretNames.add(secret.get(0));
        secretSpellings.add(secret.get(0));
      } else {
        hide(root, secret, 0);
        if (items != null) {
          items.objects().forEach(node -> hide(node, secret, 0));
        }
      }
    }
    others.forEach(this::lookAt);
    if (items != null) {
      items.complete(slots.levels);
    }
  }

  /** Takes the scalar of a path in the element; what columns get is the same without it. */
  private void lookAt(List<String> path) {
    Node node = root;
    for (String name : PathStep.names(path)) {
      node.lookedAt += node.children.containsKey(name) ? 0 : 1;
      node = node.child(name);
    }
    if (node.slot < 0) {
      slots.level = 0;
      node.slot = slots.next();
      node.isLookedAt = true;
    }
  }

  private void addSlots(RecordDefinition type) {
    for (ColumnMapping mapping : type.mappings()) {
      boolean json = mapping.column().type() == ColumnType.JSON;
      for (JsonSource source : mapping.sources()) {
        if (source.isElement()) {
          slots.level = 0;
          root.jsonSlot = root.jsonSlot < 0 ? slots.next() : root.jsonSlot;
        }
        source.paths().forEach(path -> slot(path, json));
        if (!source.beside().isEmpty()) {
          slot(source.beside(), false);
        }
      }
    }
  }

  /** Marks a secret below this object, in the objects of arrays too that are read on the way. */
  private static void hide(Node from, List<String> path, int at) {
    Node node = from.child(path.get(at));
    if (at == path.size() - 1) {
      node.secret = true;
      return;
    }
    hide(node, path, at + 1);
    if (node.way != null && node.way.each() != null) {
      hide(node.way.each(), path, at + 1);
    }
    if (node.selections != null) {
      hide(node.selections.each, path, at + 1);
    }
  }

  private void wrapper(List<String> path) {
    for (int i = 1; i <= path.size(); i++) {
      node(root, path.subList(0, i)).wrapper = true;
    }
  }

  /** The number of slots. */
  int size() {
    return slots.levels.size();
  }

  /** Whether all that a source reads is the same for all items of an element. */
  boolean isShared(int slot) {
    return items != null && slot >= 0 && slots.levels.get(slot) < items.levels();
  }

  /** The slot of a declared path. */
  int slot(List<String> path, boolean json) {
    ItemWays ways = items;
    slots.level = ways == null ? 0 : ways.level(path.get(0));
    Node from = ways == null ? root : ways.from(path.get(0));
    return slot(from, path.subList(PathStep.isName(path.get(0)) ? 0 : 1, path.size()), json, null);
  }

  /**
   * The slot of a path below a node.
   *
   * @param within what the objects are told by in which the path stands; null for none
   */
  private int slot(Node from, List<String> path, boolean json, @Nullable Selections within) {
    Node node = from;
    for (int i = 0; i < path.size(); i++) {
      String step = path.get(i);
      if (!PathStep.isSelected(step)) {
        node = node.child(step);
        continue;
      }
      Selections selections = node.selections == null ? new Selections() : node.selections;
      node.selections = selections;
      int field = slot(selections.each, List.of(PathStep.field(step)), false, selections);
      int read = slot(selections.each, path.subList(i + 1, path.size()), json, selections);
      int before = size();
      int target = selections.target(step, field, read, slots);
      for (int added = before; within != null && added < size(); added++) {
        within.reads(added);
      }
      return target;
    }
    int slot = json ? node.jsonSlot : node.slot;
    if (slot >= 0) {
      return slot;
    }
    slot = slots.next();
    if (json) {
      node.jsonSlot = slot;
    } else {
      node.slot = slot;
    }
    if (within != null) {
      within.reads(slot);
    }
    return slot;
  }

  /** The field below {@code parent}; null if it is secret. */
  @Nullable Node child(Node parent, String field) {
    if (secretNames.contains(field)) {
      return null;
    }
    Node child = parent.children.get(field);
    if (child == null) {
      return UNDECLARED;
    }
    return child.secret ? null : child;
  }

  /** Whether a field is a secret's, ignoring case: raw JSON would leak it unseen. */
  boolean isSpellingOfSecret(String field) {
    return secretSpellings.contains(field);
  }

  private static Node node(Node from, List<String> path) {
    Node node = from;
    for (String name : path) {
      node = node.child(name);
    }
    return node;
  }
}
