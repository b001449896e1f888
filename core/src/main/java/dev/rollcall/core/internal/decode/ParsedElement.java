package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.row.Slice;
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

  /** By eights for each form of a {@link Slice}, the kinds that are texts as they are. */
  private static final int PLAIN = (1 << STRING | 1 << NUMBER | 1 << BOOLEAN) * 0x010100;

  /** For each slot a {@link Slice} whose owner's bits are the kind. */
  private final long[] slices;

  /** The texts that do not stand in the record. */
  private final @Nullable String[] texts;

  /**
   * With items, of which text in the record each of the texts was made: what items have in common
   * is made once.
   */
  private final long @Nullable [] made;

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
    this.slices = new long[slots];
    this.texts = new String[slots];
    this.made = items == null ? null : new long[slots];
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
    Arrays.fill(slices, ABSENT);
    envelope = false;
    error = null;
    if (items != null) {
      items.clear();
    }
    if (made != null) {
      Arrays.fill(made, ABSENT);
    }
  }

  /** Clears what stands in objects of this level on the way to the items; all for 0. */
  void clear(int level) {
    if (level == 0 || items == null) {
      clear();
    } else {
      clear(items.slots(level));
    }
  }

  void clear(int[] slots) {
    for (int slot : slots) {
      slices[slot] = ABSENT;
    }
  }

  void copy(int from, int to) {
    set(to, kind(from), textOrNull(from));
  }

  @Nullable String textOrNull(int slot) {
    long slice = slices[slot];
    if (Slice.form(slice) == Slice.NONE) {
      return isIndex(slot)
          ? Integer.toString(Slice.from(slice))
          : slice == ABSENT ? null : texts[slot];
    }
    if (made == null) {
      return inRecord(slice);
    }
    if (made[slot] != slice) {
      texts[slot] = inRecord(slice);
      made[slot] = slice;
    }
    return texts[slot];
  }

  private String inRecord(long slice) {
    return Slice.form(slice) == Slice.ESCAPED
        ? Escapes.resolved(json, Slice.from(slice), Slice.from(slice) + Slice.length(slice))
        : Slice.text(json, slice);
  }

  /** A text that does not stand in the record; null if it does, or there is none. */
  @Nullable String ownText(int slot) {
    return Slice.form(slices[slot]) == Slice.NONE ? texts[slot] : null;
  }

  void set(int slot, byte kind, @Nullable String text) {
    slices[slot] = kind;
    texts[slot] = text;
    if (made != null) {
      made[slot] = ABSENT;
    }
  }

  /** Sets what {@link #slice} and {@link #ownText} gave of the same record. */
  void set(int slot, long slice, @Nullable String text) {
    if (Slice.form(slice) == Slice.NONE) {
      set(slot, (byte) slice, text);
    } else {
      slices[slot] = slice;
    }
  }

  /** Sets the index of an item, which stands nowhere. */
  void index(int slot, int index) {
    set(slot, NUMBER, null);
    slices[slot] = Slice.of(NUMBER, Slice.NONE, index, index);
  }

  /** Whether it is the index of an item: then it is {@link Slice#from} of the slice. */
  boolean isIndex(int slot) {
    return (int) slices[slot] == NUMBER && texts[slot] == null;
  }

  /** Sets a text that stands in the record, in one of the forms of {@link Slice}. */
  void slice(int slot, byte kind, int form, int from, int to) {
    slices[slot] = Slice.of(kind, form, from, to);
  }

  /** The kind and, if it stands in the record, where the text is. */
  long slice(int slot) {
    return slices[slot];
  }

  /** Whether the text of a scalar stands in the record as it is. */
  boolean isPlainText(int slot) {
    return (PLAIN >>> Slice.owners(slices[slot]) + 8 * Slice.form(slices[slot]) & 1) != 0;
  }

  byte[] json() {
    return json;
  }

  /** Marks the slot as unreachable, unless something was found there already. */
  void setUnreachable(int slot) {
    if (slices[slot] == ABSENT) {
      set(slot, UNREACHABLE, null);
    }
  }

  byte kind(int slot) {
    return (byte) Slice.owners(slices[slot]);
  }

  boolean isScalar(int slot) {
    int kind = kind(slot);
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
