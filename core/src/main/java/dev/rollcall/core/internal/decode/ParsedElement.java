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

  private final byte[] kinds;
  private final @Nullable String[] texts;

  /** Set if the element turned out to be an envelope of others. */
  boolean envelope;

  /** The text of the source's error report, if there was one. */
  @Nullable String error;

  ParsedElement(int size) {
    kinds = new byte[size];
    texts = new String[size];
  }

  void clear() {
    Arrays.fill(kinds, ABSENT);
    Arrays.fill(texts, null);
    envelope = false;
    error = null;
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
