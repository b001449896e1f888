package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.ColumnMapping;
import dev.rollcall.core.internal.mapping.Deletes;
import dev.rollcall.core.internal.mapping.JsonSource;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.ColumnType;
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

    /** An array here holds elements. */
    boolean envelope;

    /** An object here may hold the fields of the element; something else is just another field. */
    boolean wrapper;
  }

  /** A field at or below which no path is declared. */
  static final Node UNDECLARED = new Node();

  final Node root = new Node();
  private final Map<List<String>, Integer> slots = new HashMap<>();
  private final Set<String> secretNames = new HashSet<>();
  private final Set<String> secretSpellings = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private int size;

  public PathTrie(RecordDefinition type) {
    this(type, List.of());
  }

  /** With more paths at which a scalar is looked for. */
  public PathTrie(RecordDefinition type, Collection<List<String>> others) {
    addSlots(type);
    others.forEach(path -> addSlot(path, false));
    for (Deletes.Condition condition : type.deletes().conditions()) {
      type.pathsOf(condition).forEach(path -> addSlot(path, false));
      addSlots(type.keysOf(condition));
      wrapper(condition.keyBelow());
    }
    for (List<String> secret : type.secrets()) {
      if (secret.size() == 1) {
        secretNames.add(secret.get(0));
        secretSpellings.add(secret.get(0));
      } else {
        node(secret).secret = true;
      }
    }
    type.envelopes().forEach(path -> node(path).envelope = true);
    type.wrappers().forEach(this::wrapper);
  }

  private void addSlots(RecordDefinition type) {
    for (ColumnMapping mapping : type.mappings()) {
      boolean json = mapping.column().type() == ColumnType.JSON;
      for (JsonSource source : mapping.sources()) {
        if (source.isElement()) {
          root.jsonSlot = root.jsonSlot < 0 ? size++ : root.jsonSlot;
        }
        source.paths().forEach(path -> addSlot(path, json));
        if (!source.beside().isEmpty()) {
          addSlot(source.beside(), false);
        }
      }
    }
  }

  private void wrapper(List<String> path) {
    for (int i = 1; i <= path.size(); i++) {
      node(path.subList(0, i)).wrapper = true;
    }
  }

  /** The number of slots. */
  int size() {
    return size;
  }

  /** The slot of a declared path. */
  int slot(List<String> path, boolean json) {
    return json ? node(path).jsonSlot : slots.getOrDefault(path, -1);
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

  private void addSlot(List<String> path, boolean json) {
    Node node = node(path);
    if (json && node.jsonSlot < 0) {
      node.jsonSlot = size++;
    } else if (!json && node.slot < 0) {
      node.slot = size++;
      slots.put(path, node.slot);
    }
  }

  private Node node(List<String> path) {
    Node node = root;
    for (String name : path) {
      node = node.children.computeIfAbsent(name, any -> new Node());
    }
    return node;
  }
}
