package dev.rollcall.core.internal.decode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The parsed values of one element: a kind and a text for each slot of the {@link PathTrie}. */
public final class ParsedElement {

  static final byte ABSENT = 0;
  static final byte NULL = 1;
  static final byte STRING = 2;
  static final byte NUMBER = 3;
  static final byte BOOLEAN = 4;

  /** An object or array where a scalar is wanted. */
  static final byte STRUCTURE = 5;

  /** A scalar where the path continues into an object. */
  static final byte UNREACHABLE = 6;

  /** Several objects of an array where one is selected. */
  static final byte SEVERAL = 7;

  private final byte[] kinds;
  private final @Nullable String[] texts;

  /** Set if the element turned out to be an envelope of others. */
  boolean envelope;

  /** The text of the source's error report, if there was one. */
  @Nullable String error;

  /** The items, if they are the rows. */
  final @Nullable ItemBuffer items;

  ParsedElement(PathTrie trie) {
    kinds = new byte[trie.size()];
    texts = new String[trie.size()];
    items = trie.items == null ? null : new ItemBuffer(trie.items);
  }

  /** The items, which are the rows; null if the element is one. */
  public @Nullable ItemBuffer items() {
    return items;
  }

  void clear() {
    Arrays.fill(kinds, ABSENT);
    Arrays.fill(texts, null);
    envelope = false;
    error = null;
    if (items != null) {
      items.clear();
    }
  }

  void clear(int[] slots) {
    for (int slot : slots) {
      kinds[slot] = ABSENT;
      texts[slot] = null;
    }
  }

  void copy(int from, int to) {
    kinds[to] = kinds[from];
    texts[to] = texts[from];
  }

  @Nullable String textOrNull(int slot) {
    return texts[slot];
  }

  void set(int slot, byte kind, @Nullable String text) {
    kinds[slot] = kind;
    texts[slot] = text;
  }

  /** Marks the slot as unreachable, unless something was found there already. */
  void setUnreachable(int slot) {
    if (kinds[slot] == ABSENT) {
      kinds[slot] = UNREACHABLE;
    }
  }

  byte kind(int slot) {
    return kinds[slot];
  }

  boolean isScalar(int slot) {
    byte kind = kinds[slot];
    return kind == STRING || kind == NUMBER || kind == BOOLEAN;
  }

  String text(int slot) {
    String text = texts[slot];
    if (text == null) {
      throw new IllegalStateException("slot " + slot + " holds no text");
    }
    return text;
  }
}
