package dev.rollcall.core.internal.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parsed values of one element: for each slot of the {@link PathTrie} a kind and a text, or
 * where in the record the text stands, which then becomes a string when it is asked for.
 */
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

  /** The text is a string already. */
  static final byte MADE = 0;

  /** The text stands in the record, in ASCII. */
  static final byte ASCII_TEXT = 1;

  /** The text stands in the record. */
  static final byte UTF_8_TEXT = 2;

  /** The text stands in the record, with escapes. */
  static final byte ESCAPED = 3;

  private final byte[] kinds;
  private final byte[] forms;
  private final int[] from;
  private final int[] to;
  private final @Nullable String[] texts;

  /** The record in which texts stand. */
  private byte[] json = {};

  /** Set if the element turned out to be an envelope of others. */
  boolean envelope;

  /** The text of the source's error report, if there was one. */
  @Nullable String error;

  /** The items, if they are the rows. */
  final @Nullable ItemBuffer items;

  ParsedElement(PathTrie trie) {
    this(trie.size(), trie.items == null ? null : new ItemBuffer(trie.items));
  }

  /** Without items. */
  ParsedElement(int slots) {
    this(slots, null);
  }

  private ParsedElement(int slots, @Nullable ItemBuffer items) {
    this.kinds = new byte[slots];
    this.forms = new byte[slots];
    this.from = new int[slots];
    this.to = new int[slots];
    this.texts = new String[slots];
    this.items = items;
  }

  /** The items, which are the rows; null if the element is one. */
  public @Nullable ItemBuffer items() {
    return items;
  }

  /** Begins an element whose texts stand in this record. */
  void begin(byte[] record) {
    clear();
    json = record;
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
    texts[to] = textOrNull(from);
    forms[to] = MADE;
  }

  @Nullable String textOrNull(int slot) {
    if (texts[slot] == null && kinds[slot] != ABSENT && forms[slot] != MADE) {
      texts[slot] = made(slot);
    }
    return texts[slot];
  }

  private String made(int slot) {
    int length = to[slot] - from[slot];
    return switch (forms[slot]) {
      case ASCII_TEXT -> new String(json, from[slot], length, ISO_8859_1);
      case UTF_8_TEXT -> new String(json, from[slot], length, UTF_8);
      default -> Escapes.resolved(json, from[slot], to[slot]);
    };
  }

  void set(int slot, byte kind, @Nullable String text) {
    kinds[slot] = kind;
    texts[slot] = text;
    forms[slot] = MADE;
  }

  /** Sets a text that stands in the record. */
  void slice(int slot, byte kind, byte form, int begin, int end) {
    kinds[slot] = kind;
    texts[slot] = null;
    forms[slot] = form;
    from[slot] = begin;
    to[slot] = end;
  }

  /** Whether, and how, the text stands in the record. */
  byte form(int slot) {
    return forms[slot];
  }

  /** Whether it is a scalar of this kind that stands in the record. */
  boolean isInRecord(int slot, byte kind) {
    return forms[slot] != MADE && (kind == STRING || kind == NUMBER || kind == BOOLEAN);
  }

  byte[] json() {
    return json;
  }

  int from(int slot) {
    return from[slot];
  }

  int to(int slot) {
    return to[slot];
  }

  /** Marks the slot as unreachable, unless something was found there already. */
  void setUnreachable(int slot) {
    if (kinds[slot] == ABSENT) {
      kinds[slot] = UNREACHABLE;
      forms[slot] = MADE;
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
    String text = textOrNull(slot);
    if (text == null) {
      throw new IllegalStateException("slot " + slot + " holds no text");
    }
    return text;
  }
}
