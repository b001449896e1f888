package dev.rollcall.core.internal.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import dev.rollcall.core.internal.decode.FastReader.NotUsual;
import dev.rollcall.core.internal.row.Slice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects field by field, and the values in them, by tables made of the declared paths. Not
 * threadsafe.
 */
final class FastObjects {

  /** Deepest nesting, and longest name in bytes: less than the reference takes. */
  static final int MAX_DEPTH = 100;

  private static final int MAX_NAME = 1_000;

  /** The most undeclared fields of one object. */
  private static final int MAX_UNDECLARED = 64;

  /** What to do with an array that holds elements. */
  interface Envelopes {
    /** Reads one that begins here; returns the place behind it. */
    int array(int from, int depth);
  }

  private final PathTrie trie;
  private final ParsedElement parsed;
  private final JsonBytes text;
  private final Envelopes envelopes;
  private final ShapedObjects shaped;
  private final @Nullable FastItems items;
  private byte[] json = {};

  /** Takes down the shape of the object that is read; null if none is wanted. */
  private ObjectShape.@Nullable Builder learning;

  /** How many values are open whose JSON is wanted; the reference writes no elements into it. */
  private int captures;

  /** The hashes of the undeclared names of each object that is open, one above the other. */
  private long[] undeclared = new long[MAX_UNDECLARED];

  private int undeclaredNames;

  FastObjects(
      PathTrie trie,
      ParsedElement parsed,
      JsonBytes text,
      FoundElements found,
      Envelopes envelopes) {
    this.trie = trie;
    this.parsed = parsed;
    this.text = text;
    this.envelopes = envelopes;
    this.shaped = new ShapedObjects(this, parsed, text, found);
    this.items = parsed.items == null ? null : new FastItems(this, parsed, parsed.items, text);
  }

  /** Begins a record. */
  void begin(byte[] record) {
    json = record;
    shaped.begin(record);
    if (items != null) {
      items.begin(record);
    }
    undeclaredNames = 0;
    captures = 0;
    learning = null;
  }

  /** Reads an element, which is an object; returns the place behind it. */
  int element(int from, FastNode root, SeenFields.@Nullable SeenObject seen, int depth) {
    if (root.node.jsonSlot >= 0) {
      return captured(from, root, depth);
    }
    return seen != null || learning != null
        ? object(from + 1, root, seen, depth)
        : shaped.object(from, root, 0, depth);
  }

  /** Reads an item; returns the place behind it. */
  int item(int from, FastNode item, SeenFields.@Nullable SeenObject seen, int level, int depth) {
    boolean isShaped =
        seen == null
            && captures == 0
            && json[from] == '{'
            && item.node.jsonSlot < 0
            && item.node.isObject();
    return isShaped ? shaped.object(from, item, level, depth) : value(from, item, seen, depth);
  }

  /** Whether a value is open whose JSON is wanted: what is in it is the column's. */
  boolean isCaptured() {
    return captures > 0;
  }

  /** Reads an object field by field while this takes its shape down. */
  int learnt(ObjectShape.Builder builder, int from, FastNode at, int depth) {
    learning = builder;
    int end = object(from + 1, at, null, depth);
    learning = null;
    return end;
  }

  /** Reads the fields of an object behind its brace; returns the place behind its end. */
  int object(int from, FastNode at, SeenFields.@Nullable SeenObject here, int depth) {
    if (depth == MAX_DEPTH) {
      throw NotUsual.NOT_USUAL;
    }
    if (here != null) {
      here.object();
    }
    int place = text.spaces(from);
    if (json[place] == '}') {
      return place + 1;
    }
    int undeclaredBefore = undeclaredNames;
    long present = 0;
    int field = -1;
    while (true) {
      text.require(place, '"');
      place++;
      int name = place;
      int last = field;
      field = at.predicted(last, json, place);
      if (field >= 0) {
        place += at.names.length(field);
      } else {
        int end = text.string(place);
        field = field(at, place, end, undeclaredBefore);
        place = end + 1;
        if (field >= 0) {
          at.came(last, field);
        }
      }
      FastNode child = FastNode.UNDECLARED;
      if (field >= 0) {
        if ((present & 1L << field) != 0) {
          throw NotUsual.NOT_USUAL;
        }
        present |= 1L << field;
        child = at.child(field);
      }
      place = text.spaces(place);
      text.require(place, ':');
      place = text.spaces(place + 1);
      SeenFields.SeenObject below = here == null ? null : noted(here, at, field, name, json[place]);
      int end =
          learning == null
              ? value(place, child, below, depth + 1)
              : noted(learning, place, child, depth + 1);
      place = text.spaces(end);
      byte next = json[place];
      if (next == '}') {
        undeclaredNames = undeclaredBefore;
        return place + 1;
      }
      text.require(place, ',');
      place = text.spaces(place + 1);
    }
  }

  /** The known field that has this name; -1 for none, and then no other may have it. */
  private int field(FastNode at, int from, int to, int before) {
    if (text.form() == Slice.ESCAPED || to - from > MAX_NAME) {
      throw NotUsual.NOT_USUAL;
    }
    long hash = NameTable.hash(json, from, to);
    int field = at.names.find(json, from, hash);
    if (field < 0 && undeclaredNames == before) {
      // else one that came before could be this one
      field = at.learn(trie, json, from, to);
    }
    if (field >= 0) {
      return field;
    }
    for (int i = before; i < undeclaredNames; i++) {
      if (undeclared[i] == hash) {
        throw NotUsual.NOT_USUAL;
      }
    }
    if (undeclaredNames - before == MAX_UNDECLARED) {
      throw NotUsual.NOT_USUAL;
    }
    if (undeclaredNames == undeclared.length) {
      undeclared = Arrays.copyOf(undeclared, undeclaredNames * 2);
    }
    undeclared[undeclaredNames++] = hash;
    return -1;
  }

  /** Notes a field; returns where to note those of the object that it holds. */
  private SeenFields.@Nullable SeenObject noted(
      SeenFields.SeenObject here, FastNode at, int field, int name, byte first) {
    String written;
    if (field >= 0) {
      if (at.child(field).isSecret) {
        return null;
      }
      written = at.name(field);
    } else {
      int end = name;
      while (json[end] != '"') {
        end++;
      }
      written = new String(json, name, end - name, UTF_8);
      if (trie.child(at.node, written) == null) {
        return null;
      }
    }
    boolean isUndeclared = field < 0 || at.child(field).node == PathTrie.UNDECLARED;
    JsonToken token =
        first == '{'
            ? JsonToken.START_OBJECT
            : first == 'n' ? JsonToken.VALUE_NULL : JsonToken.VALUE_STRING;
    SeenFields.SeenObject below = here.field(written, token, isUndeclared);
    boolean isCaptured = field >= 0 && at.child(field).node.jsonSlot >= 0;
    return isCaptured ? null : below;
  }

  /** Reads a value and notes it; what is in an array is part of no shape. */
  private int noted(ObjectShape.Builder shape, int place, FastNode node, int depth) {
    if (json[place] == '{' && node.node.jsonSlot < 0 && node.node.way == null) {
      shape.object(node, depth);
      return value(place, node, null, depth);
    }
    learning = null;
    int end = value(place, node, null, depth);
    learning = shape;
    shape.value(node, place, end, depth);
    return end;
  }

  /**
   * Reads a value; returns the place behind it.
   *
   * @param below where to note the fields of an object; null if they are not noted
   */
  int value(int place, FastNode node, SeenFields.@Nullable SeenObject below, int depth) {
    return node.node.jsonSlot < 0 ? plain(place, node, below, depth) : captured(place, node, depth);
  }

  /**
   * Reads a value whose text is JSON as the reference would write it, if nothing is to be left out.
   */
  private int captured(int from, FastNode node, int depth) {
    int before = text.looseness();
    captures++;
    int to = plain(from, node, null, depth);
    captures--;
    if (text.looseness() != before) {
      throw NotUsual.NOT_USUAL;
    }
    byte kind = json[from] == 'n' ? ParsedElement.NULL : ParsedElement.STRING;
    parsed.slice(node.node.jsonSlot, kind, Slice.UNICODE, from, to);
    return to;
  }

  private int plain(int from, FastNode node, SeenFields.@Nullable SeenObject below, int depth) {
    switch (json[from]) {
      case '"':
        int end = text.string(from + 1);
        scalar(node, ParsedElement.STRING, text.form(), from + 1, end);
        return end + 1;
      case '{':
        if (!node.node.isObject()) {
          Marks.object(node.node, parsed);
        }
        return items != null && node.node.way != null
            ? items.within(node.node.way, from, node, below, depth)
            : object(from + 1, node, below, depth);
      case '[':
        if (node.node.envelope) {
          if (captures > 0) {
            throw NotUsual.NOT_USUAL;
          }
          return envelopes.array(from, depth);
        }
        if (items != null && node.node.way != null) {
          return items.array(node.node.way, from, node, depth);
        }
        Marks.array(node.node, parsed);
        return array(from + 1, depth);
      case 't':
        return word(text.word(from, "true"), from, node, ParsedElement.BOOLEAN);
      case 'f':
        return word(text.word(from, "false"), from, node, ParsedElement.BOOLEAN);
      case 'n':
        return word(text.word(from, "null"), from, node, ParsedElement.NULL);
      default:
        int after = text.number(from);
        scalar(node, ParsedElement.NUMBER, Slice.ASCII, from, after);
        return after;
    }
  }

  private void scalar(FastNode node, byte kind, int form, int from, int to) {
    if (node.slot >= 0) {
      parsed.slice(node.slot, kind, form, from, to);
    }
    if (node.isError) {
      throw NotUsual.NOT_USUAL;
    }
    if (node.isOnTheWay && kind != ParsedElement.NULL) {
      if (node.node.way != null) {
        throw NotUsual.NOT_USUAL;
      }
      Marks.unreachable(node.node, parsed);
    }
  }

  /** Reads the values of an array behind its bracket, which no column has. */
  private int array(int from, int depth) {
    if (depth == MAX_DEPTH) {
      throw NotUsual.NOT_USUAL;
    }
    int place = text.spaces(from);
    if (json[place] == ']') {
      return place + 1;
    }
    while (true) {
      place = text.spaces(plain(place, FastNode.UNDECLARED, null, depth + 1));
      if (json[place] == ']') {
        return place + 1;
      }
      text.require(place, ',');
      place = text.spaces(place + 1);
    }
  }

  private int word(int to, int from, FastNode node, byte kind) {
    scalar(node, kind, Slice.ASCII, from, to);
    return to;
  }
}
