package dev.rollcall.core.internal.decode;

import java.util.ArrayList;
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

  /** A text in words of eight bytes, the last filled up with zeros. */
  private record Text(int length, long[] words, long lastMask) {

    static Text of(byte[] json, int from, int to) {
      int length = to - from;
      byte[] padded = new byte[(length + 7) / 8 * 8];
      System.arraycopy(json, from, padded, 0, length);
      long[] words = new long[padded.length / 8];
      for (int i = 0; i < words.length; i++) {
        words[i] = (long) NameTable.WORD.get(padded, i * 8);
      }
      return new Text(length, words, -1L >>> -8 * length);
    }

    boolean isAt(byte[] json, int from) {
      if (from + 8 * words.length > json.length) {
        return isAtEnd(json, from);
      }
      int last = words.length - 1;
      for (int i = 0; i < last; i++) {
        if ((long) NameTable.WORD.get(json, from + 8 * i) != words[i]) {
          return false;
        }
      }
      return ((long) NameTable.WORD.get(json, from + 8 * last) & lastMask) == words[last];
    }

    private boolean isAtEnd(byte[] json, int from) {
      if (from + length > json.length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (json[from + i] != (byte) (words[i / 8] >>> i % 8 * 8)) {
          return false;
        }
      }
      return true;
    }
  }

  private final Text[] texts;
  private final FastNode[] values;
  private final int[] depths;
  private final FastNode[][] objects;
  private final int depth;

  private ObjectShape(Builder builder) {
    this.texts = builder.texts.toArray(Text[]::new);
    this.values = builder.values.toArray(FastNode[]::new);
    this.depths = builder.depths.stream().mapToInt(Integer::intValue).toArray();
    this.objects = builder.objects.toArray(FastNode[][]::new);
    this.depth = builder.deepest;
  }

  /** How many values there are. */
  int size() {
    return values.length;
  }

  /** Whether the text before a value, or behind the last, stands here. */
  boolean isAt(int value, byte[] json, int from) {
    return texts[value].isAt(json, from);
  }

  /** The length of the text before a value, or behind the last. */
  int length(int value) {
    return texts[value].length;
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

  /** The objects that begin in the text before a value where something else is wanted. */
  FastNode[] objects(int value) {
    return objects[value];
  }

  /** Takes down the shape of an object while it is read field by field. Not threadsafe. */
  static final class Builder {
    private final byte[] json;
    private final List<Text> texts = new ArrayList<>();
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
        texts.add(Text.of(json, begin, to));
        objects.add(begun.toArray(FastNode[]::new));
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
