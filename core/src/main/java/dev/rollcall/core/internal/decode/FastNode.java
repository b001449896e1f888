package dev.rollcall.core.internal.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.internal.mapping.RecordDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the {@link PathTrie} as {@link FastReader} walks it: its fields in a table, the
 * declared ones and some that it has met. Not threadsafe.
 */
final class FastNode {

  private static final int MANY_DECLARED = 56;
  private static final int MANY_ERRORS = 4;

  /** Longest name that is learnt, in bytes. */
  private static final int MAX_LEARNT = 64;

  /** A field at or below which no path is declared. */
  static final FastNode UNDECLARED = new FastNode(PathTrie.UNDECLARED, null, false, false);

  /** The same of a secret; both have room for no name, so they never change. */
  private static final FastNode SECRET = new FastNode(PathTrie.UNDECLARED, null, true, false);

  /** What is declared here. */
  final PathTrie.Node node;

  /** What is declared of the objects of an array here, on the way to the items; null for none. */
  final @Nullable FastNode each;

  /** The shapes that objects here had lately, if they are read as a whole. */
  final ObjectShapes shapes = new ObjectShapes();

  /** The slot of a scalar here; -1 for none. */
  final int slot;

  final NameTable names = new NameTable();
  private final List<String> fields = new ArrayList<>();
  private final FastNode[] children;

  /** By a field and one, or 0 for the beginning, the field that came behind it last time. */
  private final byte[] behind = new byte[NameTable.MANY + 1];

  /** A secret's: nothing of it is noted. */
  final boolean isSecret;

  /** A scalar here reports an error of the source. */
  final boolean isError;

  /** A scalar here stands where a path goes on, or the way to the items. */
  final boolean isOnTheWay;

  private FastNode(PathTrie.Node node, @Nullable FastNode each, boolean isSecret, boolean isError) {
    this.node = node;
    this.each = each;
    this.slot = node.slot;
    this.children = new FastNode[node == PathTrie.UNDECLARED ? 0 : NameTable.MANY];
    this.isSecret = isSecret;
    this.isError = isError;
    this.isOnTheWay = node.way != null || !node.isScalar() && !node.wrapper && !node.isLeaf();
  }

  /**
   * The root of a type; null if its objects are too large, or have selections or JSON with secrets.
   */
  static @Nullable FastNode root(RecordDefinition type, PathTrie trie) {
    boolean mayHideSecrets = !type.secrets().isEmpty();
    return isSimple(trie.root, mayHideSecrets)
            && type.errors().size() <= MANY_ERRORS
            && type.errors().stream().allMatch(FastNode::isPlain)
        ? of(trie, trie.root, type.errors(), false, false)
        : null;
  }

  private static boolean isSimple(PathTrie.Node node, boolean mayHideSecrets) {
    return node.selections == null
        && (node.way == null
            || node.way.each() == null
            || isSimple(node.way.each(), mayHideSecrets))
        && !(mayHideSecrets && node.jsonSlot >= 0)
        && node.children.size() <= MANY_DECLARED
        && node.children.keySet().stream().allMatch(FastNode::isPlain)
        && node.children.values().stream().allMatch(child -> isSimple(child, mayHideSecrets));
  }

  /** Whether JSON has no escape for it. */
  private static boolean isPlain(String name) {
    return name.chars()
        .allMatch(c -> c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate((char) c));
  }

  private static FastNode of(
      PathTrie trie, PathTrie.Node node, List<String> errors, boolean isSecret, boolean isError) {
    PathTrie.Node each = node.way == null ? null : node.way.each();
    FastNode objects = each == null ? null : of(trie, each, List.of(), false, false);
    FastNode made = new FastNode(node, objects, isSecret, isError);
    node.children.forEach(
        (name, child) -> {
          boolean hidden = trie.child(node, name) == null;
          PathTrie.Node seen = hidden ? PathTrie.UNDECLARED : child;
          made.add(name, of(trie, seen, List.of(), hidden, errors.contains(name)));
        });
    for (String error : errors) {
      if (!made.fields.contains(error)) {
        made.add(
            error, new FastNode(PathTrie.UNDECLARED, null, trie.child(node, error) == null, true));
      }
    }
    return made;
  }

  private void add(String name, FastNode child) {
    children[names.size()] = child;
    names.add(name);
    fields.add(name);
  }

  /** Learns an undeclared name, so that it is found like a declared one; -1 if it has no room. */
  int learn(PathTrie trie, byte[] json, int from, int to) {
    int place = names.size();
    if (place == children.length || to - from > MAX_LEARNT) {
      return -1;
    }
    String name = new String(json, from, to - from, UTF_8);
    add(name, trie.child(node, name) == null ? SECRET : UNDECLARED);
    return place;
  }

  /** The field that stands here, if it came behind this one last time; else -1. */
  int predicted(int last, byte[] json, int from) {
    int field = behind[last + 1];
    return field < names.size() && names.isAt(field, json, from) ? field : -1;
  }

  void came(int last, int field) {
    behind[last + 1] = (byte) field;
  }

  FastNode child(int field) {
    return children[field];
  }

  String name(int field) {
    return fields.get(field);
  }
}
