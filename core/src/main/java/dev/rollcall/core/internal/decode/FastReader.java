package dev.rollcall.core.internal.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.internal.row.Slice;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usual record several times as fast as {@link ElementReader} does, which stays the
 * reference. It goes over the bytes by tables made of the declared paths, and notes where values
 * stand; strings are made when somebody reads them.
 *
 * <p>It takes a record or leaves it, and then nothing has happened: no element is passed on before
 * the last byte is checked. So of an array or envelope it notes where the elements begin, and goes
 * over each a second time. What it takes is strict JSON without a doubt, and gives what the
 * reference gives. All else is left to the reference: whatever is wrong, so that there is one place
 * for messages, and what is rare, such as escapes in names. So a check here may refuse too much,
 * but never too little. {@code FastReaderTest} compares the two.
 *
 * <p>Not threadsafe.
 */
public final class FastReader {

  /** Deepest nesting, and longest name in bytes: less than the reference takes. */
  private static final int MAX_DEPTH = 100;

  private static final int MAX_NAME = 1_000;

  /** The most undeclared fields of one object. */
  private static final int MAX_UNDECLARED = 64;

  /** The most arrays of elements that stand in elements. */
  private static final int MAX_NESTED = 64;

  private static final int ELEMENT = -1;
  private static final int ENVELOPE = -2;

  /** The record is for the reference. */
  static final class NotUsual extends RuntimeException {
    static final NotUsual NOT_USUAL = new NotUsual();

    private NotUsual() {
      super("a record for the reference", null, false, false);
    }
  }

  private final FastNode root;
  private final PathTrie trie;
  private final ParsedElement parsed;
  private final JsonBytes text = new JsonBytes();
  private byte[] json = {};

  /** The shapes of elements, and of envelopes around them. */
  private final ObjectShapes shapes = new ObjectShapes();

  /** Takes down the shape of the object that is read; null if none is wanted. */
  private ObjectShape.@Nullable Builder learning;

  /** How many values are open whose JSON is wanted; the reference writes no elements into it. */
  private int captures;

  /** Where elements begin, each followed by what is within it and by what it is. */
  private int[] places = new int[16];

  private int found;

  /** Whether elements are looked for; else each is read. */
  private boolean isFirst;

  /** Where arrays of elements begin and end that stand in an element. */
  private final int[] nested = new int[2 * MAX_NESTED];

  private int nestedArrays;

  /** The hashes of the undeclared names of each object that is open, one above the other. */
  private long[] undeclared = new long[MAX_UNDECLARED];

  private int undeclaredNames;

  private FastReader(FastNode root, PathTrie trie) {
    this.root = root;
    this.trie = trie;
    this.parsed = new ParsedElement(trie);
  }

  /** A reader of a type's records; null for types that it does not know how to read. */
  public static @Nullable FastReader of(RecordDefinition type, PathTrie trie) {
    FastNode root = FastNode.root(type, trie);
    return root == null ? null : new FastReader(root, trie);
  }

  /** Passes on the elements of a record; false if the reference has to read it. */
  public boolean read(byte[] record, ElementReader.Sink sink) {
    boolean isUsual =
        record.length > 2
            && record.length <= Slice.MAX_RECORD
            && (record[0] == '{' || record[0] == '[')
            && record[1] != 0
            && record[2] != '$';
    if (!isUsual) {
      return false;
    }
    json = record;
    text.of(record);
    undeclaredNames = 0;
    found = 0;
    isFirst = true;
    nestedArrays = 0;
    captures = 0;
    learning = null;
    try {
      parsed.begin(record);
      int end = record[0] == '{' ? element(0, 0) : elements(0, 1);
      end = end == record.length ? end : text.spaces(end);
      if (end < record.length) {
        return false;
      }
    } catch (NotUsual | IndexOutOfBoundsException e) {
      // the record ends too early where it ends before a value does
      return false;
    }
    isFirst = false;
    pass(sink);
    return true;
  }

  /** Passes on what was found, which is strict JSON. */
  private void pass(ElementReader.Sink sink) {
    if (found == 2 && places[0] == 0) {
      pass(sink, 0, ELEMENT, sink.seen(), true);
      return;
    }
    Deque<Integer> begun = new ArrayDeque<>();
    Deque<Optional<SeenFields.SeenObject>> notes = new ArrayDeque<>();
    for (int i = 0; i < found; i++) {
      if (places[i] >= 0) {
        begun.push(places[i]);
        notes.push(Optional.ofNullable(sink.seen()));
      } else {
        pass(sink, begun.pop(), places[i], notes.pop().orElse(null), false);
      }
    }
  }

  private void pass(
      ElementReader.Sink sink,
      int from,
      int what,
      SeenFields.@Nullable SeenObject seen,
      boolean isRead) {
    if (!isRead || seen != null) {
      parsed.begin(json);
      whole(from, seen, 0);
    }
    if (what == ENVELOPE) {
      parsed.envelope = true;
      sink.envelope(parsed);
    } else {
      sink.element(parsed);
    }
  }

  /** Finds an element; returns the place behind it. */
  private int element(int from, int depth) {
    text.require(from, '{');
    note(from);
    int before = found;
    int end = whole(from, null, depth);
    note(found == before ? ELEMENT : ENVELOPE);
    return end;
  }

  /** Reads a whole object; returns the place behind it. */
  private int whole(int from, SeenFields.@Nullable SeenObject seen, int depth) {
    if (root.node.jsonSlot >= 0) {
      return captured(from, root, depth);
    }
    if (seen != null || learning != null) {
      return object(from + 1, root, seen, depth);
    }
    int end = known(from, depth);
    return end >= 0 ? end : learnt(from, depth);
  }

  /** Reads an object of a known shape; returns the place behind it, or -1 if it is of none. */
  private int known(int from, int depth) {
    int count = shapes.next();
    int foundBefore = found;
    int nestedBefore = nestedArrays;
    for (int i = 0; i < count; i++) {
      ObjectShape shape = shapes.get(i);
      int end = depth + shape.depth() < MAX_DEPTH ? shaped(shape, from, depth) : -1;
      if (end >= 0) {
        shapes.had(i);
        return end;
      }
      found = foundBefore;
      nestedArrays = nestedBefore;
      parsed.begin(json);
    }
    return -1;
  }

  private int shaped(ObjectShape shape, int from, int depth) {
    int place = from;
    int size = shape.size();
    for (int i = 0; i <= size; i++) {
      place = shape.behindText(i, json, place);
      if (place < 0) {
        return -1;
      }
      for (FastNode object : shape.objects(i)) {
        Marks.object(object.node, parsed);
      }
      if (i < size) {
        place = shapedValue(shape, i, place, depth);
      }
    }
    return place;
  }

  private int shapedValue(ObjectShape shape, int value, int from, int depth) {
    int slot = shape.slot(value);
    if (json[from] != '"' || slot == ObjectShape.OTHER) {
      return value(from, shape.value(value), null, depth + shape.depth(value));
    }
    int end = text.string(from + 1);
    if (slot >= 0) {
      parsed.slice(slot, ParsedElement.STRING, text.form(), from + 1, end);
    }
    return end + 1;
  }

  /** Reads an object field by field, and takes its shape down. */
  private int learnt(int from, int depth) {
    if (!shapes.areWanted()) {
      return object(from + 1, root, null, depth);
    }
    ObjectShape.Builder builder = new ObjectShape.Builder(json, from, depth);
    learning = builder;
    int end = object(from + 1, root, null, depth);
    learning = null;
    ObjectShape shape = builder.shape(end);
    if (shape != null) {
      shapes.add(shape);
    }
    return end;
  }

  /** Finds the elements of an array, at least one; returns the place behind it. */
  private int elements(int from, int depth) {
    int place = text.spaces(from + 1);
    while (true) {
      place = text.spaces(element(place, depth));
      if (json[place] == ']') {
        return place + 1;
      }
      text.require(place, ',');
      place = text.spaces(place + 1);
    }
  }

  private void note(int place) {
    if (found == places.length) {
      places = Arrays.copyOf(places, found * 2);
    }
    places[found++] = place;
  }

  /** Reads the fields of an object behind its brace; returns the place behind its end. */
  private int object(int from, FastNode at, SeenFields.@Nullable SeenObject here, int depth) {
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
    if (json[place] == '{' && node.node.jsonSlot < 0) {
      shape.object(node, depth);
      return value(place, node, null, depth);
    }
    learning = null;
    int end = value(place, node, null, depth);
    learning = shape;
    shape.value(node, place, end, depth);
    return end;
  }

  private int value(int place, FastNode node, SeenFields.@Nullable SeenObject below, int depth) {
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
        return object(from + 1, node, below, depth);
      case '[':
        if (node.node.envelope) {
          return isFirst ? nested(from, depth) : behindNested(from);
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

  /** Finds the elements of an array within an element. */
  private int nested(int from, int depth) {
    if (depth == MAX_DEPTH || nestedArrays == MAX_NESTED || captures > 0) {
      throw NotUsual.NOT_USUAL;
    }
    int at = 2 * nestedArrays++;
    nested[at] = from;
    int end = elements(from, depth + 1);
    nested[at + 1] = end;
    return end;
  }

  private int behindNested(int from) {
    int at = 0;
    while (nested[at] != from) {
      at += 2;
    }
    return nested[at + 1];
  }

  private void scalar(FastNode node, byte kind, int form, int from, int to) {
    if (node.slot >= 0) {
      parsed.slice(node.slot, kind, form, from, to);
    }
    if (node.isError) {
      throw NotUsual.NOT_USUAL;
    }
    if (node.isOnTheWay && kind != ParsedElement.NULL) {
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
