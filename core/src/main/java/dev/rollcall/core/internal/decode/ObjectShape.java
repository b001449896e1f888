package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.ByteWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object as a producer wrote it, less its values: the text between them, which is the same in
 * the next object that it writes. A text that equals it needs no other look: its names, their order
 * and its nesting are those of an object that was read field by field.
 *
 * <p>Objects within the object are part of its text, while arrays are values. Immutable.
 */
final class ObjectShape {

  /** The most values, and the most text between two of them, in bytes. */
  private static final int MAX_VALUES = 256;

  private static final int MAX_TEXT = 512;

  /** The value has no slot, or one with a rule of its own: {@link FastReader} has to look. */
  static final int OTHER = -1;

  /** The value is not wanted. */
  static final int UNWANTED = -2;

  private static final FastNode[] NONE = {};

  /** All texts in words of eight bytes, the last of each filled up with zeros. */
  private final long[] words;

  /** By text, where its words begin; behind them where the last ends. */
  private final int[] begins;

  private final int[] lengths;

  /** By text, which bits of its last word count. */
  private final long[] lastMasks;

  /** By text, the objects that begin in it where something else is wanted. */
  private final FastNode[][] objects;

  private final FastNode[] values;
  private final int[] slots;
  private final int[] depths;
  private final int depth;

  private ObjectShape(Builder builder) {
    int texts = builder.texts.size();
    this.begins = new int[texts + 1];
    this.lengths = builder.texts.stream().mapToInt(text -> text.length).toArray();
    this.lastMasks = new long[texts];
    for (int i = 0; i < texts; i++) {
      begins[i + 1] = begins[i] + (lengths[i] + 7) / 8;
      lastMasks[i] = -1L >>> -8 * lengths[i];
    }
    this.words = new long[begins[texts]];
    for (int i = 0; i < texts; i++) {
      byte[] padded = Arrays.copyOf(builder.texts.get(i), (begins[i + 1] - begins[i]) * 8);
      for (int word = begins[i]; word < begins[i + 1]; word++) {
        words[word] = (long) ByteWords.WORD.get(padded, (word - begins[i]) * 8);
      }
    }
    this.objects = builder.objects.toArray(FastNode[][]::new);
    this.values = builder.values.toArray(FastNode[]::new);
    this.slots = builder.values.stream().mapToInt(ObjectShape::slot).toArray();
    this.depths = builder.depths.stream().mapToInt(Integer::intValue).toArray();
    this.depth = builder.deepest;
  }

  private static int slot(FastNode node) {
    boolean isPlain = !node.isError && !node.isOnTheWay && node.node.jsonSlot < 0;
    return !isPlain ? OTHER : node.slot < 0 ? UNWANTED : node.slot;
  }

  /** How many values there are. */
  int size() {
    return values.length;
  }

  /** The place behind the text before a value, or behind the last; -1 if it does not stand here. */
  int behindText(int value, byte[] json, int from) {
    int begin = begins[value];
    int last = begins[value + 1] - 1;
    if (from + 8 * (last + 1 - begin) > json.length) {
      return behindLastText(value, json, from);
    }
    int at = from;
    for (int i = begin; i < last; i++) {
      if ((long) ByteWords.WORD.get(json, at) != words[i]) {
        return -1;
      }
      at += 8;
    }
    boolean isHere = ((long) ByteWords.WORD.get(json, at) & lastMasks[value]) == words[last];
    return isHere ? from + lengths[value] : -1;
  }

  /** The same where the record may end first. */
  private int behindLastText(int value, byte[] json, int from) {
    int length = lengths[value];
    if (from + length > json.length) {
      return -1;
    }
    for (int i = 0; i < length; i++) {
      if (json[from + i] != (byte) (words[begins[value] + i / 8] >>> i % 8 * 8)) {
        return -1;
      }
    }
    return from + length;
  }

  /** The objects that begin in the text before a value where something else is wanted. */
  FastNode[] objects(int value) {
    return objects[value];
  }

  /** The slot of a value that is a scalar, {@link #OTHER} or {@link #UNWANTED}. */
  int slot(int value) {
    return slots[value];
  }

  /** What is declared of a value. */
  FastNode value(int value) {
    return values[value];
  }

  /** How deep a value stands below the object. */
  int depth(int value) {
    return depths[value];
  }

  /** How deep the deepest object stands below the object. */
  int depth() {
    return depth;
  }

  /** Takes down the shape of an object while it is read field by field. Not threadsafe. */
  static final class Builder {
    private final byte[] json;
    private final List<byte[]> texts = new ArrayList<>();
    private final List<FastNode> values = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();
    private final List<FastNode[]> objects = new ArrayList<>();
    private final List<FastNode> begun = new ArrayList<>();
    private final int depth;
    private int begin;
    private int deepest;
    private boolean isTooLarge;

    /** Begins at the brace of an object that stands so deep. */
    Builder(byte[] json, int from, int depth) {
      this.json = json;
      this.depth = depth;
      this.begin = from;
    }

    /** An object within the object. */
    void object(FastNode node, int at) {
      deepest = Math.max(deepest, at - depth);
      if (!node.node.isObject() && node.node != PathTrie.UNDECLARED) {
        begun.add(node);
      }
    }

    /** A value that is no object. */
    void value(FastNode node, int place, int end, int at) {
      text(place);
      values.add(node);
      depths.add(at - depth);
      begin = end;
    }

    private void text(int to) {
      isTooLarge |= values.size() == MAX_VALUES || to - begin > MAX_TEXT;
      if (!isTooLarge) {
        texts.add(Arrays.copyOfRange(json, begin, to));
        objects.add(begun.isEmpty() ? NONE : begun.toArray(FastNode[]::new));
        begun.clear();
      }
    }

    /** The shape of the object, which ends here; null if it is too large to be kept. */
    @Nullable ObjectShape shape(int end) {
      text(end);
      return isTooLarge ? null : new ObjectShape(this);
    }
  }
}
